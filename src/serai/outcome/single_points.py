"""Single points of failure in words: what each breaks, ranked, and the rehearsed events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from serai.losses import Loss, LossKind, Scan, single_points
from serai.needs import State
from serai.outcome.outcome import Outcome
from serai.pool.naming import asset_name
from serai.wording import plural


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaks:
    """One loss that makes needs worse: what people call it, and the state of each need after it.

    ``kind`` is what is lost at once: "station", "shared risk, 9 assets", "party, 31 assets".
    ``share_lost`` adds up the shares of judged time that the needs lose. ``within`` are the groups and
    parties that hold it and break nothing more; ``strike`` is the name that strikes just this.
    """

    loss: Loss
    name: str
    kind: str
    after: Mapping[str, State]
    weight: float
    share_lost: float
    within: tuple[str, ...] = ()
    strike: str = ""


def ranked_breaks(outcome: Outcome) -> list[Breaks]:
    """The single points of failure, heaviest first, in the words of a page."""
    return _breaks(outcome, outcome.scan)


def rehearsed_breaks(outcome: Outcome) -> list[Breaks]:
    """What the known outages and what-ifs would break, heaviest first, in the words of a page."""
    return _breaks(outcome, outcome.rehearsal)


def _breaks(outcome: Outcome, scan: Scan) -> list[Breaks]:
    row_of = {(x.kind, x.id): i for i, x in enumerate(scan.losses)}
    place = {n.id: i for i, n in enumerate(scan.needs)}
    found: list[Breaks] = []
    for point in single_points(scan):
        row, loss = row_of[point.loss.kind, point.loss.id], point.loss
        name = asset_name(outcome.pool, loss.id) if loss.kind is LossKind.GROUP else loss.name
        after = {n: State(int(scan.after[row, place[n]])) for n in point.breaks}
        found.append(
            Breaks(
                loss=loss,
                name=name,
                kind=_kind(outcome, loss),
                after=after,
                weight=point.weight,
                share_lost=point.share_lost,
                within=tuple(outcome.pool.plainly(x.id, x.assets) for x in point.within),
                strike=outcome.pool.plainly(loss.id, loss.assets),
            )
        )
    return found


def _kind(outcome: Outcome, loss: Loss) -> str:
    if loss.kind is LossKind.ASSET:
        return outcome.pool[loss.id].kind
    what = {LossKind.GROUP: "shared risk", LossKind.PARTY: "party", LossKind.EVENT: "event"}[loss.kind]
    return f"{what}, {plural(len(loss.assets), 'asset')}"
