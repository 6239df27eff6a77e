"""The work behind compare, simulate and report: do it, say how far it is, show what came out.

Nothing heavy is loaded before the work begins; by then every name has been looked up.
"""

from __future__ import annotations

import sys
import threading
import time
import webbrowser
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from asmsim.cli.faults import DONE, FAILED
from asmsim.cli.screen import WORDS, say, show, table, write, write_json
from asmsim.cli.talk import Talk
from asmsim.studies.design import Study, month_of
from asmsim.studies.plan import Plan

if TYPE_CHECKING:
    from asmsim.app.serve import Served

RESULTS = Path("results")
"""Where results go unless told: a numbered folder in here."""

PAGE = "report.html"
"""The file of a report that one opens."""


def compare(
    study: Study,
    plan: Plan,
    workers: int | None,
    out: Path | None,
    talk: Talk,
    *,
    as_json: bool,
    with_report: bool,
) -> int:
    """Run a study, show its table, write its report, and return 1 when some run failed."""
    from asmsim.report.table import render  # loads pandas
    from asmsim.studies.compare import run_study  # loads pandas

    began = time.monotonic()
    with talk:
        talk.more("settings", **_settings(plan))
        found = run_study(study, workers=workers, out=out, results=RESULTS, progress=talk.progress)
    if as_json:
        write(found.to_json())
    else:
        show(*render(found, WORDS, every=bool(talk.verbose)))
    for failure in found.failed:
        say(WORDS.text("cli.result.failed", **failure._asdict()))
    if found.failed:
        say(WORDS.text("cli.result.some_failed", n=len(found.failed), runs=plan.runs))
    if with_report:
        from asmsim.report.folder import write as write_report  # loads matplotlib

        talk.say("report")
        talk.say("reported", file=write_report(found) / PAGE)
    spent = WORDS.duration(time.monotonic() - began)
    talk.say("done", runs=plan.runs, time=spent, folder=found.folder)
    return FAILED if found.failed else DONE


def report(folder: Path, out: Path | None, shown: Mapping[str, list[str]], talk: Talk) -> int:
    """Write the report of stored results and say where it is."""
    from asmsim.report.folder import write as write_report  # loads matplotlib

    began = time.monotonic()
    with talk:
        made = write_report(
            folder,
            out,
            contexts=shown["contexts"],
            scenarios=shown["scenarios"],
            outcomes=shown["outcomes"],
            formats=shown["formats"],
            begun=lambda: talk.say("report"),
        )
    write(str(made / PAGE))
    talk.more("took", time=WORDS.duration(time.monotonic() - began))
    return DONE


def simulate(plan: Plan, out: Path | None, talk: Talk, *, as_json: bool) -> int:
    """Run one scenario once and show its headline outcomes."""
    from asmsim.report import law  # loads pandas
    from asmsim.report.row import means  # loads SciPy
    from asmsim.studies.export import export, refuse  # loads pandas
    from asmsim.studies.run import run_single  # loads Mesa and Numba

    scenario, context = plan.scenarios[0], plan.contexts[0]
    if out is not None:
        refuse(out)  # before the work, not after
    began = time.monotonic()
    with talk:
        talk.more("settings", **_settings(plan))
        talk.say("compiling")
        run = run_single(plan)
    names = {"scenario": scenario.name, "context": context.name}
    summary = {str(name): float(value) for name, value in run.summary.items()}
    aside = [name for _, name in plan.counterfactual]
    if as_json:
        settings = {
            "programmes": {each.name: each.dose for each in plan.programmes},
            "seed": plan.seed,
            "months": plan.months,
            "counterfactual": aside,
        }
        write_json({**names, **settings, "summary": summary})
    else:
        outcomes = {each.name: each for each in plan.outcomes}
        rows = []
        for name, outcome in outcomes.items():
            if name in summary:
                told = plan.told(outcome, context)
                unit, (value,) = means(told, [summary[name]], WORDS)
                rows.append((told.title, value, unit))
        title = WORDS.text("cli.result.simulated", seed=plan.seed, **names)
        show(title, table(("outcome", "value", "unit"), rows, numbers=("value",)))
        if plan.programmes:
            show("", WORDS.text("cli.result.beside", programmes=_programmes(plan)))
        for text in law.aside(plan, context, WORDS):
            show("", text)
    if out is not None:
        talk.say("saved", folder=export(run, out, {**names, **_made_by(plan)}))
    spent = WORDS.duration(time.monotonic() - began)
    talk.say("simulated", months=plan.months, time=spent, **names)
    return DONE


def serve(served: Served, *, open_page: bool) -> int:
    """Say where the pages are and what it means that they are there, and serve them."""
    if served.elsewhere:
        say(WORDS.text("cli.serve.elsewhere"))
    write(WORDS.text("cli.serve.at", address=served.address))
    say(WORDS.text("cli.serve.stop"))
    sys.stdout.flush()
    if open_page:
        threading.Timer(1.0, webbrowser.open, [served.address]).start()
    served.run()
    return DONE


def dry(plan: Plan, workers: int | None, *, as_json: bool) -> int:
    """Say how many runs there would be and how long they would take."""
    from asmsim.studies.execute import estimate  # loads pandas

    runs, seconds = estimate(plan, workers)
    if as_json:
        write_json({"runs": runs, "seconds": seconds})
    else:
        time_needed = WORDS.duration(seconds)
        write(WORDS.text("cli.progress.dry", runs=WORDS.number(runs, 0), time=time_needed))
    return DONE


def _made_by(plan: Plan) -> dict[str, object]:
    """Return the settings of one run, as a file keeps them."""
    keys = ("seed", "months", "start", "policy_month", "miners")
    fixed = {key: getattr(plan, key) for key in keys}
    changed = {f"set {name}": value for name, value in plan.overrides.items()}
    changed |= {f"shock {shock}": shock.value for shock in plan.shocks}
    return fixed | changed | {f"programme {each.name}": each.dose for each in plan.programmes}


def _programmes(plan: Plan) -> str:
    """List the programmes of every scenario, with the dose where it is not all of it."""
    return WORDS.listing(
        each.title if each.dose == 1.0 else f"{each.title} ({WORDS.percent(each.dose)})"
        for each in plan.programmes
    )


def _settings(plan: Plan) -> dict[str, str]:
    return {
        "scenarios": WORDS.listing(each.name for each in plan.scenarios)
        + (
            f" ({WORDS.text('cli.result.beside', programmes=_programmes(plan))})"
            if plan.programmes
            else ""
        ),
        "contexts": WORDS.listing(each.name for each in plan.contexts),
        "replicates": WORDS.number(plan.replicates),
        "months": WORDS.number(plan.months),
        "start": WORDS.month(month_of(plan.start, 0)),
        "policy_month": WORDS.month(month_of(plan.start, plan.policy_month)),
        "miners": WORDS.number(plan.miners),
        "seed": str(plan.seed),
    }
