"""PPP-B2b: parity, every type, and corrections that belong to the ephemerides of their hour."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from serai.formats.b2b import messages
from serai.formats.b2b import records as r
from serai.formats.crc24q import crc24q
from serai.formats.refusal import BadFile
from serai.formats.rinex.navigation import read_navigation

LOGS = (
    ("gnss/b2b/233h_bdsb2b.txt.gz", "gnss/b2b/233h_rnx.nav.gz"),
    ("gnss/b2b/223v_bdsb2b.txt.gz", "gnss/b2b/NAV223.23p.gz"),
    ("gnss/b2b/046r_bdsb2b.txt.gz", "gnss/sbas/046r_rnx.nav.gz"),
)
HEAD = [(7200, 17), (0, 4), (2, 2)]
# ICD tables 6-4, 6-6, 6-9: what the fields can hold
RADIAL_M, ALONG_CROSS_M, CLOCK_M, BIAS_M = 26.2128, 26.208, 26.2128, 34.799


def message(kind: int, *fields: tuple[int, int]) -> bytes:
    number = width = 0
    for value, bits in [(kind, 6), *fields]:
        number, width = (number << bits) | (value & ((1 << bits) - 1)), width + bits
    number <<= 462 - width
    covered = np.frombuffer((number << 50).to_bytes(64, "big"), dtype=np.uint8).reshape(1, 64)
    return ((number << 24 | int(crc24q(covered, 462)[0])) << 26).to_bytes(64, "big")


def line(raw: bytes) -> str:
    return f"2353\t579600\t 60\t34\t 64\t{raw.hex()}\n"


ORBIT = [(19, 9), (513, 10), (5, 3), (-100, 15), (200, 13), (-4096, 13), (3, 3), (4, 3)]
WHOLE = "".join(
    map(
        line,
        [message(1, *HEAD, (9, 4), (0b101, 3)), message(2, *HEAD, *ORBIT), message(4, *HEAD), message(63)],
    )
).encode()


def test_a_mask_lists_its_slots():
    _, record = messages.decoded(message(1, *HEAD, (9, 4), (0b101, 3)))
    assert record == r.SatelliteMask(7200, 2, 9, (1, 3))


def test_an_orbit_correction_is_in_metres_or_none():
    _, record = messages.decoded(message(2, *HEAD, *ORBIT))
    assert isinstance(record, r.OrbitCorrections)
    (one,) = record.satellites
    assert r.satellite_of_slot(one.slot) == "C19"
    assert (one.iodn, one.iod_corr) == (513, 5)
    assert (one.radial_m, one.along_m) == pytest.approx((-0.16, 1.28))
    assert math.isnan(one.cross_m)
    assert r.ura_m(one.ura_class, one.ura_value) == pytest.approx((27 * 2 - 1) / 1000)


def test_code_biases_belong_to_signals():
    _, record = messages.decoded(
        message(3, *HEAD, (1, 5), (64, 9), (2, 4), (0, 4), (100, 12), (12, 4), (-100, 12))
    )
    assert record == r.CodeBiases(7200, 2, ((64, ((0, 1.7000000000000002), (12, -1.7000000000000002))),))
    assert r.BIAS_CODES["G"][12] == "C5Q"


def test_clocks_count_places_of_the_mask():
    _, record = messages.decoded(message(4, *HEAD, (9, 4), (1, 5), (5, 3), (1000, 15), (5, 3), (-16383, 15)))
    assert isinstance(record, r.Clocks)
    assert record.satellites[0] == (23, None, 5, 1.6)
    assert math.isnan(record.satellites[1][3])


def test_accuracies_count_places_of_the_mask():
    _, record = messages.decoded(message(5, *HEAD, (9, 4), (1, 3), (2, 3), (3, 3)))
    assert isinstance(record, r.Accuracies)
    assert (record.first, record.ura[0], len(record.ura)) == (70, (2, 3), 70)


def test_combined_messages_hold_clocks_and_orbits():
    clocks = [*HEAD, (9, 4), (7, 9), (5, 3), (1000, 15)]
    _, six = messages.decoded(message(6, (1, 5), (1, 3), *clocks, *HEAD, *ORBIT))
    assert isinstance(six, r.Combined)
    assert six.clocks == r.Clocks(7200, 2, 9, ((7, None, 5, 1.6),))
    assert six.orbits is not None
    _, seven = messages.decoded(message(7, (1, 5), (0, 3), *HEAD, (19, 9), (5, 3), (1000, 15)))
    assert isinstance(seven, r.Combined)
    assert seven.clocks == r.Clocks(7200, 2, None, ((None, 19, 5, 1.6),))
    assert seven.orbits is None


def test_counts_beyond_the_message_and_reserved_types_are_kept_as_bits():
    for raw in (message(3, *HEAD, (31, 5), *[(511, 9), (15, 4)] * 20), message(8)):
        assert isinstance(messages.decoded(raw)[1], r.Unread)


def test_a_flipped_bit_is_noticed():
    good = message(1, *HEAD)
    for bit in range(0, 486, 7):
        flipped = (int.from_bytes(good, "big") ^ 1 << (511 - bit)).to_bytes(64, "big")
        assert messages.read_b2b_log(line(flipped).encode()).skipped == {"messages with wrong parity": 1}


def test_a_line_that_is_not_whole_is_counted_or_refused():
    assert messages.read_b2b_log(WHOLE + b"2353 57").skipped == {"lines not read": 1}
    with pytest.raises(BadFile, match="line 5"):
        messages.read_b2b_log(WHOLE + b"2353 57", lenient=False)


@pytest.mark.parametrize(("log", "navigation"), LOGS)
def test_an_hour_decodes_and_belongs_to_the_ephemerides_of_its_hour(shared_data, log, navigation):
    read = messages.read_b2b_log(shared_data / log)
    assert len(read) > 10_000
    assert not read.skipped, "every parity is right"
    nav = read_navigation(shared_data / navigation)
    issues = {
        f"{system}{prn:02d}": set()
        for system, message_ in (("C", "CNV1"), ("G", "LNAV"))
        for prn in nav.kepler(system, message_).prn.tolist()
    }
    for system, message_ in (("C", "CNV1"), ("G", "LNAV")):
        table = nav.kepler(system, message_)
        for prn, issue in zip(table.prn.tolist(), table["iodc"].tolist(), strict=True):
            issues[f"{system}{prn:02d}"].add(int(issue))
    found = Counter()
    for heard in messages.messages(read):
        record = heard.record
        assert not isinstance(record, r.Unread)
        if isinstance(record, r.OrbitCorrections):
            for one in record.satellites:
                name = r.satellite_of_slot(one.slot) or ""
                assert name[0] in "CG"
                assert not abs(one.radial_m) > RADIAL_M
                assert not max(abs(one.along_m), abs(one.cross_m)) > ALONG_CROSS_M
                assert not abs(one.radial_m) > 2.0, "broadcast radial errors are below two metres"
                if name in issues:
                    found[one.iodn in issues[name]] += 1
        elif isinstance(record, r.Clocks):
            assert not any(abs(row[3]) > CLOCK_M for row in record.satellites)
        elif isinstance(record, r.CodeBiases):
            assert not any(abs(bias) > BIAS_M for _, each in record.satellites for _, bias in each)
    assert found[True] > 3000
    assert found[True] / found.total() > 0.94, "the files lack the newest ephemerides at the hour's turn"
