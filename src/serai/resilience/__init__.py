"""What still works when something does not, and what would mend it."""

from serai.resilience.criticality import Scan, SinglePoint, scan, single_points
from serai.resilience.loss import Loss, LossKind, alive_after, single_losses
from serai.resilience.partners import Partner, partners
from serai.resilience.redundancy import Redundancy, redundancy
from serai.resilience.substitution import Substitution, substitution

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
