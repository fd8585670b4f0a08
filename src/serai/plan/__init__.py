"""Choosing among opportunities, and judging the choice by a second route."""

from serai.plan.explain import explain
from serai.plan.faults import faults
from serai.plan.greedy import greedy
from serai.plan.lapse import lapsed

__all__ = ["explain", "faults", "greedy", "lapsed"]
