"""Small whole corridors drawn at random, written as the folder that a planner keeps.

One seed, one folder. Each has all three services, several needs that want one antenna or one camera, risk
groups that cut across owners, terms in force and candidates, things out of service, and cells that nobody
filled in. Every measure comes up within a few folders.
"""

from __future__ import annotations

from pathlib import Path

from tests.losses.drawing import PARTIES, SmallCorridor
from tests.losses.drawn_looking import looking
from tests.losses.drawn_needs import asking
from tests.losses.drawn_positioning import positioning
from tests.losses.drawn_talking import talking


def small_corridor(seed: int, folder: Path) -> Path:
    """The folder that a seed draws."""
    drawn = SmallCorridor(seed)
    for party in PARTIES:
        drawn.add("members", id=party, name=party.title(), kind="agency", country=party[:2].upper())
    looking(drawn)
    positioning(drawn)
    talking(drawn)
    asking(drawn)
    return drawn.write(folder)
