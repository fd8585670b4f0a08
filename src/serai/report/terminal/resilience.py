"""A resilience study in a terminal: single points, losses survived, substitutes, and who gives and gets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from serai.losses import Partner, Redundancy
from serai.needs import State
from serai.outcome.study import Findings
from serai.pool.naming import asset_name
from serai.report.readings.elements import rests_on_elements
from serai.report.terminal.assessment import points_lines
from serai.report.terminal.lines import SOFT, STYLES, WIDEST, TextCell, cut, line, widest, wrapped
from serai.wording import percent, sentence

RANKED = 20
PARTNERS = 25


class ResilienceView:
    """The findings; rich prints them in the width there is."""

    def __init__(self, found: Findings, *, next_command: str = "") -> None:
        self.found, self.next_command = found, next_command

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, WIDEST)
        found = self.found
        yield Text(cut(found.outcome.corridor.name, width), style="bold")
        yield from wrapped(str(rests_on_elements(found.outcome)), width, style=SOFT)
        for caution in found.outcome.cautions:
            yield from wrapped(sentence(str(caution)), width, style=STYLES[State.DEGRADED])
        yield Text(
            f"{len(found.outcome.scan.losses)} losses tried, one at a time: assets, shared risks, parties"
        )
        yield Text()
        yield Text("Single points of failure, heaviest first (needs with their state after)", style="bold")
        yield from points_lines(found.points[:RANKED], width)
        if len(found.points) > RANKED:
            yield Text(f"    and {len(found.points) - RANKED} lighter ones (--json has them all)", style=SOFT)
        if found.rehearsed:
            yield Text()
            yield Text("Known outages and what-ifs, were they to happen now", style="bold")
            yield from points_lines(found.rehearsed, width)
        yield from _advice_lines(found, width)
        yield from _redundancy(found, width)
        yield from _substitution(found, width)
        yield from _partners(found.partners, width)
        if self.next_command:
            yield Text()
            yield Text.assemble("next    ", (self.next_command, "bold"), overflow="fold")


def _redundancy(found: Findings, width: int) -> Iterator[Text]:
    """The needs by the smallest number of losses that breaks them."""
    yield Text()
    yield Text("How many losses break a need (critical-path redundancy)", style="bold")
    depth = "pairs were tried" if found.pairs else "pairs were not tried: --pairs"
    says = f"shared risks count as one loss; assets alone in brackets where that differs; {depth}"
    yield from wrapped(says, width, style=SOFT)
    groups: dict[str, list[str]] = {}
    for one in found.redundancy:
        groups.setdefault(_losses(one), []).append(one.need + _assets_alone(one))
    for words in sorted(groups, key=lambda w: (w.startswith("not met"), w)):
        first, *rest = wrapped(", ".join(groups[words]), width, indent=16, hang=16)
        yield Text.assemble((f"  {words:<14}", "bold" if words == "1" else ""), first.plain.strip())
        yield from rest
    for one in found.redundancy:
        if one.pair:
            names = " and ".join(asset_name(found.outcome.pool, a) for a in one.pair)
            yield from wrapped(f"{one.need} breaks when {names} are lost", width, indent=2, hang=6)


def _losses(one: Redundancy) -> str:
    if one.with_groups is None:
        return "not met now"
    return str(one.with_groups) if one.with_groups == 1 or not one.at_least else f"{one.with_groups} or more"


def _assets_alone(one: Redundancy) -> str:
    if one.assets is None or one.assets == one.with_groups:
        return ""
    return f" ({one.assets}{'+' if one.at_least else ''})"


def _substitution(found: Findings, width: int) -> Iterator[Text]:
    """A matrix for each set of systems that can be compared: what of the lost one's share another gives."""
    mean = found.mean_substitution()
    blocks = _blocks(mean)
    if not blocks:
        return
    yield Text()
    yield Text("Who stands in for whom", style="bold")
    says = "the share of what the lost system alone gives that another alone gives, mean over the needs"
    yield from wrapped(says, width, style=SOFT)
    names = [s.partition(":")[2] for s in found.systems]
    for block in blocks:
        left = widest([names[i] for i in block], 16)
        each = max(7, *(min(len(names[i]), 10) for i in block))
        fits = max(1, (width - left - 9) // (each + 2))
        yield Text()
        for first in range(0, len(block), fits):
            part = block[first : first + fits]
            yield line(
                (
                    TextCell("  lost", left + 7, SOFT),
                    *(TextCell(names[j], each, SOFT, right=True) for j in part),
                )
            )
            for i in block:
                cells = (
                    TextCell(_share(float(mean[i, j])) if i != j else "", each, right=True) for j in part
                )
                yield line((TextCell(f"  {names[i]}", left + 7), *cells))


def _share(value: float) -> str:
    return "-" if np.isnan(value) else percent(value)


def _blocks(mean: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> list[list[int]]:
    """Systems that are compared with one another, directly or by way of others."""
    linked = ~np.isnan(mean)
    linked |= linked.T
    left, blocks = set(range(len(mean))), []
    while left:
        block, reached = set[int](), {min(left)}
        while reached:
            one = reached.pop()
            block.add(one)
            reached |= {int(j) for j in np.flatnonzero(linked[one])} - block
        left -= block
        if len(block) > 1:
            blocks.append(sorted(block))
    return blocks


def _partners(found: Sequence[Partner], width: int) -> Iterator[Text]:
    shown = [p for p in found if p.gives or p.gets or abs(p.gain) > 1e-9]
    yield Text()
    yield Text("What each partner gives and gets", style="bold")
    yield Text("gives: others' needs that get worse without it", style=SOFT)
    yield Text("gets: its own needs that it alone would meet worse; gain: their shares, summed", style=SOFT)
    names = widest([p.name for p in shown[:PARTNERS]], max(24, width // 2 - 10))
    rest = (width - names - 2 - 10) // 2
    yield line(
        (
            TextCell("", names),
            TextCell("gives", rest, SOFT),
            TextCell("gets", rest, SOFT),
            TextCell("gain", 5, SOFT, right=True),
        )
    )
    for one in shown[:PARTNERS]:
        yield line(
            (
                TextCell(one.name, names),
                TextCell(" ".join(one.gives) or "-", rest),
                TextCell(" ".join(one.gets) or "-", rest),
                TextCell(f"{one.gain:.2f}", 5, right=True),
            )
        )
    silent = len(found) - len(shown)
    more = [f"{len(shown) - PARTNERS} more"] if len(shown) > PARTNERS else []
    if silent:
        more.append(f"{silent} {'party' if silent == 1 else 'parties'} with nothing either way")
    if more:
        yield Text(f"  and {', '.join(more)}", style=SOFT)


def _advice_lines(found: Findings, width: int) -> Iterator[Text]:
    """A line or two for each candidate term that would help, the one that mends most first."""
    if found.agreements is None:
        return
    yield Text()
    yield Text("Which agreement would help (candidate terms, each tried alone: --with TERM)", style="bold")
    if not found.agreements:
        yield Text("  none of the candidate terms changes any need", style=SOFT)
    for one in found.agreements:
        first, *rest = wrapped(str(one.says(found.outcome.pool)), width, indent=6, hang=6)
        yield Text.assemble((f"{one.term.id:<6}", "bold"), first.plain.strip())
        yield from rest
