"""Whole little files of every format, and the ways in which files break."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from tests.formats import test_antex, test_blq, test_ionex, test_sinex
from tests.formats.b2b import test_messages
from tests.formats.precise import test_sp3
from tests.formats.rinex import test_clock, test_navigation, test_observations, test_rinex_2
from tests.formats.rinex_text import record
from tests.formats.rtcm import test_rtcm
from tests.formats.sbas import test_sbas

from serai.formats import rtcm, sbas
from serai.formats.antex import read_antex
from serai.formats.b2b import messages
from serai.formats.blq import read_blq
from serai.formats.ionex import read_ionex
from serai.formats.precise.sp3 import read_sp3
from serai.formats.rinex.clock import read_clocks
from serai.formats.rinex.nav_layouts import KEPLER
from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations
from serai.formats.sinex import read_sinex
from serai.time import Instant

WAYS = ("cut", "set", "letter", "remove", "repeat", "insert", "swap lines", "drop line", "double line")
LETTERS = b"0123456789 .-+>EDGRCJISPV*#\n\r"
# (way, place as a share of the length, a second share, some bytes)
DAMAGE = st.tuples(
    st.sampled_from(WAYS),
    st.floats(0, 1, exclude_max=True),
    st.floats(0, 1, exclude_max=True),
    st.binary(max_size=20),
)


def damaged(file: bytes, damage: tuple[str, float, float, bytes]) -> bytes:
    """Break a file in one way."""
    way, first, second, some = damage
    at = int(first * len(file))
    upto = min(len(file), at + 1 + int(second * 200))
    if way == "cut":
        return file[:at]
    if way == "set":
        return file[:at] + some[:1] + file[at + 1 :]
    if way == "letter":
        return file[:at] + LETTERS[int(second * len(LETTERS)) :][:1] + file[at + 1 :]
    if way == "remove":
        return file[:at] + file[upto:]
    if way == "repeat":
        return file[:upto] + file[at:]
    if way == "insert":
        return file[:at] + some + file[at:]
    lines = file.split(b"\n")
    a, b = int(first * len(lines)), int(second * len(lines))
    if way == "swap lines":
        lines[a], lines[b] = lines[b], lines[a]
    elif way == "drop line":
        del lines[a]
    else:
        lines.insert(b, lines[a])
    return b"\n".join(lines)


def samples() -> dict[str, tuple[Callable[..., object], bytes]]:
    """Each format's reader and a small whole file of it."""
    sp3, clock, nav = test_sp3, test_clock, test_navigation
    return {
        "RINEX 3 observations": (read_observations, test_observations.WHOLE),
        "RINEX 2 observations": (read_observations, test_rinex_2.whole()),
        "RINEX 3 navigation": (read_navigation, nav.nav_3(nav.gps(), nav.glonass(), nav.gps("J02"))),
        "RINEX 4 navigation": (read_navigation, _every_message()),
        "SP3": (read_sp3, sp3.sp3(sp3.FIRST, sp3.G01, sp3.C19, sp3.SECOND, sp3.LOST, sp3.C19)),
        "SBAS log": (_read_sbas, test_sbas.WHOLE),
        "PPP-B2b log": (_read_b2b, test_messages.WHOLE),
        "RTCM 3": (_read_rtcm, test_rtcm.WHOLE),
        "ANTEX": (read_antex, test_antex.WHOLE),
        "IONEX": (read_ionex, test_ionex.WHOLE),
        "BLQ": (read_blq, test_blq.WHOLE),
        "SINEX": (read_sinex, test_sinex.WHOLE),
        "RINEX clocks": (read_clocks, clock.clocks(clock.STATION, clock.FIRST, clock.SECOND)),
    }


def _read_sbas(source: bytes, *, lenient: bool = False) -> object:
    return [*sbas.messages(sbas.read_sbas_log(source, lenient=lenient))]


def _read_b2b(source: bytes, *, lenient: bool = False) -> object:
    return [*messages.messages(messages.read_b2b_log(source, lenient=lenient))]


def _read_rtcm(source: bytes, *, lenient: bool = False) -> object:
    stream = rtcm.read_rtcm(source, lenient=lenient or source == test_rtcm.WHOLE)
    near = Instant.from_gpst(2223, 10.0)
    return (
        rtcm.observations(stream, near=near),
        rtcm.ephemerides(stream, near=near),
        [*rtcm.corrections(stream)],
    )


def _every_message() -> bytes:
    text = ""
    for system, message in KEPLER:
        numbers = test_navigation.numbers(system, message, toe=345_600.0, ttr=0.0)
        text += f"> EPH {system}19 {message}\n" + record(f"{system}19 {test_navigation.AT}", numbers)
    return test_navigation.nav_3(text, test_navigation.beside_ephemerides(), version="4.02")
