"""Options of three numbers, such as a position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from serai.errors import Refused
from serai.wording import reason

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


LOWEST_M, HIGHEST_M = 6.3e6, 6.5e6  # from the Earth's centre: from the poles' ground to aircraft


def xyz(option: str, text: str) -> NDArray[np.float64]:
    """The three numbers of an option such as X,Y,Z: Earth-fixed metres."""
    import numpy as np

    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != 3 or not all(np.isfinite(numbers)):
        raise Refused("cli.three_numbers", option=option, got=text)
    place = np.array(numbers)
    if not LOWEST_M < float(np.linalg.norm(place)) < HIGHEST_M:
        degrees = max(map(abs, numbers[:2])) <= 360.0
        raise Refused(
            "cli.far_from_earth",
            option=option,
            got=text,
            radius_m=float(np.linalg.norm(place)),
            hint=reason("cli.looks_like_degrees") if degrees else "",
        )
    return place
