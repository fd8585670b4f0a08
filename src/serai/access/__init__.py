"""When something is seen or reached: conditions with a smooth margin, and the windows in which they hold."""

from serai.access.bulk import elevation_windows
from serai.access.condition import Condition
from serai.access.geometry import above_mask, incidence_within, off_nadir_within, pair_of, range_within, split
from serai.access.light import sunlit_place, sunlit_satellite
from serai.access.mask import Mask
from serai.access.pairs import Pairs
from serai.access.windows import windows

__all__ = [
    "Condition",
    "Mask",
    "Pairs",
    "above_mask",
    "elevation_windows",
    "incidence_within",
    "off_nadir_within",
    "pair_of",
    "range_within",
    "split",
    "sunlit_place",
    "sunlit_satellite",
    "windows",
]
