"""What still works when something does not, and what would mend it."""

from serai.losses.criticality import Scan, SinglePoint, scan, single_points
from serai.losses.loss import Loss, LossKind, alive_after, single_losses
from serai.losses.partners import Partner, partners
from serai.losses.redundancy import Redundancy, redundancy
from serai.losses.substitution import Substitution, substitution

__all__ = [
    "Loss",
    "LossKind",
    "Partner",
    "Redundancy",
    "Scan",
    "SinglePoint",
    "Substitution",
    "alive_after",
    "partners",
    "redundancy",
    "scan",
    "single_losses",
    "single_points",
    "substitution",
]
