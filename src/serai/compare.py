"""What changes between two assessments, in a sentence for each need that changed."""

from __future__ import annotations

from dataclasses import dataclass

from serai.assess import Outcome
from serai.needs import Assessment, State

SHARE_CHANGED = 0.005  # half a percent of the judged time: less is not worth an operator's minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One need before and after."""

    before: Assessment
    after: Assessment

    @property
    def need(self) -> str:
        """The need's id."""
        return self.before.need.id

    @property
    def worse(self) -> bool:
        """Whether the state went down."""
        return self.after.state > self.before.state

    def __str__(self) -> str:
        title = self.before.need.title
        if self.before.state is self.after.state:
            what = f"stays {self.after.state}"
        else:
            what = f"goes from {self.before.state} to {self.after.state}"
        figures = "; ".join(_moved(self.before, self.after))
        mend = f" What would mend it: {self.after.instead[0]}" if self.worse and self.after.instead else ""
        detail = f" ({figures})" if figures else ""
        why = self.after.why.rstrip(".")
        return f"{self.need} {title}: {what}{detail}: {why}.{mend}"


def compare(before: Outcome, after: Outcome) -> list[Change]:
    """The needs whose state changed, or whose share of time met changed by half a percent, worst first."""
    changes = []
    for old in before.assessments:
        new = after[old.need.id]
        if old.state is State.OUT_OF_SEASON:
            continue
        moved = any(
            abs((a if a is not None else -1.0) - (b if b is not None else -1.0)) > SHARE_CHANGED
            for a, b in zip(old.shares, new.shares, strict=False)
        )
        if old.state is not new.state or moved:
            changes.append(Change(before=old, after=new))
    changes.sort(key=lambda c: (-(int(c.after.state) - int(c.before.state)), c.need))
    return changes


def _moved(old: Assessment, new: Assessment) -> list[str]:
    parts = []
    for a, b, share_a, share_b in zip(old.figures, new.figures, old.shares, new.shares, strict=False):
        if share_a is None or share_b is None or abs(share_a - share_b) <= SHARE_CHANGED:
            continue
        name = a.measure.name.replace("_", " ")
        parts.append(f"{name} holds {share_b:.0%} of the time instead of {share_a:.0%}")
        if a.worst is not None and b.worst is not None and a.worst != b.worst:
            parts[-1] += f", {a.worst:.3g} -> {b.worst:.3g} {a.measure.unit}"
    return parts
