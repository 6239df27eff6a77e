"""The page: one district to the right, what can be changed in it to the left."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple

import solara

from asmsim.app import bounds
from asmsim.app.explore import controls
from asmsim.app.explore.charts import charts
from asmsim.app.explore.decided import decided, together
from asmsim.app.explore.mesa import seen, update_counter
from asmsim.app.explore.parts import Happened, Lines, Map, Player
from asmsim.app.explore.scene import scene
from asmsim.app.explore.stage import Stage
from asmsim.app.explore.story import Story, story
from asmsim.app.explore.world import Place, World
from asmsim.app.faults import said, told
from asmsim.app.fields import group
from asmsim.app.parts import Content, Fields
from asmsim.app.pieces import heading, listed
from asmsim.app.session import Session
from asmsim.app.single import lived
from asmsim.records import Messages


class Acts(NamedTuple):
    """What a visitor does on the page."""

    session: Session
    stage: Stage
    set_speed: Callable[[float], None]

    def fault(self, error: BaseException) -> None:
        """Say what went wrong in a thread; the district stays as it is."""
        self.session.tell(said(error, self.session.words))
        seen()

    def reached(self) -> None:
        """Remember how far the district is, so that the link leads here again."""
        world = self.stage.world
        if world is not None and world.month != self.session.view.month:
            self.session.change(month=world.month)  # which draws all of the page anew
        else:
            seen()

    def press(self, what: str) -> None:
        """Play, pause, live a month, or go back to the start."""
        if what == "play":
            self.stage.play(self.reached, self.fault)
            seen()
        elif what == "reset":
            self.stage.leave()
            self.session.change(month=0)
            self.stage.follow(self.session.view.with_(month=0), self.fault)
        else:
            self.stage.pause()
            if what == "step":
                self.stage.step()
            self.reached()

    def change(self, asked: dict[str, Any]) -> None:
        """Change what is explored; a lever moved while it is lived holds from the next month."""
        if asked["name"] == "speed":
            self.stage.pace(float(asked["value"]))
            self.set_speed(self.stage.speed)
            return
        session, world = self.session, self.stage.world
        view, words, library = session.view, session.words, session.library
        bounds.check_number(view, session.desk.limits, words, asked["name"], asked["value"])
        fields = controls.changes(session, world, asked["name"], asked["value"])
        wanted = view.with_(**fields)
        bounds.check_law(wanted, [lived(wanted, library)], library, words)
        session.desk.check_single(wanted)
        session.change(**self.stage.steer(fields))


@solara.component
def Explore(session: Session) -> None:
    """Explore one district; what changes month by month is drawn by parts of their own."""
    words, view, desk = session.words, session.view, session.desk
    stage = solara.use_memo(lambda: Stage(desk, session.visitor, seen), [])
    solara.use_effect(lambda: stage.leave, [])
    speed, set_speed = solara.use_state(stage.speed)

    acts = Acts(session, stage, set_speed)
    solara.use_effect(
        lambda: stage.follow(view, acts.fault),
        [Place.of(view), lived(view, desk.library), view.month],
    )
    press, change = told(words, session.tell)(acts.press), told(words, session.tell)(acts.change)

    with solara.Div(classes=["page"]):
        with solara.Div(classes=["controls"]):
            Fields(
                label=words.text("app.explore.controls"),
                groups=controls.groups(session, speed),
                event_change=change,
                refused=session.told,
                fold=True,
            )
        with solara.Div(classes=["results"]):
            Content(html=f"<h1>{escape(words.text('app.explore.title'))}</h1>")
            _Played(session, stage, press)
            _District(session, stage, change)


@solara.component
def _Played(session: Session, stage: Stage, press: Any) -> None:
    """Show the player, and how far the district is."""
    update_counter.get()
    Player(
        state=controls.player(stage, session),
        words={key: session.words.text(f"app.player.{key}") for key in controls.PLAYER},
        event_press=press,
    )


@solara.component
def _District(session: Session, stage: Stage, change: Any) -> None:
    """Show the map, what was decided and what happened, and the outcomes by month."""
    words, view, world = session.words, session.view, stage.world
    update_counter.get()
    if world is None:
        solara.Div()
        return
    with world.lock:
        drawn = scene(world.model, controls.colour_of(view), view.picked, words)
        lines = charts(world.model, world.place.months, view.outcome, words)
        decisions = list(decided(world.model, words))
        log = list(world.log)
    colour, picked, outcome = controls.looks(session, stage)
    label = words.text("app.map.label")
    with solara.Div(classes=["district"]):
        with solara.Div(classes=["map-side"]):
            shown = [group("map", [colour, picked])]
            Fields(label=label, groups=shown, event_change=change, refused=session.told)
            Map(
                scene=drawn,
                event_pick=lambda place: change({"name": "picked", "value": place}),
            )
        with solara.Div(classes=["told-side"]):
            _Story(world, view.picked, words)
            Content(
                html=heading(words.text("app.explore.decided"), "decided")
                + "<dl class='decided'>"
                + "".join(
                    f"<div><dt>{escape(who)}</dt><dd>{escape(reason)}</dd></div>"
                    for who, reason in together(decisions)
                )
                + "</dl>"
            )
            Content(html=heading(words.text("app.explore.happened"), "happened"))
            Happened(log, view.start, words)
        with solara.Div(classes=["charts-side"]):
            Content(html=heading(words.text("app.explore.charts"), "charts"))
            label = words.text("app.explore.outcome")
            shown = [group("charts", [outcome])]
            Fields(label=label, groups=shown, event_change=change, refused=session.told)
            Lines(axis=lines)


@solara.component
def _Story(world: World, picked: str, words: Messages) -> None:
    """Tell the story of what is picked."""
    found: Story | None = story(world, picked, words) if picked else None
    if found is None:
        text = escape(words.text("app.explore.pick_help"))
        Content(html=f"<p class='note'>{text}</p>")
        return
    lines = "".join(f"<p>{escape(line)}</p>" for line in found.lines)
    Content(
        html=f"<section class='story' data-name='story'>{heading(found.title, 'story')}"
        f"{lines}{listed(found.happened)}</section>"
    )
