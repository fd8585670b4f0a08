"""Where a stack's images lie: an archive of arrays, or what else gives rows of every date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from numpy.typing import NDArray

from serai.files import StoredArray, npz_array, npz_arrays, npz_rows
from serai.observe.series.grid import PixelGrid
from serai.wording import Reason

SMALL_B = 1 << 24  # dates, sensors and coordinates of a stack


class ImageSource(Protocol):
    """What gives a stack its arrays; it can be sent to another process, which reads the same files."""

    @property
    def path(self) -> Path:
        """The file that was named."""

    @property
    def arrays(self) -> Mapping[str, StoredArray]:
        """The arrays by name, each with its shape and kind of number."""

    @property
    def notes(self) -> tuple[Reason, ...]:
        """What was done to the values on the way, told in the record."""

    @property
    def grid(self) -> PixelGrid | None:
        """Where the pixels lie on the Earth, where that is known."""

    def rows(self, name: str, first: int, after: int) -> NDArray[Any]:
        """Rows ``first`` to ``after`` of every date of an array of (dates, rows, columns)."""

    def whole(self, name: str) -> NDArray[Any]:
        """A small array, such as the dates."""

    def state(self) -> object:
        """What differs where the images do, for a run that is taken up again."""


@dataclass(frozen=True, slots=True)
class ArchiveSource:
    """An archive of arrays (.npz)."""

    path: Path
    arrays: Mapping[str, StoredArray]
    notes: tuple[Reason, ...] = ()
    grid: PixelGrid | None = None

    @classmethod
    def of(cls, path: Path) -> ArchiveSource:
        return cls(path, npz_arrays(path))

    def rows(self, name: str, first: int, after: int) -> NDArray[Any]:
        return npz_rows(self.path, self.arrays[name], first, after)

    def whole(self, name: str) -> NDArray[Any]:
        return npz_array(self.path, self.arrays[name], SMALL_B)

    def state(self) -> object:
        return self.path.stat().st_size
