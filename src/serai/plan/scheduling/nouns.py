"""What a scheduling problem is made of; every figure is a whole number, every time in the problem's unit."""

from __future__ import annotations

from dataclasses import dataclass

CERTAIN = 1000  # a chance is told in thousandths


@dataclass(frozen=True, slots=True, kw_only=True)
class SlewLaw:
    """How long turning takes: ``settle`` after any turn, and a turn at ``per_second`` millidegrees a unit."""

    settle: int = 0
    per_second: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class UseLimit:
    """Duty or power: uses that begin within any ``window`` take ``at_most`` together.

    ``of`` is "time" (their lengths are added) or "energy" (what each says that it draws).
    """

    window: int
    at_most: int
    of: str = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something that is held: a satellite, a station's antennas, storage on board, what a pass can carry.

    ``units`` can be held at once (antennas, megabytes). Before a use a unit is set up for ``setup``, after it
    for ``teardown``, and then it is not free for ``switch`` more. A use lasts ``least`` at least (the minimum
    contact). ``closed`` are spans (start, end, units) of maintenance. ``kept_back`` are spans that its
    ``owner`` keeps for its own tasks. ``slew`` is the law of turning between uses that say where they point;
    only one unit then.
    """

    id: str
    units: int = 1
    setup: int = 0
    teardown: int = 0
    switch: int = 0
    least: int = 0
    closed: tuple[tuple[int, int, int], ...] = ()
    slew: SlewLaw | None = None
    limits: tuple[UseLimit, ...] = ()
    owner: str = ""
    kept_back: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceUse:
    """A resource held from ``start`` to ``end`` (half-open), inside ``window`` where it has one.

    Uses of one resource with the same ``serves`` are one use held once (a pass that carries two images).
    ``pointing`` is where it points at its start and at its end, each (roll, pitch) in millidegrees.
    """

    resource: str
    start: int
    end: int
    window: tuple[int, int] | None = None
    units: int = 1
    serves: str = ""
    pointing: tuple[tuple[int, int], tuple[int, int]] | None = None
    energy: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is asked: ``at_most`` of its options, each in hand by ``due``.

    A result is in hand ``handling`` (processing, the last mile) after its option is ready, or after its last
    use where the option does not say when it is. ``party`` is who asks.
    """

    id: str
    priority: int = 1
    at_most: int = 1
    handling: int = 0
    due: int | None = None
    party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOption:
    """One way to serve a task: what it holds, what it is worth, when its data are down (``ready``).

    Worth is ``value`` times the chance of a clear view in thousandths. ``counts`` are amounts for goals.
    ``area`` and ``data`` are what quotas count of it; ``needs`` are the licences without which it is not.
    """

    id: str
    task: str
    value: int = 1
    chance: int = CERTAIN
    ready: int | None = None
    uses: tuple[ResourceUse, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    area: int = 0
    data: int = 0
    needs: tuple[str, ...] = ()

    @property
    def worth(self) -> int:
        """Value times chance, in thousandths."""
        return self.value * self.chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """An amount that is wanted and not required: each unit up to ``up_to`` is worth ``worth`` thousandths."""

    id: str
    up_to: int
    worth: int
    priority: int = 1
