"""The table of all needs: state, the figure that decides, why, by what path, and what it hangs on."""

from __future__ import annotations

from collections.abc import Sequence

from serai.needs import Assessment, State
from serai.needs.naming import nothing_mends, state_means
from serai.outcome.outcome import Outcome
from serai.pool.naming import asset_name
from serai.report.drawing.marks import css_name, state_words
from serai.report.drawing.markup import Markup, el, joined, table
from serai.report.page.fortnight import strip
from serai.report.readings.figures import Reading, deciding, reading, share_of
from serai.report.readings.order import by_state
from serai.report.readings.premises import premise_said
from serai.tables import Basis
from serai.wording import Reason, required_percent, sentence

LONGEST_PATH = 5  # steps; of a longer one the two ends are shown
FLAGS = 1  # of what a reader must know, this much stands in the row
FOLDED = (State.MET, State.OUT_OF_SEASON)
HEADINGS = ("State", "Need", "Figure against threshold", "Why", "Path, and what it hangs on")


def needs_table(outcome: Outcome) -> Markup:
    """Every need of the corridor, worst state first; those that are met or out of season are folded."""
    groups = by_state(outcome.assessments)
    short = [(state, found) for state, found in groups if state not in FOLDED]
    folded = [(state, found) for state, found in groups if state in FOLDED]
    lone = len(folded) == 1 and not short  # nothing else to look at
    return joined(
        (
            _table(outcome, short) if short else None,
            *(_folded(outcome, state, found, unfolded=lone) for state, found in folded),
        )
    )


def _folded(outcome: Outcome, state: State, found: Sequence[Assessment], *, unfolded: bool) -> Markup:
    """The needs of a state that asks for no action, by their names; in full when unfolded."""
    names = joined((el("span", f"{a.need.id} {a.need.title}") for a in found), " ")
    said = (state_words(state), el("b", f"{len(found)}"), el("small", str(state_means(state))))
    return el(
        "details",
        el("summary", *said, el("div", names, class_="names")),
        _table(outcome, [(state, found)]),
        class_="folded",
        open=unfolded,
    )


def _table(outcome: Outcome, by_states: Sequence[tuple[State, Sequence[Assessment]]]) -> Markup:
    head = el("thead", el("tr", joined(el("th", h, scope="col") for h in HEADINGS)))
    groups = []
    for state, found in by_states:
        heading = el(
            "tr",
            el(
                "th",
                state_words(state),
                el("b", f"{len(found)}"),
                el("small", str(state_means(state))),
                colspan=len(HEADINGS),
                scope="rowgroup",
            ),
            class_="group",
        )
        groups.append(
            el("tbody", heading, joined(_row(outcome, a) for a in found), data_state=css_name(state))
        )
    return table(head, joined(groups), class_="needs")


def _row(outcome: Outcome, one: Assessment) -> Markup:
    need = one.need
    premise = str(premise_said(one, outcome.pool))
    about = f"{need.service} · priority {need.priority}" + (f" · {need.who}" if need.who else "")
    return el(
        "tr",
        el("td", state_words(one.verdict), strip(one), class_="is"),
        el(
            "td",
            el("a", need.id, class_="id", href=f"#details-{need.id}", title="this need in full"),
            " ",
            el("strong", need.title),
            el("small", about),
            el("small", "given: ", premise) if premise else None,
            class_="what",
        ),
        el("td", figure_cell(one), class_="figure"),
        el("td", el("p", sentence(str(_why(one)))), _helps(one), _tags(one), class_="why"),
        el("td", _path(outcome, one), class_="path"),
        id=need.id,
        data_service=need.service,
        data_state=css_name(one.verdict),
    )


def _why(one: Assessment) -> Reason | str:
    """Why a need stands as it does: what the year says first, where that decides."""
    return one.why if one.by_year is None else one.by_year.says()


