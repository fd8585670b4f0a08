"""The rules of corridor.toml that only observe reads."""

from __future__ import annotations

from dataclasses import dataclass

from serai.world import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class ObserveRules:
    """Which looks count at all."""

    look_min_s: float = 1.0  # a look shorter than this images nothing


OBSERVE_RULES = RuleSet("observe", ObserveRules)
