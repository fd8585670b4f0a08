"""Two-line element sets, with or without a name line, with checksums and alpha-5 catalogue numbers.

Columns: CelesTrak, "NORAD two-line element set format"; alpha-5: Space-Track, "Alpha-5" (I and O are not
used).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from serai.errors import Refused
from serai.formats.omm import BadElements, MeanElements, Tell, content_of, refuse
from serai.time.instant import Instant
from serai.time.leap_seconds import BeforeLeapSeconds
from serai.wording import Reason, reason

T = TypeVar("T")
_ALPHA5 = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # A stands for 10, Z for 33
_ALPHA5_NUMBER = re.compile(f"[{_ALPHA5}][0-9]{{4}}")
_WORTH = bytes(
    c - 48 if 48 <= c <= 57 else c == 45 for c in range(256)
)  # of each character, for the checksum
_PLAIN_NUMBER = re.compile("[0-9]{1,9}")
_NO_BREAK = re.compile("[\u00a0\u2007\u202f]")  # spaces that editors and web pages put for plain ones
_NS_PER_UNIT = 864_000  # the epoch's eighth decimal of a day, nanoseconds


def read_tle(source: str | Path, tell: Tell = refuse) -> list[MeanElements]:
    """Read element sets from a file (also .gz) or from text; a line may lack its checksum.

    A line before line 1 is the name ('0 ' taken off). ``tell`` is given each set that cannot be read; those
    after it are read if it returns.
    """
    text, file = content_of(source)
    out, told = [], 0

    def keep(bad: BadElements) -> None:
        nonlocal told
        told += 1
        tell(bad)

    for number, name, first, second in _sets(text, file, keep):
        try:
            _check(first, file, number)
            _check(second, file, number + 1)
            out.append(_elements(name, first, second, file, number))
        except BadElements as bad:
            bad.of = name or first[2:7].strip()
            keep(bad)
    if not out and not told:
        raise Refused("formats.no_element_sets", file=file)
    return out


def catalogue_number(text: str) -> int:
    """Read a five-character catalogue number, plain ('25544') or alpha-5 ('A0001' is 100001).

    A letter stands before four digits and no fewer: 'A001' would be another satellite's number.
    """
    text = text.strip(" ")
    if _ALPHA5_NUMBER.fullmatch(text):
        return (_ALPHA5.index(text[0]) + 10) * 10_000 + int(text[1:])
    if not _PLAIN_NUMBER.fullmatch(text):
        raise ValueError
    return int(text)


def checksum(line: str) -> int:
    """The checksum digit of a line: its digits summed, a minus counting one, modulo ten."""
    return sum(line[:68].encode("ascii", "replace").translate(_WORTH)) % 10


def _sets(text: str, file: str, tell: Tell) -> Iterator[tuple[int, str, str, str]]:
    """Each set's line number of line 1, name, line 1 and line 2."""
    name, first, at = "", "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.rstrip()
        if not line or (line.startswith("#") and not first):
            continue
        kind = _kind(line)
        if first and (kind == "2" or line.startswith("2 ")):
            yield at, name, first, line
            name, first = "", ""
            continue
        if first:
            expected = reason("formats.expected.line_2")
            tell(BadElements(file, number, "1", expected, line[:40], of=name or first[2:7].strip()))
            name, first = "", ""
        if kind == "1":
            first, at = line, number
        elif kind == "2":
            expected = reason("formats.expected.line_1_first")
            tell(BadElements(file, number, "1", expected, line[:40], of=name or line[2:7].strip()))
            name = ""
        else:
            name = line.removeprefix("0 ").strip()
    if first:
        expected, got = reason("formats.expected.line_2_after"), reason("formats.came.end_of_text")
        tell(BadElements(file, at, "1", expected, got, of=name or first[2:7].strip()))


def _kind(line: str) -> str:
    """Which line of a set it is, '1' or '2', whatever spaces are between its fields; '' for a name."""
    plain = _NO_BREAK.sub(" ", line)
    return line[0] if plain.startswith(("1 ", "2 ")) and len(plain) >= 64 else ""


def _check(line: str, file: str, number: int) -> None:
    odd = _NO_BREAK.search(line)
    if odd:
        came = reason("formats.came.no_break_space")
        raise BadElements(file, number, str(odd.start() + 1), reason("formats.expected.plain_space"), came)
    if len(line) == 68:
        return  # without its checksum, as some programs write it
    if len(line) < 69:
        raise BadElements(file, number, "69", reason("formats.expected.line_of_69"), line)
    if not line[68].isdecimal() or int(line[68]) != checksum(line):
        expected = reason("formats.expected.checksum", digit=checksum(line))
        raise BadElements(file, number, "69", expected, line[68])


