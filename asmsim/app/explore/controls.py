"""The controls of the page: what one explores, and what can be changed while it is lived."""

from __future__ import annotations

from typing import Any

from asmsim.app import ask, fields, stance
from asmsim.app.explore import story
from asmsim.app.explore.charts import monthly
from asmsim.app.explore.playing import SPEEDS
from asmsim.app.explore.stage import Stage
from asmsim.app.explore.world import World, moved
from asmsim.app.fields import Group
from asmsim.app.session import Session
from asmsim.app.single import lived
from asmsim.app.view import OWN, View
from asmsim.report.row import capital
from asmsim.studies.design import month_of

PLAYER = ("step", "play", "pause", "reset", "over")
COLOURS = ("tenure", "status")


def groups(session: Session, speed: float) -> list[Group]:
    """Return the controls of the page."""
    view, words, library = session.view, session.words, session.library
    first = [
        ask.kind_of_place(view, library, words),
        fields.choice(
            "stance",
            words.text("app.explore.stance"),
            lived(view, library).name,
            ask.stances(view, library, words),
            words.translated(lived(view, library)).text,
        ),
        fields.choice(
            "speed",
            words.text("app.explore.speed"),
            speed,
            {each: words.text("app.explore.speed_n", n=words.number(each)) for each in SPEEDS},
        ),
    ]
    since = max(0, view.month - view.policy_month)
    return [
        fields.group("what", first),
        fields.group(
            "levers",
            [],
            title=words.text("app.explore.levers"),
            text=words.text("app.explore.levers_text"),
            opened=True,
        ),
        *stance.groups(lived(view, library), view, library, words, since),
        *ask.programmes(view, library, words, beside=False),
        ask.place(view, library, words),
        ask.size(view, session.desk.limits, words, replicates=False),
    ]


def looks(session: Session, stage: Stage) -> list[fields.Field]:
    """Return the choices of what is looked at: colours, a place or group, an outcome."""
    view, words, library = session.view, session.words, session.library
    places: dict[str, str] = {"": words.text("app.explore.nothing")}
    if stage.world is not None:
        d = stage.world.model.district
        known = [site for site in range(len(d.sites.id)) if d.sites.discovery_month[site] >= 0]
        places |= {
            f"site {site}": words.text("app.place_site", n=words.number(site)) for site in known
        }
        places |= {
            f"village {row}": words.text("app.place_village", n=words.number(row))
            for row in range(len(d.villages.id))
        }
    places |= story.groups(words)
    outcomes = {"": words.text("app.explore.leading")}
    outcomes |= {name: each.title for name, each in monthly(library).items()}
    colour = {each: words.text(f"app.explore.by_{each}") for each in COLOURS}
    return [
        fields.choice("colour", words.text("app.explore.colour"), colour_of(view), colour),
        fields.choice("picked", words.text("app.explore.pick"), view.picked, places),
        fields.choice("outcome", words.text("app.explore.outcome"), view.outcome, outcomes),
    ]


def colour_of(view: View) -> str:
    """Return by what the map is coloured."""
    return view.colour if view.colour in COLOURS else COLOURS[0]


def player(stage: Stage, session: Session) -> dict[str, Any]:
    """Return how far the district is, for the player."""
    view, words, world = session.view, session.words, stage.world
    if world is None:
        waiting = "" if stage.failed else words.text("app.player.founding")
        return {
            "ready": False,
            "failed": stage.failed,
            "playing": False,
            "over": False,
            "text": waiting,
            "share": 0.0,
        }
    lived_months = world.month
    month = words.month(month_of(view.start, max(0, lived_months - 1)))
    since = lived_months - view.policy_month
    text = words.text(
        "app.player.at" if since > 0 else "app.player.before",
        month=month,
        n=words.number(lived_months),
        of=words.number(view.months),
        since=words.number(max(0, since)),
    )
    return {
        "ready": True,
        "failed": False,
        "playing": stage.playing is not None,
        "over": world.over,
        "text": capital(text),
        "share": lived_months / view.months,
    }


def changes(session: Session, world: World | None, name: str, value: Any) -> dict[str, Any]:
    """Return the fields of the view that a control changes."""
    view, words, library = session.view, session.words, session.library
    if name.startswith((stance.DOSE, stance.LEVER)):
        now = lived(view, library)
        own = now if now.name == OWN else stance.begun(now, library.messages())
        since = world.since_policy() if world else 0
        return {"own": moved(own, name, float(value), since), "stance": OWN}
    if name == "context":
        return {"context": value, "month": 0}
    if name in {"stance", "picked", "outcome", "colour"}:
        return {name: value}
    return ask.changes(view, library, words, name, value)
