"""An answer that another process found: what it says, and what of it holds after the losses tried there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from serai.needs import Annual, Answer, Measure, Need, Notes, Shares, annual_of, measures_of


@dataclass(frozen=True, kw_only=True)
class Told:
    """Everything of an answer that can be sent from one process to another."""

    notes: Notes
    measures: tuple[Measure, ...]
    annual: tuple[Annual, ...]
    rests_on: NDArray[np.bool_]
    known: Mapping[bytes, Shares]


@dataclass(frozen=True, kw_only=True)
class Noted:
    """An answer whose shares are kept as they are found: for later, or for another process."""

    answer: Answer
    known: dict[bytes, Shares] = field(default_factory=dict)

    @property
    def need(self) -> Need:
        """The need answered."""
        return self.answer.need

    @property
    def measures(self) -> Sequence[Measure]:
        """The measures judged, in their order."""
        return measures_of(self.answer)

    @property
    def annual(self) -> tuple[Annual, ...]:
        """What a year gives."""
        return annual_of(self.answer)

    @property
    def notes(self) -> Notes:
        """The figures and the words."""
        return self.answer.notes

    @property
    def rests_on(self) -> NDArray[np.bool_]:
        """(assets,) which assets can matter to it."""
        return self.answer.rests_on

    def held(self, alive: NDArray[np.bool_]) -> Shares:
        """Shares (losses, figures), each asked for once."""
        key = _key(alive)
        if key not in self.known:
            self.known[key] = self.answer.held(alive)
        return self.known[key]

    def told(self) -> Told:
        """All of it as it can be sent."""
        return Told(
            notes=self.notes,
            measures=tuple(self.measures),
            annual=self.annual,
            rests_on=self.rests_on,
            known=self.known,
        )


@dataclass(frozen=True)
class Recalled:
    """An answer as it was told by the process that found it.

    After losses that were not tried there it is found again, by ``again``.
    """

    need: Need
    told: Told
    again: Callable[[], Answer]

    @property
    def measures(self) -> Sequence[Measure]:
        """The measures judged, in their order."""
        return self.told.measures

    @property
    def annual(self) -> tuple[Annual, ...]:
        """What a year gives."""
        return self.told.annual

    @property
    def notes(self) -> Notes:
        """The figures and the words."""
        return self.told.notes

    @property
    def rests_on(self) -> NDArray[np.bool_]:
        """(assets,) which assets can matter to it."""
        return self.told.rests_on

    @cached_property
    def answer(self) -> Answer:
        """The answer itself, found again here."""
        return self.again()

    def held(self, alive: NDArray[np.bool_]) -> Shares:
        """Shares (losses, figures): those told, else found here."""
        found = self.told.known.get(_key(alive))
        return self.answer.held(alive) if found is None else found


def _key(alive: NDArray[np.bool_]) -> bytes:
    """What tells one table of losses from another."""
    digest = hashlib.blake2b(np.packbits(alive).tobytes(), digest_size=16)
    digest.update(repr(alive.shape).encode())
    return digest.digest()
