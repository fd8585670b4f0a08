"""What changes between two assessments, in a sentence for each need that changed."""

from __future__ import annotations

from dataclasses import dataclass

from serai.needs import Assessment, Figure, State
from serai.outcome.outcome import Outcome
from serai.pool import Pool

SHARE_CHANGED = 0.005  # half a percent of the judged time: less is not worth an operator's minute
FIGURE_CHANGED = 0.1  # a tenth of a figure: less is not worth it either


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One need before and after, in the pool it had before."""

    before: Assessment
    after: Assessment
    pool: Pool

    @property
    def need(self) -> str:
        """The need's id."""
        return self.before.need.id

    @property
    def worse(self) -> bool:
        """Whether the state went down."""
        return self.after.state > self.before.state

    @property
    def says(self) -> str:
        """What changes, without the reason."""
        if self.before.state is self.after.state:
            what = f"stays {self.after.state}"
        else:
            what = f"goes from {self.before.state} to {self.after.state}"
        by = self._by()
        figures = "; ".join(_moved(self.before, self.after))
        return what + (f", {by}" if by else "") + (f" ({figures})" if figures else "")

    @property
    def mends(self) -> str:
        """What would mend it, when it got worse; that nothing in the pool does, when nothing is known to."""
        if not self.worse:
            return ""
        if self.after.beyond_mending:
            return "nothing in the pool"
        return str(self.after.remedies[0]) if self.after.remedies else ""

    def __str__(self) -> str:
        mend = f". What would mend it: {self.mends.rstrip('.')}" if self.mends else ""
        return f"{self.need} {self.before.need.title}: {self.says}: {str(self.after.why).rstrip('.')}{mend}."

    def _by(self) -> str:
        """By which path the need is served now, when it was served by another."""
        if self.before.path == self.after.path or not self.after.path or self.after.state > State.DEGRADED:
            return ""
        gone = [a for a in self.before.path if a not in self.after.path]
        new = [a for a in self.after.path if a not in self.before.path]
        if not new:
            return f"without {_names(gone, self.pool)}"
        return f"now by {_names(new, self.pool)}" + (f" instead of {_names(gone, self.pool)}" if gone else "")


def compare(before: Outcome, after: Outcome) -> list[Change]:
    """The needs that changed, worst first.

    A need changed when its state did, when the share of time in which a threshold holds moved by half a
    percent, when a figure moved by a tenth, or when it is served by another path.
    """
    changes = []
    for old in before.assessments:
        new = after[old.need.id]
        if old.state is State.OUT_OF_SEASON:
            continue
        moved = _moved(old, new)
        if old.state is not new.state or moved or (old.path != new.path and old.state <= State.DEGRADED):
            changes.append(Change(before=old, after=new, pool=before.pool))
    changes.sort(key=lambda c: (-(int(c.after.state) - int(c.before.state)), c.need))
    return changes


def _moved(old: Assessment, new: Assessment) -> list[str]:
    """The figures that moved, in words."""
    parts = []
    for a, b, share_a, share_b in zip(old.figures, new.figures, old.shares, new.shares, strict=False):
        if share_a is None or share_b is None:
            continue
        name = a.measure.name.replace("_", " ")
        figures = _from_to(a, b)
        if abs(share_a - share_b) > SHARE_CHANGED:
            held = f"{name} holds {100 * share_b:.0f} % of the time instead of {100 * share_a:.0f} %"
            parts.append(f"{held}, {figures}" if figures else held)
        elif figures:
            parts.append(f"{name} {figures}")
    return parts


def _from_to(a: Figure, b: Figure) -> str:
    if a.worst is None or b.worst is None:
        return ""
    if abs(a.worst - b.worst) <= FIGURE_CHANGED * max(abs(a.worst), abs(b.worst)):
        return ""
    return f"{a.worst:.3g} -> {b.worst:.3g} {a.measure.unit}"


def _names(ids: list[str], pool: Pool) -> str:
    names = [pool[i].name if i in pool else i for i in ids]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
