"""A day of requests of eight partners under terms, drawn by a seeded generator: every figure here is assumed.

No owner published these quotas, windows or licences, and no satellite flies these orbits: sixteen satellites
pass over the region about five times a day, seven stations take them, a pass brings 12 GB down.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from serai.plan.scheduling import (
    Licence,
    OwnUse,
    Resource,
    ResourceUse,
    ScheduleProblem,
    SharingPartner,
    SlewLaw,
    Task,
    TaskOption,
    UseQuota,
)

DAY = 86_400
PARTNERS = ("china", "egypt", "iran", "kazakhstan", "pakistan", "srilanka", "tunisia", "uzbekistan")
OWNERS = ("china",) * 8 + tuple(o for o in ("pakistan", "kazakhstan", "egypt", "iran") for _ in range(2))
STATIONS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "kashi": ("china", 2),
        "sanya": ("china", 1),
        "karachi": ("pakistan", 1),
        "almaty": ("kazakhstan", 1),
        "cairo": ("egypt", 1),
        "tehran": ("iran", 1),
        "tunis": ("tunisia", 1),
    }
)
CAPACITY_MB = 12_000
SWITCH = 120


@dataclass(frozen=True)
class Contact:
    """A pass of a satellite over a station."""

    satellite: str
    station: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """What it is called."""
        return f"{self.satellite} at {self.station} {self.start}"


def shares_alike(requests: int) -> dict[str, int]:
    """So many requests, as even as can be."""
    whole, rest = divmod(requests, len(PARTNERS))
    return {name: whole + (k < rest) for k, name in enumerate(PARTNERS)}


def partners_day(
    seed: int, requests: Mapping[str, int], debts: Mapping[str, int] = MappingProxyType({})
) -> ScheduleProblem:
    """A day with so many requests of each partner, and what each is owed."""
    chance = random.Random(f"a day of partners {seed}")
    satellites = [f"sat{k:02d}" for k in range(len(OWNERS))]
    overpasses = {name: _overpasses(chance) for name in satellites}
    contacts = {s: _contacts(chance, s, times) for s, times in overpasses.items()}
    tasks, options = [], []
    licences = tuple(
        Licence(id=f"{p} of {s}", nation=p, state=chance.choice(("granted",) * 8 + ("refused", "unknown")))
        for p in ("iran", "egypt")
        for s in satellites
    )
    known = {one.id for one in licences}
    for party, count in requests.items():
        for number in range(count):
            task = Task(
                id=f"{party} {number}",
                party=party,
                priority=chance.choice((1,) + (2,) * 9 + (3,) * 15),
                due=chance.choice((DAY, DAY, DAY // 2)),
            )
            tasks.append(task)
            options += _looks(chance, task, satellites, overpasses, contacts, known)
    passes = [c for mine in contacts.values() for c in mine]
    return ScheduleProblem(
        start=0,
        end=DAY + 4000,
        resources=tuple(_resources(chance, satellites))
        + tuple(Resource(id=c.name, units=CAPACITY_MB) for c in passes),
        tasks=tuple(tasks),
        options=tuple(options),
        quotas=tuple(_quotas(satellites)),
        own_uses=(
            OwnUse(id="china's own", owner="china", on=tuple(satellites[:8]), at_least=6),
            OwnUse(id="egypt's own", owner="egypt", on=tuple(satellites[12:14]), at_least=2),
        ),
        licences=licences,
        partners=tuple(SharingPartner(id=name, debt=debts.get(name, 0)) for name in requests),
        urgent=1,
    )


def _overpasses(chance: random.Random) -> list[int]:
    period, phase = chance.randint(5600, 6000), chance.randint(0, 5500)
    times = [phase + k * period for k in range(15) if chance.random() < 0.35]
    return [t for t in times if t < DAY - 1200]


def _contacts(chance: random.Random, satellite: str, times: Sequence[int]) -> list[Contact]:
    found = []
    for at in times:
        for station in STATIONS:
            if chance.random() < 0.45:
                start = max(0, at + chance.randint(-200, 900))
                found.append(Contact(satellite, station, start, start + chance.randint(300, 600)))
    return sorted(found, key=lambda c: (c.end, c.station))


def _looks(
    chance: random.Random,
    task: Task,
    satellites: Sequence[str],
    overpasses: Mapping[str, Sequence[int]],
    contacts: Mapping[str, Sequence[Contact]],
    licences: set[str],
) -> list[TaskOption]:
    """Up to five looks, each with the three passes that bring it down first."""
    value, size, area = chance.randint(1, 5), chance.randint(2, 8) * 1000, chance.randint(1, 9) * 100
    found: dict[str, TaskOption] = {}
    for satellite in chance.sample(list(satellites), 5):
        if not overpasses[satellite]:
            continue
        start = chance.choice(overpasses[satellite]) + chance.randint(0, 570)
        roll = chance.randint(-30, 30) * 1000
        look = ResourceUse(resource=satellite, start=start, end=start + 20, pointing=((roll, 0), (roll, 0)))
        needs = tuple(name for name in (f"{task.party} of {satellite}",) if name in licences)
        for contact in [c for c in contacts[satellite] if c.start >= start + 20][:3]:
            name = f"{task.id}: {satellite} {start}, {contact.name}"
            held = {"start": contact.start, "end": contact.end}
            found[name] = TaskOption(
                id=name,
                task=task.id,
                value=value,
                ready=contact.end,
                area=area,
                data=size,
                needs=needs,
                uses=(
                    look,
                    ResourceUse(resource=contact.station, serves=contact.name, **held),
                    ResourceUse(resource=contact.name, units=size, **held),
                ),
            )
    return list(found.values())


def _resources(chance: random.Random, satellites: Sequence[str]) -> list[Resource]:
    flying = [
        Resource(id=s, owner=owner, slew=SlewLaw(settle=10, per_second=1000))
        for s, owner in zip(satellites, OWNERS, strict=True)
    ]
    standing = []
    for name, (owner, antennas) in STATIONS.items():
        begin = chance.randint(0, DAY - 5400)
        standing.append(
            Resource(id=name, owner=owner, units=antennas, switch=SWITCH, kept_back=((begin, begin + 5400),))
        )
    return flying + standing


def _quotas(satellites: Sequence[str]) -> list[UseQuota]:
    """Assumed: what each owner allows others a day; Iran's for its satellites is unknown."""
    of = {owner: tuple(s for s, o in zip(satellites, OWNERS, strict=True) if o == owner) for owner in OWNERS}
    found = [
        UseQuota(id=f"{owner}: images for {party}", owner=owner, on=of[owner], parties=(party,), at_most=most)
        for owner, most in (("china", 9), ("pakistan", 3), ("kazakhstan", 3), ("egypt", 3))
        for party in PARTNERS
        if party != owner
    ]
    found.append(UseQuota(id="iran: images", owner="iran", on=of["iran"]))
    found.append(UseQuota(id="kashi: time", owner="china", on=("kashi",), of="time", at_most=9000))
    found.append(UseQuota(id="karachi: data", owner="pakistan", on=("karachi",), of="data", at_most=60_000))
    found.append(UseQuota(id="almaty: area", owner="kazakhstan", on=("almaty",), of="area", at_most=8000))
    found.append(UseQuota(id="cairo: images a month", owner="egypt", on=("cairo",), at_most=200, taken=188))
    return found
