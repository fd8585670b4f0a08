"""Refusals in another language: beside the words of the catalogue a refusal holds only what it was given."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from serai.access import Mask
from serai.access.limits import incidence, looking, off_nadir, range_at_most
from serai.earth import Box, Orientation, Place
from serai.earth.finals import parse_eop_csv, parse_finals
from serai.earth.realisations import PLATES, REALISATIONS, SAME, plate_velocity, realisation, wgs84_of
from serai.errors import Refused
from serai.formats.antex import read_antex
from serai.formats.b2b.messages import read_b2b_log
from serai.formats.blq import read_blq
from serai.formats.ionex import read_ionex
from serai.formats.omm import OMM_COLUMNS, read_csv, read_json
from serai.formats.places import read_places
from serai.formats.precise.sp3 import read_sp3
from serai.formats.rinex.clock import read_clocks
from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations
from serai.formats.rtcm import read_rtcm
from serai.formats.sbas import read_sbas_log
from serai.formats.sinex import read_sinex
from serai.formats.tle import read_tle
from serai.needs.season import months
from serai.orbit import Circle, OrbitKind, PropagationFailed, largest_age_s, walker
from serai.radio.link.budget_file import read_budget
from serai.radio.propagation.attenuation import FREQUENCY
from serai.radio.propagation.attenuation_table import check, read_cases
from serai.radio.propagation.limits import ValidityRange, refuse_outside
from serai.radio.propagation.map_bundle import take_in
from serai.radio.propagation.maps import Maps
from serai.time import Instant, Span
from serai.time.grid import grid
from serai.time.leap_seconds import LeapSeconds
from serai.time.spelling import utc_texts
from serai.wording import PSEUDO, reason
from serai.wording.catalogue import OPEN, SHUT

T0 = Instant.from_utc("2026-08-22T00:00:00Z")
HOUR = Span.of(T0, 3600.0)
PLATE_NAMES = " ".join(PLATES["ITRF2020"])
FRAMES = " ".join([*REALISATIONS, *SAME])
WORDS = re.compile(r"[^\W\d_]{2,}")
CASES = "lat_deg,frequency_ghz,elevation_deg,percent\n"
COLUMNS = (
    *("OBJECT_NAME", "OBJECT_ID", "EPOCH", "MEAN_MOTION", "ECCENTRICITY", "INCLINATION"),
    *("RA_OF_ASC_NODE", "ARG_OF_PERICENTER", "MEAN_ANOMALY", "NORAD_CAT_ID"),
)
ROW = "2011-042A,2026-08-21T06:19:38,15,0.5,north,1,1,1,1"
OMM = ",".join(COLUMNS) + "\n"


def raising(refused: Refused) -> None:
    raise refused


def budget(text: str) -> Callable[[Path], object]:
    def read(folder: Path) -> object:
        (folder / "x.toml").write_text(text, encoding="utf-8")
        return read_budget(folder / "x.toml")

    return read


def places(text: str) -> Callable[[Path], object]:
    def read(folder: Path) -> object:
        (folder / "p.csv").write_text(text, encoding="utf-8")
        return read_places(folder / "p.csv")

    return read


# What is asked, and what of it may stand in the sentence as it is: names, what came, spellings of columns.
REFUSED: list[tuple[Callable[[Path], object], str]] = [
    (lambda _: Instant.from_utc("yesterday"), "yesterday"),
    (lambda _: Instant.from_utc("2026-02-30T00:00:00Z"), ""),
    (lambda _: Instant.from_utc("2026-02-03T25:00:00Z"), ""),
    (lambda _: Instant.from_utc("2026-02-03T23:59:60Z"), ""),
    (lambda _: Instant.from_utc("2099-12-31T23:59:60Z"), ""),
    (lambda _: LeapSeconds.parse("#@ 4000000000\none two\n", "leap.list"), "leap.list one two"),
    (lambda _: Instant.from_utc("1950-01-01T00:00:00Z"), ""),
    (lambda _: Instant.from_glonass(0, 1, 0.0), ""),
    (lambda _: Instant.from_datetime(datetime(2026, 1, 1)), ""),  # noqa: DTZ001 - what is refused
    (lambda _: utc_texts(np.array([0]), 2), ""),
    (lambda _: Span(T0.plus(1.0), T0), ""),
    (lambda _: grid(HOUR, 0.0), ""),
    (lambda _: LeapSeconds.parse("nothing", "leap.dat"), "leap.dat"),
    (
        lambda _: LeapSeconds.parse("# File expires on 28 June 2027\none two\n", "leap.dat"),
        "leap.dat one two",
    ),
    (lambda _: Place(lat_deg=91.0, lon_deg=0.0), ""),
    (lambda _: Place(lat_deg=9.0, lon_deg=400.0), ""),
    (lambda _: Place(lat_deg=9.0, lon_deg=4.0, height_m=-20_000.0), ""),
    (lambda _: Box.read("here"), "here"),
    (lambda _: Box(lon_min=0.0, lat_min=2.0, lon_max=1.0, lat_max=1.0), ""),
    (lambda _: realisation("ITRF1066"), FRAMES),
    (lambda _: plate_velocity(np.ones(3), "NOWH"), "NOWH ITRF " + PLATE_NAMES),
    (lambda _: wgs84_of(1990.0), "WGS"),
    (lambda _: parse_finals(b"x\n", "eop.all"), "eop.all"),
    (lambda _: parse_eop_csv("DATE,MJD\n2026-01-01,soon\n", "eop.csv"), "eop.csv MJD soon"),
    (lambda _: parse_eop_csv("DATE\n2026-01-01\n", "eop.csv"), "eop.csv MJD"),
    (lambda _: Orientation.published().measured().ut1_minus_tai_s(np.array([10**18])), ""),
    (lambda _: read_antex(b"nothing"), "bytes nothing"),
    (lambda _: read_ionex(b"nothing"), "bytes nothing"),
    (lambda _: read_sinex(b"nothing"), "bytes nothing"),
    (lambda _: read_blq(b"ONSA\n1 2\n"), "bytes"),
    (lambda _: read_blq(b"").of("KASHI"), "bytes"),
    (lambda _: read_sp3(b"nothing"), "bytes nothing"),
    (lambda _: read_clocks(b"nothing"), "bytes nothing RINEX VERSION TYPE"),
    (lambda _: read_navigation(b"nothing"), "bytes nothing RINEX VERSION TYPE"),
    (lambda _: read_observations(b"\x1f\x8bnothing"), None),
    (lambda _: read_rtcm(b"nothing"), "bytes"),
    (lambda _: read_sbas_log(b"nothing"), "bytes nothing"),
    (lambda _: read_b2b_log(b"nothing", lenient=False), "bytes nothing"),
    (lambda _: read_tle("first\nsecond\n"), "text"),
    (lambda _: read_tle("2 " + "x" * 68 + "\n"), "text " + "x" * 38),
    (lambda _: read_csv("OBJECT_NAME\nstar\n"), "text " + " ".join(OMM_COLUMNS)),
    (lambda _: read_csv(OMM + "star," + ROW + "\n"), "text INCLINATION north"),
    (lambda _: read_json("[1]"), "text record"),
    (lambda folder: read_places(folder / "none.csv"), None),
    (places("id,lat_deg\nA,1\n"), "p.csv lat_deg lon_deg id"),
    (places("id,lat_deg,lon_deg\nA,91,0\n"), "p.csv"),
    (places("id,lat_deg,lon_deg\n"), "p.csv"),
    (places("id,lat_deg,lon_deg\nA,east,0\n"), "p.csv lat_deg east"),
    (lambda _: months("monsoon"), "monsoon"),
    (lambda _: walker(5, 2, 0, altitude_m=1e6, inclination_deg=50.0, epoch=T0), ""),
    (lambda _: Circle(radius_m=1.0, inclination_deg=50.0, epoch=T0), ""),
    (lambda _: raising(PropagationFailed("STAR 1", T0, 6)), "STAR"),
    (lambda _: largest_age_s("sleep", OrbitKind.LEO), "sleep look pass cover"),
    (lambda _: Mask.read("high"), "high"),
    (lambda _: Mask.read("95"), ""),
    (lambda _: off_nadir(1.0, 2.0), ""),
    (lambda _: incidence(2.0, 1.0), ""),
    (lambda _: looking("up"), "up"),  # type: ignore[arg-type]
    (lambda _: range_at_most(0.0), ""),
    (lambda _: refuse_outside(FREQUENCY, 5000.0, "x.toml"), "x.toml ITU section GHz"),
    (lambda _: Maps().grid("P.837-7 R001"), ""),
    (lambda folder: take_in(str(folder / "none"), folder / "bundle"), None),
    (lambda _: read_cases("a;b\n", "c.csv"), "c.csv"),
    (lambda _: read_cases(CASES + "1,2,3\n", "c.csv"), "c.csv percent"),
    (lambda _: check(read_cases(CASES + "1,5000,3,1\n", "c.csv")[0]), "c.csv ITU section GHz"),
    (budget("payload = 'lead'\n"), "x.toml lead"),
    (budget("[forward.up]\n"), "x.toml forward.up frequency_ghz"),
    (budget("[forward.up]\nfrequency_ghz = 'high'\n"), "x.toml forward.up frequency_ghz high"),
]


@pytest.mark.parametrize(("ask", "given"), REFUSED)
def test_beside_the_words_of_the_catalogue_stands_only_what_was_given(
    ask: Callable[[Path], object], given: str | None, tmp_path: Path
):
    with pytest.raises(Refused) as told:
        ask(tmp_path)
    refused = told.value
    assert refused.key != "refused"
    assert OPEN not in str(refused)
    outside = re.sub(f"{OPEN}[^{SHUT}]*{SHUT}", " ", refused.said(PSEUDO))
    if given is None:  # a path of this run, or what another program said: in quotation marks, or with a slash
        outside = re.sub(r"'[^']*'|\"[^\"]*\"|\S*/\S*", " ", outside)
        given = "bytes"
    assert set(WORDS.findall(outside)) <= set(WORDS.findall(given)), refused.said(PSEUDO)


@pytest.mark.parametrize(
    ("unit", "says"),
    [
        ("", "P.531 holds for a scintillation index S4 from 0 to 1, but 2 was asked for"),
        ("dB", "P.531 holds for a scintillation index S4 from 0 to 1 dB, but 2 dB was asked for"),
    ],
)
def test_a_limit_says_its_unit_where_it_has_one(unit: str, says: str):
    index = reason("radio.quantity.scintillation_index")
    limit = ValidityRange(of="P.531", quantity=index, low=0.0, high=1.0, unit=unit)
    assert str(limit.says(2.0)) == says
