"""Options of three numbers, such as a position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from serai.errors import Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def xyz(option: str, text: str) -> NDArray[np.float64]:
    """The three numbers of an option such as X,Y,Z: Earth-fixed metres."""
    import numpy as np

    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != 3 or not all(np.isfinite(numbers)):
        raise Refused(f"{option} takes three numbers X,Y,Z in metres, Earth-fixed, got {text!r}")
    return np.array(numbers)
