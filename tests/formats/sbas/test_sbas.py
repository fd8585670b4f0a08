"""SBAS: logs of four forms, parity, and messages against what is built by hand and what was broadcast."""

from __future__ import annotations

import gzip
from collections import Counter

import numpy as np
import pytest

from serai.formats.crc24q import crc24q
from serai.formats.refusal import BadFile
from serai.formats.sbas import decoded, messages, read_sbas_log
from serai.formats.sbas import records as r
from serai.formats.sbas.l5 import DfmcCorrection, DfmcDegradation, DfmcIntegrity, DfmcMask
from serai.formats.sbas.logs import unpacked
from serai.formats.sbas.tables import grid_points, satellite_of_l1_slot, satellite_of_l5_slot
from serai.time import Instant

L1_DATA, L5_DATA = 212, 216
SENDERS = {
    122: "SouthPAN",
    128: "GAGAN",
    130: "BDSBAS",
    134: "KASS",
    137: "MSAS",
    143: "BDSBAS",
    144: "BDSBAS",
}


def message(kind: int, *fields: tuple[int, int], dfmc: bool = False) -> bytes:
    """Build a message of 250 bits from (value, width) pairs; the rest of the data is zero."""
    head = [(0x5, 4), (kind, 6)] if dfmc else [(0x53, 8), (kind, 6)]
    number = width = 0
    for value, bits in [*head, *fields]:
        number, width = (number << bits) | (value & ((1 << bits) - 1)), width + bits
    number <<= 226 - width
    covered = np.frombuffer((number << 30).to_bytes(32, "big"), dtype=np.uint8).reshape(1, 32)
    return ((number << 24 | int(crc24q(covered, 226)[0])) << 6).to_bytes(32, "big")


def line(raw: bytes, *, prn: int = 130, band: int = 0) -> str:
    return f"2286\t525600.0\t{prn:3d}\t{band}\t 32\t{raw.hex()}\n"


WHOLE = (line(message(2, (1, 2), (3, 2))) + line(message(35, dfmc=True), band=1) + line(message(63))).encode()


def test_the_parity_of_a_known_message_is_right():
    heard = "98ffffffffff3fffffffffffeebfefffff3fe67ffeffffffe3efe67c0b1d5380"  # BDSBAS, 2023-11-04
    raw = np.frombuffer(bytes.fromhex(heard), dtype=np.uint8).reshape(1, 32)
    number = int.from_bytes(bytes.fromhex(heard), "big") >> 6
    assert crc24q(raw, 226)[0] == number & 0xFFFFFF


def test_a_bit_that_flipped_is_noticed_wherever_it_is():
    good = message(9, (0xABC, 12))
    for bit in range(250):
        flipped = (int.from_bytes(good, "big") ^ 1 << (255 - bit)).to_bytes(32, "big")
        assert read_sbas_log(line(flipped).encode()).skipped == {"messages with wrong parity": 1}


def test_fast_corrections_are_in_eighths_of_a_metre():
    raw = message(3, (1, 2), (2, 2), (-8, 12), (2047, 12), *[(0, 12)] * 11, (4, 4), (14, 4))
    kind, record = decoded(raw, dfmc=False)
    assert kind == 3
    assert isinstance(record, r.FastCorrections)
    assert (record.iodf, record.iodp, record.first) == (1, 2, 13)
    assert record.corrections_m[:3] == (-1.0, 255.875, 0.0)
    assert record.udrei[:3] == (4, 14, 0)


def test_a_long_term_correction_with_rates_fills_half_a_message():
    half = [
        (1, 1),
        (5, 6),
        (77, 8),
        (-3, 11),
        (4, 11),
        (-5, 11),
        (100, 11),
        (-1, 8),
        (2, 8),
        (-3, 8),
        (7, 8),
        (450, 13),
        (2, 2),
    ]
    two = [
        (0, 1),
        (6, 6),
        (12, 8),
        (1, 9),
        (-1, 9),
        (2, 9),
        (-8, 10),
        (0, 6),
        (0, 8),
        (0, 9),
        (0, 9),
        (0, 9),
        (0, 10),
        (3, 2),
    ]
    _, record = decoded(message(25, *half, *two), dfmc=False)
    assert isinstance(record, r.LongTerms)
    first, second = record.satellites
    assert (first.place, first.iod, first.iodp, first.t0_s) == (5, 77, 2, 7200)
    assert first.r_m == (-0.375, 0.5, -0.625)
    assert first.v_mps == (-1 / 2048, 2 / 2048, -3 / 2048)
    assert (first.af0_s, first.af1) == (100 * 2.0**-31, 7 * 2.0**-39)
    assert (second.place, second.r_m, second.af0_s, second.v_mps) == (
        6,
        (0.125, -0.125, 0.25),
        -8 * 2.0**-31,
        None,
    )


