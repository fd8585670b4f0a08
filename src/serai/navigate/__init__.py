"""Navigate: positioning, its accuracy, corrections and integrity, from whatever is in view."""

from serai.navigate.answer import NavigationAnswer, NavigationQuality
from serai.navigate.fittings import (
    CarriesCorrections,
    CorrectionService,
    NavSignal,
    OpenService,
    RangeError,
    SearchAndRescue,
)
from serai.navigate.service import Navigate
from serai.navigate.wants import PositionRequest

__all__ = [
    "CarriesCorrections",
    "CorrectionService",
    "NavSignal",
    "Navigate",
    "NavigationAnswer",
    "NavigationQuality",
    "OpenService",
    "PositionRequest",
    "RangeError",
    "SearchAndRescue",
]
