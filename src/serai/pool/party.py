"""Who owns and who asks: the nations, agencies and companies of a corridor."""

from __future__ import annotations

from dataclasses import dataclass, field

from serai.tables.basis import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One member of a corridor, or an owner whose services it uses."""

    id: str
    name: str
    kind: str
    country: str
    role: str = ""
    home_page: str = ""
    provenance: Provenance = field(default_factory=Provenance)
