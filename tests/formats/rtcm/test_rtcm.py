"""RTCM 3: frames found among other bytes, and what real streams say."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from serai.formats import rtcm
from serai.formats.crc24q import crc24q
from serai.formats.refusal import BadFile
from serai.formats.rtcm.times import near_moscow_week, near_week
from serai.time import Instant

STREAMS = "gnss/rtcm"


def frame(payload: bytes) -> bytes:
    body = b"\xd3" + len(payload).to_bytes(2, "big") + payload
    crc = int(crc24q(np.frombuffer(body, dtype=np.uint8).reshape(1, -1), 8 * len(body))[0])
    return body + crc.to_bytes(3, "big")


def numbered(number: int, size: int = 20) -> bytes:
    return frame((number << 4).to_bytes(2, "big") + bytes(size))


WHOLE = numbered(1019, 59) + b"noise\xd3\x00" + numbered(1005) + numbered(1077, 40) + numbered(1258, 30)


def test_frames_are_found_among_other_bytes():
    stream = rtcm.read_rtcm(WHOLE)
    assert stream.number.tolist() == [1019, 1005, 1077, 1258]
    assert stream.skipped == {"bytes outside messages": 7}


def test_a_frame_with_a_flipped_bit_is_none():
    for bit in range(24, 8 * len(numbered(1005)), 7):
        broken = (int.from_bytes(numbered(1005), "big") ^ 1 << bit).to_bytes(len(numbered(1005)), "big")
        if broken[0] == 0xD3:
            assert rtcm.read_rtcm(broken + numbered(1006)).number.tolist() == [1006]


def test_a_stream_without_messages_is_refused():
    with pytest.raises(BadFile, match="at least one RTCM 3 message"):
        rtcm.read_rtcm(b"\xd3" * 100)


@pytest.mark.parametrize("hours", [-60, -1, 0, 1, 60])
def test_times_in_a_week_are_found_from_any_moment_within_days(hours):
    sent = Instant.from_gpst(2223, 10.0)
    near = sent.plus(hours * 3600.0)
    assert near_week(10.0, near, "G") == sent.tai_ns
    assert near_week(604_796.0, near, "C") == sent.tai_ns, "BDT is 14 s behind, so in the week before"
    _, _, of_day = sent.glonass()
    assert near_moscow_week(0, of_day, near) == sent.tai_ns


@pytest.fixture(scope="module")
def receiver(shared_data):
    return rtcm.read_rtcm(shared_data / STREAMS / "GMSD7_20121014.rtcm3"), Instant.from_utc(
        "2012-10-14T00:00:00Z"
    )


def test_a_receiver_stream_gives_signals_of_four_systems(receiver):
    stream, near = receiver
    seen = rtcm.observations(stream, near=near)
    assert Counter(name[0] for name in seen.satellite.tolist()).keys() == {"G", "R", "J", "C"}
    assert np.nanmin(seen.pseudorange_m) > 1.9e7
    assert np.nanmax(seen.pseudorange_m) < 4.2e7
    apart = np.abs(seen.pseudorange_m - seen.phase_m)
    assert np.nanquantile(apart, 0.99) < 300.0, (
        "code and phase ranges differ by the ionosphere and a start value"
    )


def test_ephemerides_are_absolute_and_in_radians(receiver):
    stream, near = receiver
    tables = rtcm.ephemerides(stream, near=near)
    gps = tables["G", "LNAV"]
    assert len(gps) == 15
    assert np.abs(gps.toe_tai_ns - near.tai_ns).max() < 4 * 3600 * 10**9
    assert np.all((gps["i0"] > 0.9) & (gps["i0"] < 1.0))
    assert np.all((gps["sqrt_a"] > 5153) & (gps["sqrt_a"] < 5154))
    radius = np.linalg.norm(tables["R", "FDMA"].r_m, axis=1)
    assert np.all((radius > 25.4e6) & (radius < 25.6e6))


def test_corrections_of_five_systems_have_the_sizes_of_broadcast_errors(shared_data):
    stream = rtcm.read_rtcm(shared_data / STREAMS / "madocalib_2025091A.204.rtcm3")
    assert not stream.skipped
    orbits: dict[str, list[float]] = {}
    for message in rtcm.corrections(
        rtcm.RtcmStream(file="", number=stream.number[:700], payload=stream.payload[:700], skipped={})
    ):
        for one in message.satellites:
            if one.orbit_m is not None:
                orbits.setdefault(message.system, []).append(max(map(abs, one.orbit_m)))
    assert orbits.keys() == {"G", "R", "E", "C", "J"}
    assert all(np.quantile(sizes, 0.9) < 15.0 for sizes in orbits.values()), "metres"
