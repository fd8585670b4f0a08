"""The days after the first, as the process that judges them brings them to the one that answers."""

from __future__ import annotations

import pickle

import serai
from serai.outcome.processes import packed
from serai.serve.worker.ahead import DaysKept, days_ahead


def test_the_days_ahead_are_brought_from_one_process_to_another(root):
    corridor = serai.open_corridor(root / "examples" / "smallest_corridor")
    kept = days_ahead(serai.assess(corridor, losses=False))
    brought = pickle.loads(packed(kept))
    assert isinstance(brought, DaysKept)
    assert (brought.needs, brought.judged) == (kept.needs, kept.judged)
    assert brought.plans == kept.plans
    assert len(brought.plans) == len(brought.judged) == 13