def figure_cell(one: Assessment) -> Markup | None:
    """The deciding figure against its threshold, with the share of time as a bar."""
    index = deciding(one)
    if index is None or one.state is State.OUT_OF_SEASON:
        return None
    read = reading(one, index)
    others = len(one.figures) - 1
    more = f" (of {others + 1} measures, this one decides)" if others else ""
    return joined(
        (
            el("span", read.value, class_="value", title=read.origin),
            " ",
            el("span", read.limit, class_="limit", title=f"threshold of {read.name}{more}"),
            el("small", read.name, f", {read.qualifier}" if read.qualifier else ""),
            share_bar(read),
        )
    )


def share_bar(read: Reading) -> Markup:
    """The share (of time, or of images) for which a threshold holds, with a tick at the one required."""
    needed = required_percent(read.required)
    if read.share is None:
        return el("small", f"share of {read.of} unknown, {needed} needed")
    return joined(
        (
            el(
                "span",
                el("i", style=f"width:{read.share * 100:.1f}%"),
                el("b", style=f"left:{read.required * 100:.2f}%"),
                class_="share",
                aria_hidden="true",
            ),
            el("small", f"{share_of(read)}, {needed} needed"),
        )
    )


def _helps(one: Assessment) -> Markup:
    """What would mend the need, what would serve now, what the next loss would leave: the first of each."""
    return joined(
        (
            el("p", sentence(str(nothing_mends())), class_="helps") if one.beyond_mending else None,
            _first(one, "Would mend it: ", one.remedies),
            _first(one, "Would serve now: ", one.substitutes),
            _first(one, "The next loss: ", (one.next_loss,) if one.next_loss else ()),
        )
    )


def _first(one: Assessment, heading: str, said: Sequence[Reason | str]) -> Markup | None:
    if not said:
        return None
    more = len(said) - 1
    others = el("a", f" {more} more", href=f"#details-{one.need.id}") if more else None
    return el("p", el("b", heading), sentence(str(said[0])), others, class_="helps")


def _tags(one: Assessment) -> Markup:
    """How well the answer is known, and what its reader must know."""
    weak = "; ".join(f"{w.what} ({w.basis})" for w in one.weak)
    tags = [el("li", str(flag), class_="flag") for flag in one.flags[:FLAGS]]
    if len(one.flags) > FLAGS:
        tags.append(
            el(
                "li",
                f"{len(one.flags) - FLAGS} more to know",
                title="; ".join(str(f) for f in one.flags[FLAGS:]),
                class_="flag",
            )
        )
    if one.state is not State.OUT_OF_SEASON:
        known = f"rests on {one.confidence} figures"
        if one.confidence is Basis.PUBLISHED:
            known = "rests on published figures only"
        tags.insert(0, el("li", known, title=weak or "no recalled or assumed figure decides it"))
    tags.append(el("li", el("a", "in full", href=f"#details-{one.need.id}"), class_="more"))
    return el("ul", joined(tags), class_="tags")


def _path(outcome: Outcome, one: Assessment) -> Markup:
    if one.state is State.OUT_OF_SEASON:
        return el("small", "not asked")
    steps = [el("span", asset_name(outcome.pool, a), title=a) for a in one.path]
    if len(steps) > LONGEST_PATH:
        steps[2:-2] = [el("a", f"{len(steps) - 4} more", href=f"#details-{one.need.id}")]
    path = el("p", joined(steps, " → ") if steps else el("small", "no path"), class_="steps")
    return joined((path, _hangs_on(outcome, one)))


def _hangs_on(outcome: Outcome, one: Assessment) -> Markup:
    if one.hangs_on:
        names = joined((el("span", asset_name(outcome.pool, h), title=h) for h in one.hangs_on), ", ")
        return el("p", el("small", "hangs on "), names, class_="hangs")
    if one.state in (State.MET, State.DEGRADED):
        return el("p", el("small", "no single loss makes it worse"), class_="hangs")
    return el("p", class_="hangs")
