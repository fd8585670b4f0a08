"""Mean orbital elements as plain records, and their OMM spellings in CSV and JSON.

CCSDS 502.0-B-3 (2023) names the fields; the CSV and JSON are those of CelesTrak's ``gp.php`` and Space-Track.
Catalogue numbers above 99,999 are plain integers here.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from serai.errors import Refused
from serai.files import TABLE_B, BadData, content, json_of, put
from serai.formats.refusal import quoted
from serai.time.instant import Instant
from serai.time.leap_seconds import BeforeLeapSeconds
from serai.wording import Reason, reason

if TYPE_CHECKING:
    from _csv import Reader as Rows

DAY_S = 86_400.0


class BadElements(Refused):
    """An element set that cannot be read: says the file, the line and the column.

    ``of`` is the satellite's name or number, where that much can be read.
    """

    def __init__(
        self,
        file: str,
        line: int,
        column: str,
        expected: Reason,
        got: str | Reason,
        says: str | Reason = "",
        of: str = "",
    ) -> None:
        self.file, self.line, self.column, self.expected, self.got = file, line, column, expected, got
        self.of = of
        self.says = says  # a sentence in the place of what was expected and what came
        came = got if isinstance(got, Reason) else quoted(got)
        unlike = reason("formats.unlike", expected=expected, got=came)
        super().__init__("formats.bad_cell", file=file, line=line, column=column, says=says or unlike)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanElements:
    """One set of SGP4 mean elements (TEME, mean equinox of date), in the units its message prints.

    Angles in degrees, mean motion in revolutions per day (Kozai), ``bstar`` per Earth radius; ``ndot`` and
    ``nddot`` as printed (half the first, a sixth of the second derivative, per day^2 and day^3): SGP4 does
    not use them.
    """

    object_name: str
    object_id: str
    norad: int
    epoch: Instant
    mean_motion_rev_day: float
    eccentricity: float
    inclination_deg: float
    raan_deg: float
    arg_perigee_deg: float
    mean_anomaly_deg: float
    bstar: float = 0.0
    ndot: float = 0.0
    nddot: float = 0.0
    ephemeris_type: int = 0
    classification: str = "U"
    element_set_no: int = 999
    rev_at_epoch: int = 0

    @property
    def period_s(self) -> float:
        """The time of one revolution, seconds."""
        return DAY_S / self.mean_motion_rev_day


Reader = Callable[[str], object]
Tell = Callable[[BadElements], None]


def refuse(bad: BadElements) -> None:
    """Refuse a whole file at its first bad set: what readers do unless they are told where to keep it."""
    raise bad


def _number(low: float, high: float, expected: Reason) -> tuple[Reader, Reason]:
    def read(text: str) -> float:
        value = float(text)
        if not low <= value <= high:
            raise ValueError
        return value

    return read, expected


def _whole(text: str) -> int:
    value = int(text)
    if value < 0:
        raise ValueError
    return value


def _epoch(text: str) -> Instant:
    day_of_year = _DAY_OF_YEAR.fullmatch(text)
    if day_of_year:
        year, day, clock = day_of_year.groups()
        date = datetime(int(year), 1, 1, tzinfo=UTC) + timedelta(days=int(day) - 1)
        if int(day) < 1 or date.year != int(year):
            raise ValueError
        text = f"{date:%Y-%m-%d}T{clock}"
    return Instant.from_utc(
        text if text.endswith("Z") else text + "Z"
    )  # OMM epochs are UTC and carry no letter


def _text(text: str) -> str:
    return text


_DAY_OF_YEAR = re.compile(r"(\d{4})-(\d{3})T(\S+)")  # CCSDS 301.0-B-4, section 3.5.1.2
# OMM keyword -> what SGP4's elements may say there; else it is another orbit (CCSDS 502.0-B-3, section 4)
_MUST_SAY: Mapping[str, tuple[str, ...]] = {
    "CENTER_NAME": ("EARTH",),
    "REF_FRAME": ("TEME",),
    "TIME_SYSTEM": ("UTC",),
    "MEAN_ELEMENT_THEORY": ("SGP4", "SGP/SGP4"),
    "EPHEMERIS_TYPE": ("0", "2"),
}
BELOW_ONE = math.nextafter(1.0, 0.0)
# OMM keyword -> (field, how it is read, what is expected, needed?)
_TURN = _number(-360.0, 360.0, reason("formats.expected.degrees", most=360))
_HALF_TURN = _number(0.0, 180.0, reason("formats.expected.degrees", most=180))
_MOTION = _number(1e-3, 20.0, reason("formats.expected.mean_motion"))
_WHOLE = (_whole, reason("formats.expected.whole_number"))
_COLUMNS: Mapping[str, tuple[str, Reader, Reason, bool]] = {
    "OBJECT_NAME": ("object_name", _text, reason("formats.expected.name"), True),
    "OBJECT_ID": ("object_id", _text, reason("formats.expected.designator"), True),
    "EPOCH": ("epoch", _epoch, reason("formats.expected.epoch_in_utc"), True),
    "MEAN_MOTION": ("mean_motion_rev_day", *_MOTION, True),
    "ECCENTRICITY": (
        "eccentricity",
        *_number(0.0, BELOW_ONE, reason("formats.expected.eccentricity")),
        True,
    ),
    "INCLINATION": ("inclination_deg", *_HALF_TURN, True),
    "RA_OF_ASC_NODE": ("raan_deg", *_TURN, True),
    "ARG_OF_PERICENTER": ("arg_perigee_deg", *_TURN, True),
    "MEAN_ANOMALY": ("mean_anomaly_deg", *_TURN, True),
    "EPHEMERIS_TYPE": ("ephemeris_type", *_WHOLE, False),
    "CLASSIFICATION_TYPE": ("classification", _text, reason("formats.expected.letter"), False),
    "NORAD_CAT_ID": ("norad", _whole, reason("formats.expected.catalogue_number"), True),
    "ELEMENT_SET_NO": ("element_set_no", *_WHOLE, False),
    "REV_AT_EPOCH": ("rev_at_epoch", *_WHOLE, False),
    "BSTAR": ("bstar", *_number(-1e3, 1e3, reason("formats.expected.per_radius")), False),
    "MEAN_MOTION_DOT": ("ndot", *_number(-1e3, 1e3, reason("formats.expected.per_day_2")), False),
    "MEAN_MOTION_DDOT": ("nddot", *_number(-1e3, 1e3, reason("formats.expected.per_day_3")), False),
}
OMM_COLUMNS = tuple(_COLUMNS)


def read_csv(source: str | Path, tell: Tell = refuse) -> list[MeanElements]:
    """Read OMM rows from a CSV file (also .gz) or from CSV text; columns of other names are left aside.

    ``tell`` is given each set that cannot be read; those after it are read if it returns.
    """
    text, name = content_of(source)
    text = text.lstrip("\ufeff")
    head = text.split("\n", 1)[0]
    between = ";" if head.count(";") > head.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    try:
        return _read_rows(rows, name, tell)
    except csv.Error as wrong:
        raise BadElements(name, rows.line_num, "", reason("formats.expected.cells"), str(wrong)) from None


def _read_rows(rows: Rows, name: str, tell: Tell) -> list[MeanElements]:
    header = [column.strip() for column in next(rows, [])]
    missing = [column for column, (_, _, _, needed) in _COLUMNS.items() if needed and column not in header]
    if missing:
        raise BadElements(name, 1, missing[0], reason("formats.expected.column"), ",".join(header)[:80])
    out = []
    for row in rows:
        if not any(row):
            continue
        try:
            out.append(_row(header, row, name, rows.line_num))
        except BadElements as bad:
            tell(bad)
    return out


def _row(header: list[str], row: list[str], name: str, line: int) -> MeanElements:
    if len(row) != len(header):
        raise BadElements(
            name,
            line,
            header[min(len(row), len(header) - 1)],
            reason("formats.columns", count=len(header)),
            reason("formats.columns", count=len(row)),
            of=dict(zip(header, row, strict=False)).get("OBJECT_NAME", ""),
        )
    return _record(dict(zip(header, row, strict=True)), name, line)


def read_json(source: str | Path, tell: Tell = refuse) -> list[MeanElements]:
    """Read OMM records from a JSON file (also .gz) or text: one object or a list of them."""
    text, name = content_of(source)
    try:
        records = json_of(text, name)
    except BadData as bad:
        got = str(bad.why.values.get("said", bad.why))
        raise BadElements(name, bad.line, "", reason("formats.expected.json"), got) from None
    out = []
    for place, record in enumerate(records if isinstance(records, list) else [records], start=1):
        try:
            if not isinstance(record, dict):
                expected = reason("formats.expected.omm_object")
                raise BadElements(name, place, "record", expected, str(record)[:40])
            said = {key: "" if value is None else str(value) for key, value in record.items()}
            out.append(_record(said, name, place))
        except BadElements as bad:
            tell(bad)
    return out


def records_of(
    records: Iterable[tuple[int, Mapping[str, str]]], name: str, tell: Tell = refuse
) -> list[MeanElements]:
    """Element sets of OMM fields by keyword, each with the line it begins on."""
    out = []
    for line, record in records:
        try:
            lacking = [key for key, (_, _, _, needed) in _COLUMNS.items() if needed and key not in record]
            if lacking:
                expected, of = reason("formats.expected.field"), record.get("OBJECT_NAME", "")
                raise BadElements(name, line, lacking[0], expected, "", of=of)
            out.append(_record(record, name, line))
        except BadElements as bad:
            tell(bad)
    return out


def write_csv(elements: Iterable[MeanElements], path: str | Path | None = None) -> str:
    """Write OMM rows as CSV, without loss; also into a file when one is named."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(OMM_COLUMNS)
    for one in elements:
        writer.writerow([_spelled(getattr(one, field)) for field, _, _, _ in _COLUMNS.values()])
    if path is not None:
        put(path, out.getvalue())
    return out.getvalue()


