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
from serai.navigate.request import PositionRequest
from serai.navigate.service import Navigate

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
