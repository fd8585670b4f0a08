"""`serai connect --without NAME` without a place: what a cut takes down, for the officer on duty."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

    from serai.connect.chain.strike import CutOff
    from serai.corridor import Corridor
    from serai.outcome.outcome import Outcome
    from serai.questions.cut.cascade import Cascade, LateImages, Stopped
    from serai.time import Instant
    from serai.wording import Reason


def tell_cascade(
    corridor: Corridor, names: Sequence[str], at: Instant | None, days: float | None, *, json: bool
) -> None:
    """Judge the corridor unhurt, strike it, and print what follows."""
    from serai.cli.console import print_json, show
    from serai.cli.progress import progress
    from serai.connect.chain.strike import strike
    from serai.outcome.outcome import assess
    from serai.questions.cut.cascade import cascade
    from serai.questions.footprint import feet

    struck = feet(corridor, names)
    strike(corridor.pool, struck)  # a name that nothing answers to is refused before the day is judged
    with progress() as tell:
        outcome = assess(corridor, at=at, days=days, losses=False, progress=tell)
    found = cascade(outcome, struck)
    if json:
        print_json(_plain(outcome, found, names))
        return
    show(_CascadeView(outcome, found, names))


class _CascadeView:
    """A cascade in a terminal: what is lost, what is cut off, what is late, what is worse."""

    def __init__(self, outcome: Outcome, found: Cascade, names: Sequence[str]) -> None:
        self.outcome, self.found, self.names = outcome, found, tuple(names)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from serai.report.terminal.lines import WIDEST, wrapped

        width = min(options.max_width, WIDEST)
        for text in self._head():
            yield from wrapped(str(text), width, hang=2)
        for head, lines in self._parts():
            if lines:
                yield ""
                yield from wrapped(str(head), width)
            for one in lines:
                yield from wrapped(str(one), width, indent=2, hang=4)
        yield ""
        yield from wrapped(str(self._end()), width)

    def _head(self) -> Iterator[Reason]:
        from serai.pool.naming import asset_name
        from serai.wording import reason

        struck, outcome = self.found.struck, self.outcome
        length_s = outcome.days * 86_400.0
        yield reason("questions.cascade.head", names=self.names, day=outcome.at.utc(0), length=length_s)
        if struck.assets:
            names = tuple(asset_name(outcome.pool, i) for i in sorted(struck.assets))
            yield reason("questions.cascade.assets", names=names)
        if struck.lines:
            lines = tuple(sorted(struck.lines))
            yield reason("questions.cascade.lines", count=len(lines), names=lines)
        yield from self._on_record()
        if struck.repairs:
            yield reason("questions.cascade.repair", kinds=tuple(self._repairs()))

    def _on_record(self) -> Iterator[Reason]:
        """What is known of the events that are struck again."""
        from serai.questions.footprint import event_named
        from serai.wording import reason

        for event in (event_named(self.outcome.corridor, name) for name in self.names):
            if event is not None:
                yield reason(
                    "questions.cascade.record",
                    name=event.name,
                    day="" if event.start is None else event.start.utc(0)[:10],
                    failed=event.what_failed,
                    worked=event.what_still_worked,
                )

    def _repairs(self) -> Iterator[Reason]:
        from serai.needs.naming import basis_name
        from serai.wording import reason

        for rate in self.found.struck.repairs:
            usual, least, most = (hours * 3600.0 for hours in rate.repair_h)
            yield reason(
                "questions.cascade.mended",
                kind=rate.kind,
                usual=usual,
                least=least,
                most=most,
                basis=basis_name(rate.basis),
            )

    def _parts(self) -> Iterator[tuple[Reason, list[Reason]]]:
        from serai.wording import reason

        found = self.found
        yield reason("questions.cascade.cut_off"), [self._cut(one, needs) for one, needs in found.cut]
        yield reason("questions.cascade.images"), [self._image(one) for one in found.late]
        yield reason("questions.cascade.stopped"), [_worse(one) for one in found.stopped]

    def _cut(self, one: CutOff, needs: tuple[str, ...]) -> Reason:
        from serai.connect.chain.backhauls import backhauls_of
        from serai.connect.fittings import Site
        from serai.pool.naming import asset_name
        from serai.wording import reason

        pool = self.outcome.pool
        called = {s.id: s.name for s in pool.facts_of(Site)}
        name, through = asset_name(pool, one.asset), tuple(called.get(s, s) for s in one.through)
        if one.own:
            lines = len(backhauls_of(pool)[one.asset])
            return reason("questions.cascade.own_line", name=name, needs=needs, count=lines)
        site = called.get(one.site, one.site)
        if not one.to:
            return reason("questions.cascade.no_centre", name=name, needs=needs, site=site, through=through)
        by = reason("questions.cascade.through", names=through) if through and through != (site,) else ""
        to = tuple(called.get(s, s) for s in one.to)
        return reason("questions.cascade.no_way", name=name, needs=needs, site=site, through=by, to=to)

    def _image(self, one: LateImages) -> Reason:
        from serai.pool.naming import asset_name
        from serai.wording import reason

        head = {"need": one.need.id, "title": one.need.title, "late": one.late, "images": one.images}
        if one.never == one.late:
            return reason("questions.cascade.all_never", **head)
        names = tuple(asset_name(self.outcome.pool, i) for i in one.by)
        return reason(
            "questions.cascade.late",
            **head,
            median=one.median_s,
            most=one.most_s,
            never=reason("questions.cascade.never", count=one.never) if one.never else "",
            by=reason("questions.cascade.by", names=names) if names else "",
        )

    def _end(self) -> Reason:
        from serai.wording import reason

        if self.found.late or self.found.stopped:
            return reason("questions.cascade.rest", count=self.found.judged)
        return reason("questions.cascade.none", count=self.found.judged)


def _worse(one: Stopped) -> Reason:
    from serai.needs.naming import state_name
    from serai.wording import reason

    return reason(
        "questions.cascade.worse",
        need=one.need.id,
        title=one.need.title,
        before=state_name(one.before),
        after=state_name(one.after),
        share_before=one.share_before,
        share_after=one.share_after,
    )


def _plain(outcome: Outcome, found: Cascade, names: Sequence[str]) -> dict[str, object]:
    """The whole cascade, for programs."""
    return {
        "corridor": outcome.corridor.id,
        "start": outcome.at.utc(),
        "days": outcome.days,
        "without": list(names),
        "lost": sorted(found.struck.assets),
        "backhauls_cut": sorted(found.struck.lines),
        "repair": [
            {"kind": r.kind, "hours": r.repair_h[0], "hours_range": list(r.repair_h[1:])}
            for r in found.struck.repairs
        ],
        "cut_off": [
            {"asset": one.asset, "needs": list(needs), "own_lines_cut": one.own, "no_way_to": list(one.to)}
            for one, needs in found.cut
        ],
        "late": [
            {
                "need": one.need.id,
                "images": one.images,
                "late": one.late,
                "never": one.never,
                "median_s": one.median_s if math.isfinite(one.median_s) else None,
                "most_s": one.most_s if math.isfinite(one.most_s) else None,
                "by": list(one.by),
            }
            for one in found.late
        ],
        "worse": [
            {
                "need": one.need.id,
                "state_before": one.before.name.lower(),
                "state": one.after.name.lower(),
                "share_before": one.share_before,
                "share": one.share_after,
            }
            for one in found.stopped
        ],
    }
