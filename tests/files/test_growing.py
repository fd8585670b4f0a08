"""Files whose size the system does not say, or that grow while they are read, come whole and bounded."""

from __future__ import annotations

import os
import tracemalloc

import pytest

from serai.files import NotRead, content
from serai.files.door import raw_bytes

WHOLE = b"1234567890"


@pytest.mark.parametrize("told_b", [0, 3, 9, 10])
def test_a_file_that_is_longer_than_was_told_comes_whole_up_to_the_bound(told_b, tmp_path, monkeypatch):
    (tmp_path / "f").write_bytes(WHOLE)
    real = os.fstat

    def smaller(handle: int) -> os.stat_result:
        told = list(real(handle))
        told[6] = told_b
        return os.stat_result(told)

    monkeypatch.setattr(os, "fstat", smaller)
    assert content(tmp_path / "f", 10)[0] == WHOLE
    assert content(tmp_path / "f")[0] == WHOLE
    if told_b < 10:
        with pytest.raises(NotRead, match=r"at most 0\.009 kB are read"):
            content(tmp_path / "f", 9)


def test_no_more_room_is_taken_than_the_file_needs(tmp_path):
    (tmp_path / "f").write_bytes(WHOLE)
    tracemalloc.start()
    try:
        assert raw_bytes(tmp_path / "f") == WHOLE
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
