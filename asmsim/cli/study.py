"""What is to be run: the study file, the options over it, and every name looked up."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from asmsim.cli import options
from asmsim.cli.screen import spoken
from asmsim.errors import AsmsimError, BadFile, BadValue
from asmsim.studies import plan as plans
from asmsim.studies.design import Study
from asmsim.studies.plan import Plan, library_of, plan

MAIN_STUDY = Path("experiments") / "01_stances"
"""The study of the main job, where it is at hand; a package without it does the same by default."""


def asked(where: Path | None, given: Mapping[str, Any]) -> tuple[Study, Plan]:
    """Return the study that a command asks for, and its plan with every name looked up.

    Parameters
    ----------
    where : path or None
        A study file or its folder; none means the main job's.
    given : mapping
        The fields that options set, over those of the file.

    Raises
    ------
    AsmsimError
        For whatever cannot be used, named by its option where it came from one.
    """
    study = read(where)
    return _made({key: getattr(study, key) for key in study.model_fields_set}, given)


def single(given: Mapping[str, Any]) -> Plan:
    """Return the plan of one run of one scenario in one context."""
    fields = {"scenarios": Study.model_fields["reference"].default, **given}
    library = library_of(tuple(fields.pop("library", ())))
    try:
        return plans.single(fields.pop("scenarios"), library, **fields)
    except AsmsimError as error:
        raise options.named(error, tuple(given)) from None


def _made(before: Mapping[str, Any], given: Mapping[str, Any]) -> tuple[Study, Plan]:
    try:
        fields = {**before, **given}
        library = library_of(tuple(fields.get("library", ())))
        for key in ("contexts", "scenarios"):
            if options.ALL in fields.get(key, ()):
                fields[key] = tuple(getattr(library, key))
        study = Study(**fields)
        return study, plan(study, library)
    except AsmsimError as error:
        raise options.named(error, tuple(given)) from None


def read(where: Path | None) -> Study:
    """Read a study file; without one, the main job's or its defaults."""
    if where is not None:
        if not where.exists():
            field = str(where)
            raise BadFile(spoken().text("cli.error.study_scenario"), field=field, value=field)
        return Study.read(where)
    return Study.read(MAIN_STUDY) if MAIN_STUDY.is_dir() else Study(name=MAIN_STUDY.name)


def one(chosen: list[str], kind: str) -> str | None:
    """Return the only item of an option that takes several elsewhere.

    Raises
    ------
    BadValue
        When there are more, or all are asked for.
    """
    if len(set(chosen)) > 1 or options.ALL in chosen:
        field = options.OPTION_OF[f"{kind}s"]
        raise BadValue(spoken().text(f"cli.error.one_{kind}"), field=field, value=chosen)
    return chosen[0] if chosen else None
