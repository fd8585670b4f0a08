"""The rules of corridor.toml on contacts with ground stations, which observe and connect share."""

from __future__ import annotations

from dataclasses import dataclass

from serai.world import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRules:
    """Which contacts bring an image down."""

    contact_min_s: float = 120.0  # the Sindh study's shortest contact that brings an image down
    contact_elevation_deg: float = 5.0  # ... and its lowest elevation


CONTACT_RULES = RuleSet("contacts", ContactRules)
