"""Messages are replayed as a receiver heard them: at an epoch, those that came until then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from serai.gnss.corrections.table import replayed

SECOND = 1_000_000_000


@dataclass(frozen=True)
class Heard:
    tai_ns: int


def test_a_message_at_the_moment_of_an_epoch_is_heard_and_a_later_one_not_yet():
    stream = [Heard(1 * SECOND), Heard(2 * SECOND), Heard(2 * SECOND + 1), Heard(9 * SECOND)]
    heard: list[Heard] = []
    known = []
    for e, second in replayed(stream, np.array([0, 2 * SECOND, 3 * SECOND]), heard.append):
        known.append((e, second, len(heard)))
    assert known == [(0, 0.0, 0), (1, 2.0, 2), (2, 3.0, 3)]


def test_without_messages_every_epoch_comes_all_the_same():
    assert list(replayed([], np.array([5 * SECOND]), lambda _: None)) == [(0, 5.0)]
