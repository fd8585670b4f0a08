"""Why corrections cannot be used is said for every state, and can be said in another language."""

from __future__ import annotations

from serai.gnss.corrections.reasons import Why
from serai.wording import PSEUDO, reason, say


def test_every_state_has_a_sentence_of_its_own():
    said = [str(why.sentence) for why in Why]
    assert len(set(said)) == len(Why)
    assert str(Why.DO_NOT_USE.sentence) == "the sender says: do not use"
    assert str(Why.NO_MASK.sentence).startswith("no satellite mask was heard")


def test_an_epoch_without_corrections_can_be_told_in_another_language():
    others = (reason("gnss.satellites_without", count=3, why=Why.TIMED_OUT.sentence),)
    without = reason("gnss.usable", count=2, others=others)
    assert str(without) == "2 satellites usable; 3 the correction has timed out"
    assert say(without, PSEUDO) == "2⟦ satellites usable; ⟧3⟦ ⟧⟦the correction has timed out⟧"
