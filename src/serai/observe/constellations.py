"""Virtual constellations: named selections of the pool, and satellites on paper beside the real ones.

One row of constellations.csv is a constellation of several owners' satellites that are followed as one. Each
filled column narrows the selection; within a column any of its items will do. Satellites on paper belong to
it alone: no need is judged with them unless their constellation is asked for by its name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from serai.corridor.fittings import Spacecraft
from serai.earth import Orientation
from serai.errors import Refused
from serai.needs import Need
from serai.observe.fittings import KINDS, Sensor
from serai.observe.request import ImageRequest
from serai.observe.sensors import eligible_sensors
from serai.orbit import PaperOrbit
from serai.pool import Asset, Pool, Term, Terms
from serai.tables import Cell, Column, Expected, Provenance, Role, Row, TableSpec
from serai.tables.basis import Basis
from serai.tables.column import ID, NAME
from serai.time import Instant

OWNER, GROUP = "owner:", "group:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Constellation:
    """A named selection of satellites by owner, name, kind of sensor, term or need.

    ``orbits`` are its satellites on paper, which have the sensors, the owner and the terms of ``like``.
    """

    id: str
    name: str
    owners: tuple[str, ...] = ()
    satellites: tuple[str, ...] = ()
    sensors: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    need: str = ""
    orbits: tuple[PaperOrbit, ...] = ()
    like: str = ""
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def selects(self) -> bool:
        """Whether it has satellites of the pool, and not on paper alone."""
        return bool(self.owners or self.satellites or self.sensors or self.terms or self.need)


def _orbits(raw: str) -> tuple[PaperOrbit, ...]:
    """The orbits of a cell, with a semicolon between."""
    try:
        return tuple(PaperOrbit.read(spelled) for spelled in raw.split(";") if spelled.strip())
    except Refused as refused:
        raise Expected(refused.reason) from None


def _constellation(row: Row) -> Constellation:
    orbits = row.value("orbits")
    one = Constellation(
        id=row.text("id"),
        name=row.text("name"),
        owners=row.list("owners"),
        satellites=row.list("satellites"),
        sensors=row.list("sensors"),
        terms=row.list("terms"),
        need=row.text("need"),
        orbits=orbits if isinstance(orbits, tuple) else (),
        like=row.text("like"),
        provenance=row.provenance,
    )
    if not one.selects and not one.orbits:
        raise Refused("observe.constellation.nothing")
    if bool(one.orbits) != bool(one.like):
        raise Refused("observe.constellation.like")
    return one


CONSTELLATIONS = TableSpec(
    name="constellations",
    columns={
        "id": ID,
        "name": NAME,
        "owners": Column(Cell.LIST, of=("members",)),
        "satellites": Column(Cell.LIST),
        "sensors": Column(Cell.LIST, choices=KINDS),
        "terms": Column(Cell.LIST, of=("terms",)),
        "need": Column(of=("needs",)),
        "orbits": Column(read=_orbits),
        "like": Column(of=("satellites",)),
    },
    record=_constellation,
    role=Role.FACT,
    refers=("satellites",),
    about="named selections of the pool, and satellites on paper beside them",
)


def constellation_named(pool: Pool, name: str) -> Constellation:
    """The constellation of this id or name."""
    wanted, known = name.strip().casefold(), pool.facts_of(Constellation)
    for one in known:
        if wanted in (one.id.casefold(), one.name.casefold()):
            return one
    raise Refused("observe.constellation.unknown", word=name, known=tuple(one.id for one in known))


def members_of(one: Constellation, pool: Pool, need: Need[ImageRequest] | None) -> frozenset[str]:
    """The satellites of the pool that a constellation selects, by id; ``need`` is the one that it names."""
    if not one.selects:
        return frozenset()
    terms = [term for term in pool.terms.rows if term.id in one.terms]
    found = [
        asset
        for asset in pool.assets
        if asset.kind == "satellite"
        and (not one.owners or asset.owner in one.owners)
        and (not one.satellites or _named(asset, one.satellites))
        and (not one.sensors or any(s.kind in one.sensors for s in asset.fitted(Sensor)))
        and (not one.terms or any(term.covers(asset) for term in terms))
    ]
    wanted = frozenset(asset.id for asset in found)
    if need is not None:
        wanted &= frozenset(eye.asset.id for eye in eligible_sensors(need, pool).found)
    return wanted


def _named(asset: Asset, names: Iterable[str]) -> bool:
    """Whether names (of an asset, ``owner:ID``, a group with or without the word) mean an asset."""
    for name in names:
        if name.startswith(OWNER):
            if asset.owner == name.removeprefix(OWNER):
                return True
        elif name == asset.id or name.removeprefix(GROUP) in asset.groups:
            return True
    return False


def with_paper(pool: Pool, one: Constellation, epoch: Instant, orientation: Orientation) -> Pool:
    """The pool with a constellation's satellites on paper, which fly from an epoch on."""
    if not one.orbits:
        return pool
    model = pool.whole[one.like]
    made = paper_satellites(one, model, epoch, orientation)
    before = None if pool.before is None else _joined(pool.before, made, model.id)
    return replace(_joined(pool, made, model.id), before=before)


def _joined(pool: Pool, made: tuple[Asset, ...], like: str) -> Pool:
    """The pool with further satellites, for which the terms hold that name the one they are like."""
    ids = tuple(asset.id for asset in made)
    terms = Terms(tuple(_also(term, like, ids) for term in pool.terms.rows), pool.terms.switched_on)
    return replace(pool, assets=(*pool.assets, *made), terms=terms)


def _also(term: Term, like: str, ids: tuple[str, ...]) -> Term:
    return replace(term, assets=(*term.assets, *ids)) if like in term.assets else term


def paper_satellites(
    one: Constellation, model: Asset, epoch: Instant, orientation: Orientation
) -> tuple[Asset, ...]:
    """The assets that a constellation has on paper: named so, assumed, with the fittings of another's."""
    made: list[Asset] = []
    for orbit in one.orbits:
        for motion in orbit.circles(epoch, orientation):
            number = len(made) + 1
            made.append(
                Asset(
                    id=f"{one.id}-paper-{number}",
                    name=paper_name(orbit, number),
                    kind=model.kind,
                    owner=model.owner,
                    country=model.country,
                    motion=motion,
                    fittings=tuple(_on_paper(fitting) for fitting in model.fittings),
                    groups=model.groups,
                    provenance=replace(one.provenance, basis=Basis.ASSUMED),
                )
            )
    return tuple(made)


def paper_name(orbit: PaperOrbit, number: int) -> str:
    """What a satellite on paper is called: what it is, and its orbit as it was spelled."""
    return f"paper {number} {orbit.spelled}"


def _on_paper(fitting: object) -> object:
    """What is fitted to a satellite on paper: the same, without a catalogue number."""
    if isinstance(fitting, Spacecraft):
        return replace(fitting, norad=None, cospar="")
    return fitting
