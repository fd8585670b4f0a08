"""Every reader reads a broken file or refuses it in one sentence: no trace, no hang, no flood of memory."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.files import fuzz
from tests.files.samples import ALL_TABLES
from tests.files.samples import readers as readers_of

SEED, FILES = 20_261_129, 20
NOT_WHOLE = ("header only",)  # a header alone is refused by readers that must have a record


@pytest.fixture(scope="module")
def readers(tmp_path_factory):
    return readers_of(tmp_path_factory.mktemp("fuzz"))


def test_the_samples_themselves_are_whole(readers):
    refused = {
        name: fuzz.asked(read, sample)
        for name, (read, sample) in readers.items()
        if not name.endswith(NOT_WHOLE) and (not name.startswith(ALL_TABLES) or name.endswith(".toml"))
    }
    assert {n: s for n, s in refused.items() if s} == {}


def test_a_broken_file_is_read_or_refused_in_one_sentence():
    told = fuzz.run(SEED, files=FILES)
    assert told.faults == []
    assert min((told.read + told.refused).values()) >= 1
    assert max((told.read + told.refused).values()) == FILES
    assert told.beyond_b < fuzz.MOST_BEYOND_B


def test_the_damage_is_the_same_for_a_seed():
    sample = Path(__file__).read_bytes()
    once, again = (fuzz.damages(sample, random.Random(3)) for _ in range(2))
    assert once == again != sample


def test_a_trace_and_a_sentence_of_two_lines_would_be_seen():
    told = fuzz.Told()
    fuzz.one(told, "bad", lambda raw: raw.decode("ascii"), b"\xff")
    assert told.faults[0].startswith("bad: UnicodeDecodeError")


def test_a_hang_would_be_seen(monkeypatch):
    monkeypatch.setattr(fuzz, "HANGS_AFTER_S", 0.05)

    def hangs(raw: bytes) -> None:
        while raw:
            pass

    told = fuzz.Told()
    fuzz.one(told, "endless", hangs, b"x")
    assert told.faults[0].startswith("endless: TimeoutError")
