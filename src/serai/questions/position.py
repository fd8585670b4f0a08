"""Position: where a receiver was, by its observations and the satellites' orbits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from serai.gnss.output.reference_point import Placing
from serai.gnss.positioning import Job
from serai.gnss.solution import Track


class Settings(TypedDict, total=False):
    """How a position is computed: the fields of `Job` beside its files of observations and navigation."""

    further: Sequence[Path]
    systems: str
    mode: str
    dual: bool
    kinematic: bool
    both_ways: bool
    mask_deg: float
    sp3: Path | Sequence[Path] | None
    clk: Path | Sequence[Path] | None
    base: Path | None
    base_m: NDArray[np.float64] | None
    lenient: bool
    ionosphere: str | None
    antex: Path | None
    antenna: str | None
    blq: Path | None
    placing: Placing
    corrections: Path | None
    sender: int | None
    heed_test: bool


def position(
    observations: str | Path,
    navigation: str | Path | Sequence[str | Path] = (),
    *,
    progress: Callable[[str, int, int], None] | None = None,
    **settings: Unpack[Settings],
) -> Track:
    """Where a receiver was at each epoch of its observations (RINEX, Hatanaka, gzip).

    ``navigation`` are broadcast messages, one file or several. Settings are those of the command
    (``systems="GC"``, ``mode="rtk"``, ``base=...``, ``dual=True`` ...). Positions are the antenna's,
    Earth-fixed in the frame that the track names.
    """
    files = [navigation] if isinstance(navigation, str | Path) else navigation
    job = Job(observations=Path(observations), navigation=[Path(file) for file in files], **settings)
    return job.track(progress)
