"""What a district that must be warned gets: how soon a siren sounds, and after which losses it still does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.needs import Heading, Map, MapPlace, Need, Notes, Shares, Table, TableCell, TableRow
from serai.needs.judging import distinct, share
from serai.pool import Asset, Pool
from serai.warn.fittings import SIREN, Siren
from serai.warn.request import WarnRequest, asked_of

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class WarnAnswer:
    """The answer to one need; ``delay_s`` and ``hopeful_s`` (assets,) are infinite where no siren counts."""

    need: Need[WarnRequest]
    notes: Notes
    delay_s: Floats
    hopeful_s: Floats

    @property
    def rests_on(self) -> Flags:
        """The networks that may warn this district."""
        counts: Flags = np.isfinite(self.hopeful_s)
        return counts

    def held(self, alive: Flags) -> Shares:
        """One moment is judged: a threshold holds when the soonest network that is left sounds in time."""
        return distinct(alive, self.rests_on, self._held)

    def _held(self, alive: Flags) -> Shares:
        certain, hopeful = (
            np.where(alive, each_s, np.inf).min(axis=1, initial=np.inf)[:, None]
            for each_s in (self.delay_s, self.hopeful_s)
        )
        columns = [Shares(share(m, certain), share(m, hopeful)) for m in self.need.measures]
        return Shares.beside(columns, len(alive))


def counting(need: Need[WarnRequest], pool: Pool, least: float) -> Iterator[tuple[Asset, Siren]]:
    """The networks that reach enough of the people and that the need's party may sound."""
    party = pool.party(need.party)
    wanted = asked_of(need).reach or least
    for asset, siren in pool.fitted_with(Siren):
        may = asset.owner == need.party or pool.terms.use_of(asset, party, SIREN) is not None
        if may and siren.reach is not None and siren.reach >= wanted:
            yield asset, siren


def delays(pool: Pool, found: list[tuple[Asset, Siren]]) -> tuple[Floats, Floats]:
    """How soon each asset sounds (assets,): for certain, and with unknown delays at their best."""
    certain, hopeful = np.full((2, len(pool.assets)), np.inf)
    for asset, siren in found:
        at = pool.place_of[asset.id]
        hopeful[at] = 0.0 if siren.delay_s is None else siren.delay_s
        certain[at] = np.inf if siren.delay_s is None else siren.delay_s
    return certain, hopeful


def siren_table(found: list[tuple[Asset, Siren]]) -> Table:
    """The networks that count, the soonest first."""
    return Table(
        key="siren_delays",
        title="Sirens that may warn this district",
        about="Only networks that reach enough of its people and that its office may sound.",
        label="Sirens",
        headings=(Heading(text="Network"), Heading(text="Sounds after", figure=True)),
        rows=tuple(_row(asset, siren) for asset, siren in found),
        of="sirens",
    )


def _row(asset: Asset, siren: Siren) -> TableRow:
    known = siren.delay_s is not None
    said = f"{siren.delay_s:g} s" if known else "unknown"
    return TableRow(
        about=asset.id,
        cells=(
            TableCell(text=asset.name),
            TableCell(text=said, source=siren.provenance.source, known=known),
        ),
        says=f"{asset.name} sounds after {said}",
        weight=(-np.inf if siren.delay_s is None else -siren.delay_s,),
        values={"siren": asset.id, "delay_s": siren.delay_s},
    )


def siren_map(pool: Pool) -> Map:
    """The control rooms of all networks."""
    found = ((a, s) for a in pool.assets for s in a.fitted(Siren))
    return Map(places=tuple(MapPlace(name=a.name, at=s.at, kind="sirens") for a, s in found))