def test_a_geo_tells_where_it_is_in_metres():
    fields = [
        (3, 8),
        (450, 13),
        (2, 4),
        (-1000, 30),
        (500_000_000, 30),
        (-2, 25),
        (10, 17),
        (-10, 17),
        (5, 18),
    ]
    _, record = decoded(message(9, *fields, (1, 10), (-1, 10), (2, 10), (-7, 12), (3, 8)), dfmc=False)
    assert isinstance(record, r.GeoNavigation)
    assert record.r_m == pytest.approx((-80.0, 4e7, -0.8))
    assert record.v_mps == pytest.approx((0.00625, -0.00625, 0.02))
    assert record.a_mps2 == pytest.approx((1.25e-5, -1.25e-5, 1.25e-4))
    assert (record.t0_s, record.af0_s, record.af1) == (7200.0, -7 * 2.0**-31, 3 * 2.0**-40)


def test_ionosphere_delays_know_what_is_not_to_be_used():
    _, record = decoded(message(26, (6, 4), (2, 4), (40, 9), (3, 4), (511, 9), (15, 4)), dfmc=False)
    assert isinstance(record, r.IonosphereDelays)
    assert record.delays_m[:3] == (5.0, None, 0.0)
    assert (record.band, record.block, record.givei[:2]) == (6, 2, (3, 15))


def test_a_covariance_is_symmetric_and_never_negative():
    fields = [(5, 3), (9, 9), (8, 9), (7, 9), (6, 9), (-1, 10), (2, 10), (-3, 10), (4, 10), (-5, 10), (6, 10)]
    _, record = decoded(message(28, (1, 2), (4, 6), *fields), dfmc=False)
    assert isinstance(record, r.Covariances)
    place, covariance = record.satellites[0]
    matrix = np.array(covariance.matrix())
    assert place == 4
    assert matrix[0, 0] == 81.0
    assert (matrix == matrix.T).all()
    assert np.linalg.eigvalsh(matrix).min() > 0


def test_dfmc_corrections_are_in_sixteenths_of_a_metre():
    fields = [
        (85, 8),
        (106, 10),
        (-1, 11),
        (-6, 11),
        (5, 11),
        (31, 12),
        (1, 8),
        (0, 8),
        (-1, 8),
        (2, 9),
        (449, 13),
    ]
    _, record = decoded(message(32, *fields, (0, 99), (5, 4), (15, 4), dfmc=True), dfmc=True)
    assert isinstance(record, DfmcCorrection)
    assert satellite_of_l5_slot(record.slot) == "E11"
    assert (record.iodn, record.r_m, record.clock_m) == (106, (-0.0625, -0.375, 0.3125), 0.96875)
    assert (record.v_mps[0], record.clock_rate_mps, record.t_s) == (2.0**-11, 2.0**-11, 7184)
    assert (record.dfrei, record.delta_r_corr) == (5, 15)


def test_slots_name_their_satellites():
    assert [satellite_of_l1_slot(k) for k in (1, 38, 61, 62, 120, 158)] == [
        "G01",
        "R01",
        "R24",
        None,
        "S20",
        "S58",
    ]
    assert [satellite_of_l5_slot(k) for k in (32, 33, 75, 110, 159, 195)] == [
        "G32",
        None,
        "E01",
        "E36",
        "C01",
        "C37",
    ]


def test_the_ionosphere_grid_has_the_points_of_do_229():
    sizes = [len(grid_points(band)) for band in range(11)]
    assert sizes == [201] * 8 + [200, 192, 192]
    assert grid_points(0)[0] == (-75, -180)
    assert (85, 90) in grid_points(6)
    assert (-85, -140) in grid_points(1)
    assert len({point for band in range(9) for point in grid_points(band)}) == sum(sizes[:9])


def test_repeated_digits_of_sisnet_are_written_out():
    assert unpacked("A0|3F/10") == "A000" + "F" * 16
    for wrong in ("|3", "A|", "A/1", "A|G"):
        assert unpacked(wrong) is None


@pytest.mark.parametrize(("text", "says"), [(b"", "an SBAS log"), (b"noise\n", "an SBAS log")])
def test_what_is_no_log_is_refused(text, says):
    with pytest.raises(BadFile, match=says):
        read_sbas_log(text)


def test_a_line_that_is_not_whole_is_counted_or_refused():
    text = WHOLE + b"2286\t525601.0\t130\t0\t 32\tc61\n"
    assert read_sbas_log(text).skipped == {"lines not read": 1}
    with pytest.raises(BadFile, match="line 4"):
        read_sbas_log(text, lenient=False)


