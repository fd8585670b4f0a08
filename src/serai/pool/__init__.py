"""What parties share: assets with their fittings, terms, groups of shared risk, and the corridor's tables."""

from serai.pool.asset import Asset
from serai.pool.party import Party
from serai.pool.pool import Ambiguous, NotInPool, Pool
from serai.pool.terms import Right, Standing, Term, Terms

__all__ = [
    "Ambiguous",
    "Asset",
    "NotInPool",
    "Party",
    "Pool",
    "Right",
    "Standing",
    "Term",
    "Terms",
]
