"""Warn: do sirens reach the people of a district in time?"""

from serai.warn.service import Warn

__all__ = ["Warn"]
