"""What changed between two assessments, in one line."""

from __future__ import annotations

from serai.outcome.change import Change
from serai.wording import plural


def summary(found: list[Change]) -> str:
    """How many needs got worse, better, or kept their state with other figures."""
    worse = sum(c.worse for c in found)
    better = sum(c.stands < c.stood for c in found)
    same = len(found) - worse - better
    parts = [
        f"{plural(worse, 'need')} worse" if worse else "",
        f"{plural(better, 'need')} better" if better else "",
        f"{plural(same, 'need')} in the same state with other figures" if same else "",
    ]
    return ", ".join(p for p in parts if p) or "nothing changed for any need"
