"""Packed and Compact RINEX files cut short: refused in one sentence, or (lenient) read up to the cut."""

from __future__ import annotations

import bz2
import gzip

import hatanaka
import numpy as np
import pytest
from tests.gnss.made_up import esbc_text

from serai.errors import Refused
from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations
from serai.formats.salvage import CUT_SHORT

EPOCHS = 30


@pytest.fixture(scope="module")
def texts(shared_data):
    obs, nav = esbc_text(shared_data)
    return str(obs.some(slice(0, EPOCHS))).encode(), nav.encode()


@pytest.fixture(scope="module")
def whole(texts):
    return read_observations(texts[0])


def same_as_far_as_it_goes(found, whole, least):
    count = len(found.tai_ns)
    assert least <= count < len(whole.tai_ns)
    assert (found.tai_ns == whole.tai_ns[:count]).all()
    one = [dict(zip(o.satellites, range(99), strict=False)) for o in (found, whole)]
    rows = [
        o.values["C1C"][(o.epoch == count - 2) & (o.satellite == k["G15"])]
        for o, k in zip((found, whole), one, strict=True)
    ]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_packed_observations_give_what_came_before_the_cut(texts, whole, pack):
    packed = pack(texts[0], 1)  # bzip2: blocks of 100 kB, each unpacked by itself
    cut = packed[: len(packed) * 2 // 3]
    with pytest.raises(Refused, match=r"end"):
        read_observations(cut)
    found = read_observations(cut, lenient=True)
    assert found.skipped[CUT_SHORT] == 1
    same_as_far_as_it_goes(found, whole, EPOCHS // 3)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_compact_observations_give_the_whole_epochs_before_the_cut(texts, whole, share):
    compact = hatanaka.rnx2crx(texts[0])
    cut = compact[: int(len(compact) * share)]
    with pytest.raises(Refused, match="truncated in the middle"):
        read_observations(cut)
    found = read_observations(cut, lenient=True)
    assert found.skipped[CUT_SHORT] == 1
    same_as_far_as_it_goes(found, whole, int(EPOCHS * (share - 0.25)))


def test_a_compact_file_packed_and_cut_is_read_up_to_the_cut(texts, whole):
    packed = gzip.compress(hatanaka.rnx2crx(texts[0]), mtime=0)
    found = read_observations(packed[: len(packed) * 3 // 4], lenient=True)
    same_as_far_as_it_goes(found, whole, EPOCHS // 3)


def test_navigation_packed_and_cut_keeps_the_messages_before_the_cut(texts):
    packed = gzip.compress(texts[1], mtime=0)
    cut = packed[: len(packed) // 2]
    with pytest.raises(Refused, match="end"):
        read_navigation(cut)
    found, all_of = read_navigation(cut, lenient=True), read_navigation(texts[1])
    assert found.skipped[CUT_SHORT] == 1
    assert 0 < sum(map(len, found.tables.values())) < sum(map(len, all_of.tables.values()))


@pytest.mark.parametrize(
    "raw",
    [b"\x1f\x8b\x08\x00", gzip.compress(b"x" * 99, mtime=0)[:14], b"BZh9", b"\x1f\x9d\x90"],
    ids=["gzip's head", "gzip", "bzip2", "compress"],
)
def test_a_file_of_which_nothing_came_is_refused_all_the_same(raw):
    with pytest.raises(Refused):
        read_observations(raw, lenient=True)


def test_a_whole_file_is_not_called_cut(texts):
    for raw in (texts[0], gzip.compress(texts[0], mtime=0), hatanaka.rnx2crx(texts[0])):
        found = read_observations(raw, lenient=True)
        assert CUT_SHORT not in found.skipped
        assert len(found.tai_ns) == EPOCHS
        assert np.isfinite(found.values["C1C"]).any()
