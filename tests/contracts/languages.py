"""What languages have to say, and which English they were translated from.

``python -m tests.contracts.languages`` states that every translation says what the English says
now. Run it after having looked at the translations of each text that was changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from asmsim.levers import registry
from asmsim.records import default_library, toml
from asmsim.records.library import PACKAGED
from asmsim.records.messages import flat
from asmsim.records.translation import texts
from asmsim.report.appendix import COUPLING
from asmsim.report.law import LAWS
from asmsim.studies.plan import CARATS

FOLDER = PACKAGED / "messages"
OTHERS = tuple(each for each in default_library().languages if each != "en")
STATED = Path(__file__).with_name("translated.txt")
"""A line for each text that is translated: its key, and a mark of the English it was made from."""


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return the texts of one language alone."""
    files = (FOLDER / f"{lang}.toml", *sorted((FOLDER / lang).glob("*.toml")))
    return flat([toml.read(path) for path in files])


@cache
def wanted() -> Mapping[str, str]:
    """Return all that a language has to say, in English: messages, and the texts of records."""
    library = default_library()
    records = [*library.parameters.values(), *library.outcomes.values()]
    units = "/".join([CARATS, *(each.unit for each in records)]).split("/")
    minerals = library.parameters["mineral.name"].choices or ()
    groups = {name.partition(".")[0] for name in library.parameters}
    ours = [
        lever for lever in registry().values() if lever.effects.__module__.startswith("asmsim.")
    ]
    return {
        **{f"group.{group}": group for group in groups},
        **catalogue("en"),
        **library.texts,
        **{key: text for lever in ours for key, text in texts(lever)},
        **{f"unit.{unit}": unit for unit in units if unit and not unit.isdigit()},
        **{f"mineral.{name}": str(name) for name in minerals},
    }


def may_be_english() -> set[str]:
    """Return the keys of what only specialists look up: parameters that no page asks about."""
    records = default_library().parameters.values()
    asked = {each.name for each in records if COUPLING in each.source or each.name.startswith(LAWS)}
    return {key for each in records if each.name not in asked for key, _ in texts(each)}


def current() -> str:
    """Return what is to be stated now."""
    told = set().union(*(catalogue(lang) for lang in OTHERS))
    lines = [f"{key} {mark(text)}" for key, text in sorted(wanted().items()) if key in told]
    return "\n".join(lines) + "\n"


def mark(text: str) -> str:
    """Return a short mark of a text."""
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


def changed(stated: str) -> list[str]:
    """Return the keys whose English is another than was translated, or was never stated."""
    marks = set(stated.splitlines())
    return [line.rpartition(" ")[0] for line in current().splitlines() if line not in marks]


def main() -> None:
    """State it."""
    STATED.write_text(current(), encoding="utf-8", newline="\n")
    print(f"wrote {STATED}")


if __name__ == "__main__":
    main()
