"""Compact RINEX: what Hatanaka's program makes of it, within a bound, with whatever it says."""

from __future__ import annotations

import hatanaka
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.rinex import test_observations, test_rinex_2
from tests.formats.rinex_text import epoch_3, header_3

from serai.errors import Refused
from serai.files import NotUnpacked
from serai.formats import compact
from serai.formats.compact import expanded
from serai.formats.rinex.observations import read_observations

CODES = [f"{kind}{band}{way}" for kind in "CLDS" for band in "125" for way in "CWXP"]
WHOLE = hatanaka.rnx2crx(test_observations.WHOLE)


def swelling(epochs: int) -> bytes:
    """Forty satellites with 48 numbers each, and epochs that differ in nothing: 42 bytes an epoch."""
    rows = [(f"G{n:02d}", [1e6] * len(CODES)) for n in range(1, 41)]
    first = header_3({"G": CODES}) + epoch_3("2020 06 25 00 00 00.0000000", rows)
    return bytes(hatanaka.rnx2crx(first.encode())) + b"\n" * (42 * epochs)


@settings(max_examples=20)
@given(st.lists(st.integers(1_000, 10**9), min_size=4, max_size=4))
def test_what_was_compressed_comes_back(numbers):
    seen = test_observations.file(epoch_3(test_observations.AT, [("G01", [n / 1000 for n in numbers])]))
    came = expanded(bytes(hatanaka.rnx2crx(seen)), "f")
    assert [line.rstrip() for line in came.splitlines()] == [line.rstrip() for line in seen.splitlines()]


@pytest.mark.parametrize("whole", [test_observations.WHOLE, test_rinex_2.whole()])
def test_it_reads_as_what_it_was_made_of(whole):
    packed, plain = read_observations(bytes(hatanaka.rnx2crx(whole))), read_observations(whole)
    assert packed.tai_ns.tolist() == plain.tai_ns.tolist()
    assert packed.satellites == plain.satellites


def test_what_is_not_compact_comes_back_itself():
    assert expanded(test_observations.WHOLE, "f") is test_observations.WHOLE


@pytest.mark.parametrize("lenient", [False, True])
def test_a_file_that_swells_without_end_is_refused(lenient):
    ten, twenty = (len(expanded(swelling(n), "f")) for n in (10, 20))
    assert twenty - ten > 700 * (len(swelling(20)) - len(swelling(10)))
    with pytest.raises(NotUnpacked, match=r"bomb\.crx: unpacks to more than"):
        expanded(swelling(4_000), "bomb.crx", lenient=lenient)  # 170 kB would be 120 MB


def test_the_bound_itself_is_allowed(monkeypatch):
    size = len(test_observations.WHOLE)
    for most, refuses in ((size, False), (size - 1, True)):
        monkeypatch.setattr(compact, "bound_b", lambda *_, most=most: most)
        if refuses:
            with pytest.raises(NotUnpacked):
                expanded(WHOLE, "f")
        else:
            assert expanded(WHOLE, "f") == test_observations.WHOLE


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize("cut", [50, len(WHOLE) - 30])
def test_a_file_cut_short_is_one_sentence(lenient, cut):
    with pytest.raises(Refused, match=r"^f: its Compact RINEX cannot be expanded \('.*truncated") as told:
        expanded(WHOLE[:cut] if cut > 80 else WHOLE[:90], "f", lenient=lenient)
    assert "\n" not in str(told.value)


def test_a_warning_refuses_a_strict_reader_only(monkeypatch):
    monkeypatch.setattr(compact, "_run", lambda *_: (2, b"some", "WARNING: a strange epoch"))
    assert expanded(WHOLE, "f", lenient=True) == b"some"
    with pytest.raises(Refused, match="a strange epoch"):
        expanded(WHOLE, "f")


def test_an_expander_that_dies_without_a_word_is_named_by_its_code(monkeypatch):
    monkeypatch.setattr(compact, "_run", lambda *_: (-11, b"some", ""))
    for lenient in (False, True):
        with pytest.raises(Refused, match="crx2rnx -11"):
            expanded(WHOLE, "f", lenient=lenient)