def _elements(name: str, first: str, second: str, file: str, number: int) -> MeanElements:
    def read(line: str, at: int, low: int, high: int, parse: Callable[[str], T], expected: Reason) -> T:
        try:
            return parse(line[low:high])
        except BeforeLeapSeconds as unknown:
            says = unknown.reason
            raise BadElements(file, at, f"{low + 1}-{high}", expected, line[low:high], says) from None
        except ValueError:
            raise BadElements(file, at, f"{low + 1}-{high}", expected, line[low:high]) from None

    def of_first(low: int, high: int, parse: Callable[[str], float], expected: Reason) -> float:
        return read(first, number, low, high, parse, expected)

    def of_second(low: int, high: int, parse: Callable[[str], float], expected: Reason) -> float:
        return read(second, number + 1, low, high, parse, expected)

    catalogued, whole = reason("formats.expected.number_of_tle"), reason("formats.expected.whole_number")
    exponent, turn = reason("formats.expected.exponent_of_tle"), reason("formats.expected.degrees", most=360)
    norad = read(first, number, 2, 7, catalogue_number, catalogued)
    if read(second, number + 1, 2, 7, catalogue_number, catalogued) != norad:
        expected = reason("formats.expected.number_of_line_1", norad=norad)
        raise BadElements(file, number + 1, "3-7", expected, second[2:7])
    return MeanElements(
        object_name=name,
        object_id=_designator(first[9:17].strip()),
        norad=norad,
        epoch=read(first, number, 18, 32, _epoch, reason("formats.expected.epoch_of_tle")),
        classification=first[7].strip() or "U",
        ndot=of_first(33, 43, float, reason("formats.expected.number")),
        nddot=of_first(44, 52, _exponent, exponent),
        bstar=of_first(53, 61, _exponent, exponent),
        ephemeris_type=int(of_first(62, 63, _optional, reason("formats.expected.digit"))),
        element_set_no=int(of_first(64, 68, _optional, whole)),
        inclination_deg=of_second(8, 16, _within(180.0), reason("formats.expected.degrees", most=180)),
        raan_deg=of_second(17, 25, _within(360.0), turn),
        eccentricity=of_second(26, 33, _fraction, reason("formats.expected.seven_digits")),
        arg_perigee_deg=of_second(34, 42, _within(360.0), turn),
        mean_anomaly_deg=of_second(43, 51, _within(360.0), turn),
        mean_motion_rev_day=of_second(52, 63, _turns, reason("formats.expected.turns")),
        rev_at_epoch=int(of_second(63, 68, _optional, whole)),
    )


def _within(largest: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        value = float(text)
        if not 0.0 <= value <= largest:
            raise ValueError
        return value

    return read


def _turns(text: str) -> float:
    value = float(text)
    if not 0.0 < value <= 20.0:
        raise ValueError
    return value


def _fraction(digits: str) -> float:
    """'0006703' is 0.0006703."""
    return float("0." + digits.replace(" ", "0"))


def _optional(text: str) -> float:
    return float(text.strip() or 0)


def _exponent(text: str) -> float:
    """' 21290-3' is 0.21290e-3."""
    sign = -1.0 if text[0] == "-" else 1.0
    digits = text[1:6].replace(" ", "0")
    return sign * float(f"0.{digits}e{text[6:8].replace(' ', '') or '0'}") if digits.strip("0") else 0.0


def _epoch(text: str) -> Instant:
    """Two-digit year (57 is 1957, 56 is 2056) and day of year with eight decimals, UTC, exactly."""
    year, (day, fraction) = int(text[:2]), text[2:].strip().split(".")
    if not 1 <= int(day) <= 366:
        raise ValueError
    midnight = datetime(year + (1900 if year >= 57 else 2000), 1, 1, tzinfo=UTC) + timedelta(
        days=int(day) - 1
    )
    return Instant(Instant.from_datetime(midnight).tai_ns + int(fraction.ljust(8, "0")) * _NS_PER_UNIT)


def _designator(text: str) -> str:
    """'11042A' is 2011-042A."""
    if len(text) < 6 or not text[:5].isdecimal():
        return text
    year = int(text[:2])
    return f"{year + (1900 if year >= 57 else 2000)}-{text[2:5]}{text[5:].strip()}"
