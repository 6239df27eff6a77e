"""The commands: each takes its options, calls one function, and returns an exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import asmsim
from asmsim.cli import jobs, library, options, scorecard, study
from asmsim.cli.screen import speak, spoken, write
from asmsim.cli.talk import Talk
from asmsim.errors import AsmsimError
from asmsim.records import Library
from asmsim.studies.design import Study
from asmsim.studies.plan import library_of

app = typer.Typer(
    name="asmsim",
    help=spoken().text("cli.about"),
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        write(spoken().text("cli.version", version=asmsim.__version__))
        raise typer.Exit


@app.callback()
def _before(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help=options.help_of("version"), callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def _help(command: str) -> str:
    return spoken().text(f"cli.command.{command}")


@app.command(help=_help("compare"))
def compare(
    where: Annotated[
        Path | None,
        typer.Argument(metavar="STUDY", help=options.help_of("study"), show_default=False),
    ] = None,
    context: options.Contexts = None,
    scenarios: options.Scenarios = None,
    reference: options.Reference = None,
    replicates: options.Replicates = None,
    seed: options.Seed = None,
    months: options.Months = None,
    start: options.Start = None,
    policy_month: options.PolicyMonth = None,
    miners: options.Miners = None,
    workers: options.Workers = None,
    settings: options.Settings = None,
    shock: options.Shocks = None,
    shocks: options.Timelines = None,
    programme: options.Programmes = None,
    folders: options.Folders = None,
    out: options.Out = None,
    no_report: options.NoReport = False,
    lang: options.Lang = None,
    as_json: options.Json = False,
    dry_run: options.DryRun = False,
    verbose: options.Verbose = 0,
    quiet: options.Quiet = False,
) -> int:
    """Compare scenarios over many paired runs."""
    fields = options.fields(
        {
            "contexts": options.listed(context),
            "scenarios": options.listed(scenarios),
            "reference": reference,
            "replicates": options.number(replicates),
            "seed": options.number(seed),
            "months": options.number(months),
            "start": start,
            "policy_month": options.number(policy_month),
            "miners": options.number(miners),
            "overrides": options.settings(settings),
            "shocks": options.shocks(shock, shocks),
            "programmes": options.listed(programme),
            "library": options.folders(folders),
        }
    )
    at_once = options.workers(workers)
    asked, plan = study.asked(where, fields)
    speak(lang, library_of(plan.library))
    talk = Talk(verbose=verbose, quiet=quiet)
    if dry_run:
        return jobs.dry(plan, at_once, as_json=as_json)
    try:
        return jobs.compare(
            asked, plan, at_once, out, talk, as_json=as_json, with_report=not no_report
        )
    except AsmsimError as error:
        raise options.named(error, tuple(fields)) from None


@app.command(help=_help("simulate"))
def simulate(
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="SCENARIO", help=options.help_of("scenario"), show_default=False),
    ] = None,
    context: options.OneContext = None,
    scenarios: options.OneScenario = None,
    seed: options.Seed = None,
    months: options.Months = None,
    start: options.Start = None,
    policy_month: options.PolicyMonth = None,
    miners: options.Miners = None,
    settings: options.Settings = None,
    shock: options.Shocks = None,
    shocks: options.Timelines = None,
    programme: options.Programmes = None,
    folders: options.Folders = None,
    out: options.Out = None,
    lang: options.Lang = None,
    as_json: options.Json = False,
    dry_run: options.DryRun = False,
    verbose: options.Verbose = 0,
    quiet: options.Quiet = False,
) -> int:
    """Run one scenario once."""
    given = study.one([*([scenario] if scenario else []), *options.listed(scenarios)], "scenario")
    fields = options.fields(
        {
            "contexts": study.one(options.listed(context), "context"),
            "scenarios": given,
            "seed": options.number(seed),
            "months": options.number(months),
            "start": start,
            "policy_month": options.number(policy_month),
            "miners": options.number(miners),
            "overrides": options.settings(settings),
            "shocks": options.shocks(shock, shocks),
            "programmes": options.listed(programme),
            "library": options.folders(folders),
        }
    )
    plan = study.single(fields)
    speak(lang, library_of(plan.library))
    talk = Talk(verbose=verbose, quiet=quiet)
    if dry_run:
        return jobs.dry(plan, 1, as_json=as_json)
    return jobs.simulate(plan, out, talk, as_json=as_json)


@app.command(help=_help("report"))
def report(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help=options.help_of("results"), show_default=False)
    ],
    outcomes: options.Outcomes = None,
    scenarios: options.ShownScenarios = None,
    context: options.ShownContexts = None,
    formats: options.Formats = None,
    out: options.ReportOut = None,
    lang: options.Lang = None,
    verbose: options.Verbose = 0,
    quiet: options.Quiet = False,
) -> int:
    """Make figures, a report and tables from stored results."""
    shown = {
        "outcomes": options.chosen(outcomes),
        "scenarios": options.chosen(scenarios),
        "contexts": options.chosen(context),
        "formats": options.chosen(formats),
    }
    try:
        return jobs.report(folder, out, shown, Talk(verbose=verbose, quiet=quiet), lang)
    except AsmsimError as error:
        raise options.named(error, tuple(shown)) from None


@app.command("list", help=_help("list"))
def list_(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=options.help_of("kind"))],
    folders: options.Folders = None,
    lang: options.Lang = None,
    plain: options.Plain = False,
    as_json: options.Json = False,
) -> int:
    """List the library's records of one kind."""
    library.list_kind(kind, _spoken_of(lang, folders), plain=plain, as_json=as_json)
    return 0


@app.command(help=_help("show"))
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help=options.help_of("name"))],
    folders: options.Folders = None,
    lang: options.Lang = None,
    as_json: options.Json = False,
) -> int:
    """Show everything known about a name."""
    library.show_name(name, _spoken_of(lang, folders), as_json=as_json)
    return 0


@app.command("scorecard", help=_help("scorecard"))
def scorecard_(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help=options.help_of("scored"))],
    programme: options.Programmes = None,
    context: options.OneContext = None,
    folders: options.Folders = None,
    lang: options.Lang = None,
    plain: options.Plain = False,
    as_json: options.Json = False,
) -> int:
    """Show which requirements of standards a scenario meets."""
    (usual,) = Study.model_fields["contexts"].default
    scorecard.scorecard(
        scenario,
        options.listed(programme),
        study.one(options.listed(context), "context") or usual,
        _spoken_of(lang, folders),
        plain=plain,
        as_json=as_json,
    )
    return 0


@app.command(help=_help("serve"))
def serve(
    host: options.Host = None,
    port: options.Port = None,
    allow: options.Allow = None,
    workers: options.Workers = None,
    folders: options.Folders = None,
    open_: options.Open = False,
) -> int:
    """Serve the pages in a browser until stopped."""
    from asmsim.app.serve import HOME, PORT, serve  # loads NumPy

    served = serve(
        host=host or HOME,
        port=options.port(port, PORT),
        names=options.listed(allow),
        workers=options.workers(workers),
        library=options.folders(folders),
    )
    return jobs.serve(served, open_page=open_)


def _spoken_of(lang: str | None, folders: options.Several) -> Library:
    """Return the library as a language tells it, and say everything else in it as well."""
    found = library_of(tuple(options.folders(folders)))
    speak(lang, found)
    return found.told(spoken())
