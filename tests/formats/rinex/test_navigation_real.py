"""Real RINEX 4 navigation files: every record in them is read, strictly."""

from __future__ import annotations

import gzip
from collections import Counter

import pytest

from serai.formats.rinex.navigation import read_navigation

FILES = (
    "BRD400DLR_S_20230710000_01D_MN.rnx.gz",
    "BRD400DLR_S_20260680000_01D_MN.rnx.gz",
    "KMS300DNK_R_20221591000_01H_MN.rnx.gz",
)


@pytest.mark.parametrize("name", FILES)
def test_every_record_of_a_real_day_is_read(shared_data, name):
    path = shared_data / "gnss/rinex4" / name
    heads = [row for row in gzip.decompress(path.read_bytes()).decode().splitlines() if row.startswith("> ")]
    said = Counter((row[2:5], row[6], row[10:14].strip()) for row in heads)
    nav = read_navigation(path)
    read: Counter[tuple[str, str, str]] = Counter()
    read.update({("EPH", *key): len(table.prn) for key, table in nav.tables.items()})
    assert {key: n for key, n in read.items() if n} == {k: n for k, n in said.items() if k[0] == "EPH"}
    offsets = Counter(offset.satellite[0] for offset in nav.time_offsets)
    assert offsets == summed(said, "STO")
    assert Counter(pole.system for pole in nav.orientation) == summed(said, "EOP")
    assert Counter(model.system for model in nav.iono) == summed(said, "ION")
    assert not nav.unread
    assert not nav.skipped


def summed(said: Counter[tuple[str, str, str]], kind: str) -> Counter[str]:
    out: Counter[str] = Counter()
    for (each, system, _), n in said.items():
        if each == kind:
            out[system] += n
    return out
