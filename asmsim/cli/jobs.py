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
from asmsim.cli.screen import say, show, speak, spoken, table, write, write_json
from asmsim.cli.talk import Talk
from asmsim.records import default_library
from asmsim.studies.design import Study, month_of
from asmsim.studies.plan import Plan, library_of

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
    from asmsim.report.language import told  # loads pandas
    from asmsim.report.table import render  # loads pandas
    from asmsim.studies.compare import run_study  # loads pandas

    began = time.monotonic()
    with talk:
        talk.more("settings", **_settings(plan))
        found = run_study(study, workers=workers, out=out, results=RESULTS, progress=talk.progress)
    if as_json:
        write(found.to_json(spoken()))
    else:
        library = library_of(plan.library)
        show(*render(told(found, library, spoken()), spoken(), every=bool(talk.verbose)))
    for failure in found.failed:
        say(spoken().text("cli.result.failed", **failure._asdict()))
    if found.failed:
        say(spoken().text("cli.result.some_failed", n=len(found.failed), runs=plan.runs))
    if with_report:
        from asmsim.report.folder import write as write_report  # loads matplotlib

        talk.say("report")
        talk.say("reported", file=write_report(found, lang=spoken().lang) / PAGE)
    spent = spoken().duration(time.monotonic() - began)
    talk.say("done", runs=plan.runs, time=spent, folder=found.folder)
    return FAILED if found.failed else DONE


def report(
    folder: Path, out: Path | None, shown: Mapping[str, list[str]], talk: Talk, lang: str | None
) -> int:
    """Write the report of stored results and say where it is."""
    from asmsim.report.folder import write as write_report  # loads matplotlib

    began = time.monotonic()
    if lang in default_library().languages:  # the study's own folders may have other words
        speak(lang)
    with talk:
        made = write_report(
            folder,
            out,
            lang=lang or spoken().lang,
            contexts=shown["contexts"],
            scenarios=shown["scenarios"],
            outcomes=shown["outcomes"],
            formats=shown["formats"],
            begun=lambda: talk.say("report"),
        )
    write(str(made / PAGE))
    talk.more("took", time=spoken().duration(time.monotonic() - began))
    return DONE


def simulate(plan: Plan, out: Path | None, talk: Talk, *, as_json: bool) -> int:
    """Run one scenario once and show its headline outcomes."""
    from asmsim.report import law  # loads pandas
    from asmsim.report.language import plan_told
    from asmsim.report.row import means  # loads SciPy
    from asmsim.studies.export import export, refuse  # loads pandas
    from asmsim.studies.run import run_single  # loads Mesa and Numba

    if out is not None:
        refuse(out)  # before the work, not after
    began = time.monotonic()
    with talk:
        talk.more("settings", **_settings(plan))
        talk.say("compiling")
        run = run_single(plan)
    names = {"scenario": plan.scenarios[0].name, "context": plan.contexts[0].name}
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
        shown = plan_told(plan, library_of(plan.library), spoken())
        rows = []
        for each in shown.outcomes:
            if each.name in summary:
                outcome = shown.told(each, shown.contexts[0], spoken())
                unit, (value,) = means(outcome, [summary[each.name]], spoken())
                rows.append((outcome.title, value, unit))
        title = spoken().text("cli.result.simulated", seed=plan.seed, **names)
        show(title, table(("outcome", "value", "unit"), rows, numbers=("value",)))
        if plan.programmes:
            show("", spoken().text("cli.result.beside", programmes=_programmes(shown)))
        for text in law.aside(shown, shown.contexts[0], spoken()):
            show("", text)
    if out is not None:
        talk.say("saved", folder=export(run, out, {**names, **_made_by(plan)}))
    spent = spoken().duration(time.monotonic() - began)
    talk.say("simulated", months=plan.months, time=spent, **names)
    return DONE


def serve(served: Served, *, open_page: bool) -> int:
    """Say where the pages are and what it means that they are there, and serve them."""
    if served.elsewhere:
        say(spoken().text("cli.serve.elsewhere"))
    write(spoken().text("cli.serve.at", address=served.address))
    say(spoken().text("cli.serve.stop"))
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
        time_needed = spoken().duration(seconds)
        write(spoken().text("cli.progress.dry", runs=spoken().number(runs, 0), time=time_needed))
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
    return spoken().listing(
        each.title if each.dose == 1.0 else f"{each.title} ({spoken().percent(each.dose)})"
        for each in plan.programmes
    )


def _settings(plan: Plan) -> dict[str, str]:
    return {
        "scenarios": spoken().listing(each.name for each in plan.scenarios)
        + (
            f" ({spoken().text('cli.result.beside', programmes=_programmes(plan))})"
            if plan.programmes
            else ""
        ),
        "contexts": spoken().listing(each.name for each in plan.contexts),
        "replicates": spoken().number(plan.replicates),
        "months": spoken().number(plan.months),
        "start": spoken().month(month_of(plan.start, 0)),
        "policy_month": spoken().month(month_of(plan.start, plan.policy_month)),
        "miners": spoken().number(plan.miners),
        "seed": str(plan.seed),
    }
