"""The first page: what each stance does, how sure that is, and what would change it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from asmsim.records import Context, Messages, Outcome, Scenario
from asmsim.report.choice import Choice
from asmsim.report.leads import in_families, leading
from asmsim.report.row import Row, verdict_word, written
from asmsim.report.settle import more_pairs
from asmsim.studies.comparison import Comparison, smallest
from asmsim.studies.verdict import Verdict

ORDER = (
    Verdict.BETTER,
    Verdict.WORSE,
    Verdict.HIGHER,
    Verdict.LOWER,
    Verdict.SAME,
    Verdict.CLOSE,
    Verdict.UNDEFINED,
)
"""Order in which verdicts are told."""


class Finding(NamedTuple):
    """One outcome of one stance in words.

    Attributes
    ----------
    row : Row
        Its numbers and verdict.
    short : str
        The verdict in a word or two.
    of, agree : str
        In how many pairs the stance did better: the count, and in a phrase.
    more, close : str
        How many more pairs would settle what is too close to call: in a phrase, and with the title.
    """

    row: Row
    short: str
    of: str
    agree: str
    more: str
    close: str


class Stance(NamedTuple):
    """What one scenario does in one context.

    Attributes
    ----------
    scenario : Scenario
    leads : list of Finding
        One outcome for each family.
    families : dict
        All outcomes by family.
    close : str
        The leading outcomes that are too close to call, and what would settle them.
    counts : str
        How many of all outcomes are better, worse, ….
    """

    scenario: Scenario
    leads: list[Finding]
    families: dict[str, list[Finding]]
    close: str
    counts: str


class Answer(NamedTuple):
    """What was found in one context: each stance, all in a sentence, and how much is open."""

    context: Context
    stances: list[Stance]
    verdicts: str
    unsure: str


def answer(found: Comparison, choice: Choice, context: Context, words: Messages) -> Answer:
    """Return what was found in one context, in words.

    Every number and verdict is a row of the contrasts.
    """
    here = found.contrasts[found.contrasts["context"] == context.name]
    tests = int(here["p"].notna().sum())
    by_key = {(row["scenario"], row["outcome"]): row for row in here.to_dict("records")}
    stances = []
    for scenario in choice.scenarios:
        rows = {
            outcome.name: _finding(
                outcome,
                by_key[scenario.name, outcome.name],
                words,
                matters=smallest(found.plan, outcome),
                tests=tests,
            )
            for outcome in (found.plan.told(each, context, words) for each in choice.outcomes)
            if (scenario.name, outcome.name) in by_key
        }
        if rows:
            stances.append(_stance(scenario, choice, rows, words))
    return Answer(
        context,
        stances,
        _overall(stances, found.plan.scenarios[0].title, words),
        _unsure(stances, words),
    )


def leads_of(choice: Choice) -> tuple[Outcome, ...]:
    """Return the outcomes that speak on the first page."""
    return leading(choice.outcomes, chosen=choice.named)


def _finding(
    outcome: Outcome, found: Mapping[Any, Any], words: Messages, *, matters: float, tests: int
) -> Finding:
    row = written(outcome, found, words)
    count, agree = _agree(outcome, found, words)
    more, close = _more(row, matters, tests, words)
    return Finding(
        row=row,
        short=words.text(f"report.short.{row.verdict.name.lower()}"),
        of=count,
        agree=agree,
        more=more,
        close=close,
    )


def _agree(outcome: Outcome, found: Mapping[Any, Any], words: Messages) -> tuple[str, str]:
    """Say in how many pairs the stance did better: the count, and in a phrase."""
    pairs = int(found["pairs"])
    if not pairs:
        return "", ""
    better = round(float(found["share_better"]) * pairs)
    count = words.text("report.of", n=words.number(better), pairs=words.number(pairs))
    key = "report.higher_in" if outcome.direction == "neither" else "report.better_in"
    return count, words.text(key, count=count)


def _more(row: Row, matters: float, tests: int, words: Messages) -> tuple[str, str]:
    """Say how many more pairs would settle what is too close to call: alone, and with its title."""
    title = row.outcome.title
    if row.verdict is not Verdict.CLOSE:
        return "", ""
    more = more_pairs(row.found, smallest=matters, tests=tests)
    if more is None:
        return words.text("report.never"), words.text("report.close_never", outcome=title)
    count = _about(more, words)
    return words.text("report.more", n=count), words.text(
        "report.close_one", outcome=title, n=count
    )


def _about(count: int, words: Messages) -> str:
    """Write a reckoned count with two figures, rounded up."""
    step = 10 ** max(0, len(str(count)) - 2)
    return words.number(-(-count // step) * step)


def _stance(
    scenario: Scenario, choice: Choice, rows: Mapping[str, Finding], words: Messages
) -> Stance:
    leads = [rows[each.name] for each in leads_of(choice) if each.name in rows]
    families = {
        family: [rows[each.name] for each in members if each.name in rows]
        for family, members in in_families(choice.outcomes).items()
    }
    counted = Counter(each.row.verdict for each in rows.values())
    counts = words.listing(
        words.text("report.count", n=counted[verdict], verdict=verdict_word(verdict, words))
        for verdict in ORDER
        if counted[verdict]
    )
    return Stance(
        scenario=scenario,
        leads=leads,
        families={family: members for family, members in families.items() if members},
        close=words.chain(each.close for each in leads if each.close),
        counts=words.text("report.counts", outcomes=words.number(len(rows)), counts=counts),
    )


def _overall(stances: Sequence[Stance], reference: str, words: Messages) -> str:
    """Say whether some stance is better in something and worse in nothing that leads."""
    found = {
        each.scenario.title: {finding.row.verdict for finding in each.leads} for each in stances
    }
    sides = {Verdict.BETTER, Verdict.WORSE, Verdict.HIGHER, Verdict.LOWER}
    if not stances:
        return ""
    if not any(verdicts & sides for verdicts in found.values()):
        return words.text("report.none_apart", reference=reference)
    if not any(Verdict.BETTER in verdicts for verdicts in found.values()):
        return words.text("report.none_better", reference=reference)
    best = [
        title
        for title, verdicts in found.items()
        if Verdict.BETTER in verdicts and Verdict.WORSE not in verdicts
    ]
    return (
        words.text("report.some_win", stances=words.listing(best))
        if best
        else words.text("report.none_wins")
    )


def _unsure(stances: Sequence[Stance], words: Messages) -> str:
    """Say how many of the leading verdicts are open."""
    leads = [finding for each in stances for finding in each.leads]
    if not leads:
        return ""
    close = sum(finding.row.verdict is Verdict.CLOSE for finding in leads)
    if not close:
        return words.text("report.sure")
    return words.text("report.unsure", n=words.number(close), cells=words.number(len(leads)))
