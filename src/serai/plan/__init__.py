"""Choosing among opportunities, and judging the choice by a second route."""

from serai.plan.day import day_plan
from serai.plan.explain import explain
from serai.plan.faults import faults
from serai.plan.lapse import lapsed

__all__ = ["day_plan", "explain", "faults", "lapsed"]
