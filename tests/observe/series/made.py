"""Made stacks: a season, noise, clouds, and a drop in part of the place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

DATES, ROWS, COLUMNS = 60, 12, 10
DROP_AT, DROP = 45, 0.4
BROKEN = (slice(2, 5), slice(3, 7))  # rows and columns of the drop


def dropped(seed: int = 1, *, noise: float = 0.02, cloudy: float = 0.2) -> dict[str, NDArray[Any]]:
    """Three years of NDVI every 18 days; 12 pixels lose 0.4 from the 46th date on; two dates are cloud."""
    rng = np.random.default_rng(seed)
    days = 18.0 * np.arange(DATES)
    season = 0.55 + 0.2 * np.cos(2.0 * np.pi * days / 365.25)
    ndvi = season[:, None, None] + noise * rng.standard_normal((DATES, ROWS, COLUMNS))
    ndvi[(slice(DROP_AT, None), *BROKEN)] -= DROP
    cloud = rng.random((DATES, ROWS, COLUMNS)) < cloudy
    cloud[[7, 21]] = True
    times = np.datetime64("2023-01-01T10:00:00") + (days * 86_400).astype("timedelta64[s]")
    return {
        "ndvi": ndvi.astype(np.float32),
        "cloud": cloud.astype(np.uint8),
        "valid": ~cloud,
        "timestamps": times.astype(str),
    }


def written_stack(path: Path, arrays: dict[str, NDArray[Any]]) -> Path:
    """The arrays as an archive."""
    np.savez_compressed(path, allow_pickle=False, **arrays)
    return path
