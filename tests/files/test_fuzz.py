"""Every reader reads a broken file or refuses it in one sentence: no trace, no hang, no flood of memory."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.files import fuzz

SEED, SECONDS = 20_261_129, 12.0
NOT_WHOLE = ("header only",)  # a header alone is refused by readers that must have a record


@pytest.fixture(scope="module")
def readers(tmp_path_factory):
    return fuzz.readers(tmp_path_factory.mktemp("fuzz"))


def test_the_samples_themselves_are_whole(readers):
    refused = {
        name: fuzz._asked(read, sample)
        for name, (read, sample) in readers.items()
        if not name.endswith(NOT_WHOLE)
    }
    assert {n: s for n, s in refused.items() if s} == {}


def test_a_broken_file_is_read_or_refused_in_one_sentence():
    before = fuzz.peak_b()
    told = fuzz.run(SECONDS, SEED)
    assert told.faults == []
    assert min((told.read + told.refused).values()) > 5
    assert fuzz.peak_b() - before < fuzz.MOST_BEYOND_B


def test_the_damage_is_the_same_for_a_seed():
    sample = Path(__file__).read_bytes()
    once, again = (fuzz.damages(sample, random.Random(3)) for _ in range(2))
    assert once == again != sample


def test_a_trace_a_hang_and_a_sentence_of_two_lines_would_be_seen():
    told = fuzz.Told()
    fuzz._one(told, "bad", lambda raw: raw.decode("ascii"), b"\xff")
    assert told.faults[0].startswith("bad: UnicodeDecodeError")
