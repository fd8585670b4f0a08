"""What a corridor may set for itself in corridor.toml: the steps of judging, and what services declare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

DAY_S = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How often things are judged."""

    positioning_step_s: float = 300.0  # DESIGN, "How a need is judged": every 5 minutes
    request_step_s: float = 600.0  # ... images at request instants every 10 minutes


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The section [rules.NAME] of corridor.toml, as a part of serai declares it.

    ``record`` is a frozen dataclass of numbers, each with its default and with its unit in its name. The
    part asks the world for it: ``world.rules_of(record)``.
    """

    section: str
    record: type[Any]

    @property
    def defaults(self) -> Mapping[str, float]:
        """Each rule with the value it has where the corridor says nothing."""
        return defaults(self.record)


def defaults(record: type[Any]) -> Mapping[str, float]:
    """The fields of a record of rules with their defaults, which each of them must have."""
    whole = record()  # a rule without a default is a fault of the part that declares it
    return MappingProxyType({f.name: float(getattr(whole, f.name)) for f in fields(record)})


def bounds(rule: str) -> tuple[float, float]:
    """The smallest and largest value of a rule, by its unit; a step of nothing would never end."""
    if rule.endswith("_deg"):
        return 0.0, 90.0
    return (1.0 if rule.endswith("_step_s") else 0.0), DAY_S
