"""What differs from an earlier plan, and who gave and got what, as fields of `serai plan --json`."""

from __future__ import annotations

from dataclasses import asdict

from serai.questions.corridor_plan import CorridorPlan
from serai.questions.plans.exchange import by_nation, by_party
from serai.questions.plans.replan import CorridorReplan


def exchange_answer(of: CorridorPlan) -> dict[str, object]:
    """What parties and nations gave, got and used themselves, day by day."""
    return {
        "parties": [asdict(row) for row in by_party(of)],
        "nations": [asdict(row) for row in by_nation(of)],
    }


def changes_answer(of: CorridorReplan) -> dict[str, object]:
    """How many bookings stay, are given up and are new, how many must differ at least, and each in words."""
    new = of.new
    return {
        "now": of.now.utc(),
        "frozen_until": of.frozen_until.utc(),
        "kept": len(new.earlier) - len(new.given_up),
        "given_up": len(new.given_up),
        "new": len(new.new),
        "changed": new.changed,
        "changed_at_least": new.changed_at_least,
        "says": [str(one) for one in of.says()],
    }