def content_of(source: str | Path) -> tuple[str, str]:
    """The text of a source and its name for messages: text (more than one line) or a file, also .gz."""
    if isinstance(source, str) and ("\n" in source or source.lstrip().startswith(("{", "["))):
        return source, "text"
    raw, name = content(source, TABLE_B)
    try:
        return raw.decode("utf-8-sig"), name
    except UnicodeDecodeError:
        return raw.decode("latin-1"), name  # names in another alphabet; digits are the same


def _record(row: Mapping[str, str], file: str, line: int) -> MeanElements:
    values: dict[str, object] = {}
    of = row.get("OBJECT_NAME", "").strip() or row.get("NORAD_CAT_ID", "").strip()
    for column, said in _MUST_SAY.items():
        text = row.get(column, "").strip()
        if text and text.upper() not in said:
            raise BadElements(file, line, column, reason("formats.expected.sgp4", said=said), text, of=of)
    for column, (field, read, expected, needed) in _COLUMNS.items():
        text = row.get(column, "").strip()
        if not text and not needed:
            continue
        try:
            values[field] = read(text)
        except BeforeLeapSeconds as unknown:
            raise BadElements(file, line, column, expected, text, unknown.reason, of) from None
        except ValueError:
            raise BadElements(file, line, column, expected, text, of=of) from None
    return MeanElements(**values)  # type: ignore[arg-type]  # each field's reader gives its type


def _spelled(value: object) -> str:
    return (
        value.utc()[:-1]
        if isinstance(value, Instant)
        else repr(value)
        if isinstance(value, float)
        else str(value)
    )