@pytest.fixture(scope="module")
def day(shared_data):
    log = read_sbas_log(shared_data / "gnss/sbas/308c_sbas.txt.gz")
    return log, [*messages(log)]


def test_an_hour_of_seven_geos_decodes(day):
    log, heard = day
    assert len(log) == 45_948
    assert log.skipped == {"messages with wrong parity": 52}
    assert set(log.prn.tolist()) == set(SENDERS)
    unread = Counter((h.prn, h.kind) for h in heard if isinstance(h.record, r.Unread))
    assert unread == {(122, 42): 21}, "only SouthPAN's time offsets are kept as bits"
    assert log.tai_ns[0] == Instant.from_gpst(2286, 525_600.0).tai_ns


def test_l1_messages_on_l5_are_read_as_what_they_are(day):
    log, _ = day
    forms = {
        prn: set(log.dfmc[(log.prn == prn) & log.on_l5].tolist()) for prn in (122, 128, 130, 134, 143, 144)
    }
    assert forms == {122: {True}, 128: {False}, 130: {True}, 134: {False}, 143: {True}, 144: {True}}


def test_geos_stand_where_their_orbits_are(day):
    _, heard = day
    for prn, lon_deg in ((128, 83.0), (130, 140.0), (134, 91.5), (137, 127.0), (143, 110.5), (144, 80.0)):
        record = next(h.record for h in heard if h.prn == prn and isinstance(h.record, r.GeoNavigation))
        if not any(record.r_m):
            continue
        assert np.linalg.norm(record.r_m) == pytest.approx(42_164e3, rel=2e-3)
        assert np.degrees(np.arctan2(record.r_m[1], record.r_m[0])) == pytest.approx(lon_deg, abs=1.5), (
            SENDERS[prn]
        )


def test_corrections_have_the_sizes_of_broadcast_errors(day):
    _, heard = day
    masks: dict[int, int] = {}
    fast, long, dfmc = [], [], []
    for h in heard:
        if isinstance(h.record, r.PrnMask):
            masks[h.prn] = len(h.record.slots)
        elif isinstance(h.record, r.FastCorrections):
            known = masks.get(h.prn, 0) - h.record.first
            pairs = zip(h.record.corrections_m[: max(0, known)], h.record.udrei, strict=False)
            fast += [abs(c) for c, udrei in pairs if udrei < 14]
        elif isinstance(h.record, r.LongTerms):
            long += [np.linalg.norm(one.r_m) for one in h.record.satellites]
        elif isinstance(h.record, DfmcCorrection) and h.record.dfrei < 15 and h.record.slot < 159:
            dfmc.append(np.linalg.norm(h.record.r_m))
    assert len(fast) > 10_000
    assert np.quantile(fast, 0.95) < 10.0
    assert np.quantile(long, 0.95) < 10.0
    assert np.quantile(dfmc, 0.95) < 15.0


def test_bdsbas_monitors_gps_and_beidou_on_l5(day):
    _, heard = day
    mine = [h.record for h in heard if h.prn == 130 and h.dfmc]
    mask = next(x for x in mine if isinstance(x, DfmcMask))
    assert {name[0] for slot in mask.slots if (name := satellite_of_l5_slot(slot))} == {"G", "C"}
    integrity = next(x for x in mine if isinstance(x, DfmcIntegrity) and x.first == 0)
    assert sum(dfrei < 15 for dfrei in integrity.dfrei) > 10
    degradation = next(x for x in mine if isinstance(x, DfmcDegradation))
    assert np.all(np.diff(degradation.sigma_dfre_m) > 0), "a worse index means a larger sigma"


@pytest.mark.parametrize(
    ("name", "count", "checked"),
    [("046r_sbas.txt.gz", 39_561, 6), ("DAS2023347m.txt.gz", 3660, 24), ("gw10_20110121.sbas", 160, 24)],
)
def test_every_form_of_log_is_read_whole(shared_data, name, count, checked):
    log = read_sbas_log(shared_data / "gnss/sbas" / name)
    assert (len(log), log.checked, dict(log.skipped)) == (count, checked, {})
    assert len([*messages(log)]) == count


def test_a_sisnet_log_of_l5_is_read_as_l5(shared_data):
    log = read_sbas_log(shared_data / "gnss/sbas/DAS2023347m.txt.gz")
    assert log.dfmc.all()
    assert log.on_l5.all()
    assert set(log.kind.tolist()) == {0, 31, 32, 37, 39, 40, 42, 47, 62}


def test_a_log_packed_twice_over_reads_the_same():
    assert read_sbas_log(gzip.compress(WHOLE, mtime=0)).kind.tolist() == read_sbas_log(WHOLE).kind.tolist()
