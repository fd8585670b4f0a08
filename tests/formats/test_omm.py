"""Element sets in CSV and JSON, and what is said of those that cannot be read."""

from __future__ import annotations

import gzip
import json

import pytest
from tests.orbit.known import ROWS, elements

from serai.errors import Refused
from serai.formats import BadElements, read_csv, read_elements, read_json, write_csv
from serai.time import Instant

HEADER, *LINES = ROWS.splitlines()
ISS = next(line for line in LINES if line.startswith("ISS"))


def test_a_row_is_read_with_every_field():
    iss = elements("ISS (ZARYA)")
    assert (iss.norad, iss.object_id, iss.rev_at_epoch) == (25544, "1998-067A", 58188)
    assert iss.epoch == Instant.from_utc("2026-08-21T12:47:44.736288Z")
    assert (iss.mean_motion_rev_day, iss.eccentricity, iss.inclination_deg) == (
        15.49551867,
        0.0007673,
        51.6331,
    )
    assert (iss.raan_deg, iss.arg_perigee_deg, iss.mean_anomaly_deg) == (336.6713, 69.9303, 290.2511)
    assert (iss.bstar, iss.ndot, iss.nddot) == (0.16558e-3, 0.8864e-4, 0.0)
    assert iss.period_s == pytest.approx(5575.8, abs=0.1)


def test_numbers_above_99999_are_plain_numbers():
    assert elements("SARAMAGO").norad == 100_000


def test_writing_loses_nothing(tmp_path):
    sets = read_csv(ROWS)
    path = tmp_path / "elements.csv"
    assert read_csv(write_csv(sets, path)) == sets
    assert read_csv(path) == sets


def test_json_says_the_same_as_csv():
    names = HEADER.split(",")
    records = [dict(zip(names, line.split(","), strict=True)) for line in LINES]
    assert read_json(json.dumps(records)) == read_csv(ROWS)
    numbers = [{key: _number(value) for key, value in record.items()} for record in records]
    assert read_json(json.dumps(numbers)) == read_csv(ROWS)
    assert read_json(json.dumps(records[0])) == read_csv(ROWS)[:1]


def test_a_file_is_read_by_what_it_holds_even_packed(tmp_path):
    packed = tmp_path / "gp.csv.gz"
    packed.write_bytes(gzip.compress(ROWS.encode(), mtime=0))
    loose = tmp_path / "gp.json"
    loose.write_text(json.dumps([dict(zip(HEADER.split(","), LINES[0].split(","), strict=True))]))
    assert read_elements(packed) == read_csv(ROWS)
    assert read_elements(loose) == read_csv(ROWS)[:1]


def test_columns_in_another_order_and_others_beside_them_do_not_matter():
    names, values = HEADER.split(","), ISS.split(",")
    text = ",".join(["note", *reversed(names)]) + "\n" + ",".join(["mine", *reversed(values)]) + "\n"
    assert read_csv(text) == [elements("ISS (ZARYA)")]


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("ECCENTRICITY", "1.5", "expected a number from 0 to below 1, got '1.5'"),
        ("INCLINATION", "north", "expected degrees from 0 to 180, got 'north'"),
        ("EPOCH", "2026-13-01T00:00:00", "expected a UTC time such as"),
        ("EPOCH", "1961-01-01T00:00:00", "UTC is kept here from 1972-01-01 .*, but 1961-01-01 was asked"),
        ("NORAD_CAT_ID", "", "expected a catalogue number, got ''"),
        ("MEAN_MOTION", "nan", "expected revolutions per day between"),
        ("MEAN_MOTION", "0", "expected revolutions per day between"),
        ("BSTAR", "x", "expected a number per Earth radius, got 'x'"),
    ],
)
def test_a_bad_value_is_refused_with_its_line_and_column(column, value, says):
    names, values = HEADER.split(","), ISS.split(",")
    values[names.index(column)] = value
    with pytest.raises(BadElements, match=f"line 3, column '{column}': {says}") as told:
        read_csv("\n".join([HEADER, LINES[1], ",".join(values)]))
    assert (told.value.line, told.value.column) == (3, column)


def test_a_file_without_a_needed_column_is_refused(tmp_path):
    path = tmp_path / "short.csv"
    path.write_text("OBJECT_NAME,EPOCH\nISS,2026-08-21T12:47:44\n")
    with pytest.raises(
        BadElements, match=r"short.csv, line 1, column 'OBJECT_ID': expected a column of that name"
    ):
        read_csv(path)


def test_a_row_of_another_length_is_refused():
    with pytest.raises(BadElements, match=r"line 2, column .*: expected 17 columns, got 16 columns"):
        read_csv(HEADER + "\n" + ISS.rpartition(",")[0] + "\n")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match=r"cannot read .*nothing.csv: No such file"):
        read_csv(tmp_path / "nothing.csv")
    with pytest.raises(BadElements, match="expected JSON"):
        read_json("[{]")
    with pytest.raises(BadElements, match="expected an object of OMM fields"):
        read_json("[1]")


def test_the_whole_catalogue_is_read_and_written_without_loss(shared_data):
    sets = read_csv(shared_data / "orbits" / "gp_active_2026-08-22T0149Z.csv.gz")
    assert len(sets) == 16_399
    assert sum(one.norad > 99_999 for one in sets) == 330
    assert read_csv(write_csv(sets)) == sets


def _number(value: str) -> str | float:
    try:
        return float(value) if "." in value else int(value)
    except ValueError:
        return value
