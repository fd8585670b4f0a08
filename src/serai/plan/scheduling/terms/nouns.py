"""What owners agree on in a scheduling problem: quotas, own use, licences, and what partners are owed."""

from __future__ import annotations

from dataclasses import dataclass

GRANTED, REFUSED, UNKNOWN = "granted", "refused", "unknown"
IMAGES, TIME, AREA, DATA = "images", "time", "area", "data"
AMOUNTS = (IMAGES, TIME, AREA, DATA)


@dataclass(frozen=True, slots=True, kw_only=True)
class UseQuota:
    """How much parties may take of some resources in a period (a day, a month).

    Counted are options of ``parties`` (none named: everybody but the ``owner``) of some ``priorities`` (none
    named: all) with a use of one of the resources ``on`` that begins in [``start``, ``end``); either may be
    absent. ``of`` is "images" (options), "time" (how long such uses last, shared ones once), "area" or
    "data" (what the options say of themselves). ``taken`` was used in the period before this problem.
    Without ``at_most`` the quota is unknown: what it counts is subject to the owner's word.
    """

    id: str
    on: tuple[str, ...]
    of: str = IMAGES
    at_most: int | None = None
    taken: int = 0
    owner: str = ""
    parties: tuple[str, ...] = ()
    priorities: tuple[int, ...] = ()
    start: int | None = None
    end: int | None = None

    @property
    def left(self) -> int | None:
        """What may still be taken; None where nobody knows."""
        return None if self.at_most is None else max(0, self.at_most - self.taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnUse:
    """The least that an owner wants of its own resources for itself in a period, where it asks for so much.

    Counted are options of the owner's own tasks with a use of one of the resources ``on`` that begins in
    [``start``, ``end``): "images", "time" (how long such uses last, shared ones once), "area" or "data".
    """

    id: str
    owner: str
    on: tuple[str, ...]
    at_least: int
    of: str = IMAGES
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A nation's licence that options need: granted, refused, or unknown (subject to its word)."""

    id: str
    nation: str
    state: str = UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingPartner:
    """A party among which results are shared fairly; ``debt`` is how many it is owed from days before.

    A debt below zero is what it had more than its share. ``due`` is how many it would have on the same day if
    nobody were owed anything: where it is not told and somebody is owed, that day is planned first.
    """

    id: str
    debt: int = 0
    due: int | None = None

    @property
    def entitled(self) -> int:
        """What it should have: its due and what it is owed; shares are compared beyond that."""
        return (self.due or 0) + self.debt
