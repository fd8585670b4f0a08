"""One set in every form that element sets come in: the same elements, or refused by the field."""

from __future__ import annotations

import gzip
import json

import pytest

from serai.errors import Refused
from serai.formats import read_elements, write_csv

TLE = """\
OWN SAT
1 44444U 20001A   26233.50000000  .00001000  00000-0  50000-4 0  9994
2 44444  97.5000 100.0000 0010000  90.0000 270.0000 14.80000000123451
"""
FIELDS = {
    "OBJECT_NAME": "OWN SAT",
    "OBJECT_ID": "2020-001A",
    "CENTER_NAME": "EARTH",
    "REF_FRAME": "TEME",
    "TIME_SYSTEM": "UTC",
    "MEAN_ELEMENT_THEORY": "SGP4",
    "EPOCH": "2026-08-21T12:00:00.0",
    "MEAN_MOTION": "14.80000000",
    "ECCENTRICITY": "0.00100000",
    "INCLINATION": "97.5000",
    "RA_OF_ASC_NODE": "100.0000",
    "ARG_OF_PERICENTER": "90.0000",
    "MEAN_ANOMALY": "270.0000",
    "EPHEMERIS_TYPE": "0",
    "CLASSIFICATION_TYPE": "U",
    "NORAD_CAT_ID": "44444",
    "ELEMENT_SET_NO": "999",
    "REV_AT_EPOCH": "12345",
    "BSTAR": "0.00005",
    "MEAN_MOTION_DOT": "0.00001",
    "MEAN_MOTION_DDOT": "0",
}


def kvn(fields: dict[str, str]) -> str:
    head = "CCSDS_OMM_VERS = 2.0\nCREATION_DATE = 2026-08-21T20:00:00\nORIGINATOR = ME\nCOMMENT made here\n"
    return head + "".join(f"{key} = {value}\n" for key, value in fields.items())


def xml(fields: dict[str, str]) -> str:
    leaves = "".join(f"<{key}>{value}</{key}>" for key, value in fields.items())
    omm = f'<omm id="CCSDS_OMM_VERS" version="2.0"><body><segment>{leaves}</segment></body></omm>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<ndm>{omm}</ndm>\n'


def forms() -> dict[str, bytes]:
    csv = write_csv(read_elements(TLE))
    doy = FIELDS | {"EPOCH": "2026-233T12:00:00.000"}
    return {
        "tle": TLE.encode(),
        "tle with a mark": b"\xef\xbb\xbf" + TLE.encode(),
        "tle without checksums": "".join(line[:68] + "\n" for line in TLE.splitlines()).encode(),
        "three-line": ("0 " + TLE).encode(),
        "packed under a plain name": gzip.compress(TLE.encode(), mtime=0),
        "csv": csv.encode(),
        "csv of a spreadsheet": b"\xef\xbb\xbf" + csv.replace(",", ";").replace("\n", "\r\n").encode(),
        "json": json.dumps([FIELDS]).encode(),
        "json by day of year": json.dumps([doy]).encode(),
        "kvn": kvn(FIELDS).encode(),
        "kvn with units": kvn(FIELDS | {"INCLINATION": "97.5000 [deg]"}).encode(),
        "xml": xml(FIELDS).encode(),
    }


@pytest.mark.parametrize("form", forms())
def test_one_set_is_the_same_in_every_form(tmp_path, form):
    file = tmp_path / "elements"
    file.write_bytes(forms()[form])
    assert read_elements(file) == read_elements(TLE)


def test_two_messages_in_one_file_are_two_sets():
    other = FIELDS | {"NORAD_CAT_ID": "44445"}
    assert [one.norad for one in read_elements(kvn(FIELDS) + kvn(other))] == [44444, 44445]


def test_a_name_in_latin_1_is_read(tmp_path):
    file = tmp_path / "latin.tle"
    file.write_bytes(TLE.replace("OWN SAT", "CAPT\u00c9").encode("latin-1"))
    assert read_elements(file)[0].object_name == "CAPT\u00c9"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("EPHEMERIS_TYPE", "4"),
        ("REF_FRAME", "EME2000"),
        ("TIME_SYSTEM", "GPS"),
        ("CENTER_NAME", "MOON"),
        ("MEAN_ELEMENT_THEORY", "DSST"),
    ],
)
@pytest.mark.parametrize("form", [kvn, xml, lambda fields: json.dumps([fields])])
def test_elements_of_another_theory_frame_time_or_centre_are_refused_by_field(form, field, value):
    with pytest.raises(Refused, match=f"column '{field}': expected .* SGP4's elements, got '{value}'"):
        read_elements(form(FIELDS | {field: value}))


def test_a_field_that_is_lacking_is_named():
    fields = {key: value for key, value in FIELDS.items() if key != "MEAN_MOTION"}
    for form in (kvn, xml):
        with pytest.raises(Refused, match="column 'MEAN_MOTION'"):
            read_elements(form(fields))


@pytest.mark.parametrize("day", ["000", "366", "400"])
def test_a_day_that_a_year_has_not_is_refused(day):
    with pytest.raises(Refused, match="column 'EPOCH'"):
        read_elements(kvn(FIELDS | {"EPOCH": f"2026-{day}T12:00:00"}))


def test_xml_with_entities_and_xml_of_something_else_are_refused():
    with pytest.raises(Refused, match="expected an OMM in XML"):
        read_elements('<!DOCTYPE x [<!ENTITY a "b">]>\n<ndm/>\n')
    with pytest.raises(Refused, match="expected an OMM in XML"):
        read_elements("<oem>\n</oem>\n")
