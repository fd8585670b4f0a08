"""The tables that navigate declares: read whole, refused with a reason."""

from __future__ import annotations

import pytest

from serai.navigate import CorrectionService, Navigate, OpenService, SearchAndRescue
from serai.navigate.tables import TABLES, AreaUnreadable
from serai.tables.rows import read_table

SPECS = {t.name: t for t in TABLES}
SERVICES = "id,name,kind,owner,country,systems,lon_min,lat_min,lon_max,lat_max,link,status,h95_m,basis\n"


def read(tmp_path, name, text):
    path = tmp_path / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    rows, problems = read_table(path, SPECS[name].columns)
    return [SPECS[name].record(r) for r in rows], problems


def test_each_kind_of_service_becomes_its_own_record(tmp_path):
    records, problems = read(
        tmp_path,
        "services",
        SERVICES
        + "gps-sps,GPS,GNSS,us,US,GPS,,,,,broadcast,operational,,published\n"
        + "gagan,GAGAN,SBAS,aai,IN,GPS,68,8,97.5,37,broadcast,operational,,published\n"
        + "galileo-sar,SAR,SAR,eu,EU,Galileo,,,,,broadcast,operational,5000,recalled\n",
    )
    assert problems == []
    correction, rescue, free = records  # by id
    assert [type(r) for r in records] == [CorrectionService, SearchAndRescue, OpenService]
    assert correction.area.lon_max == 97.5
    assert correction.h95_m is None
    assert rescue.h95_m == 5000.0
    assert free.systems == ("GPS",)


def test_half_an_area_is_refused(tmp_path):
    with pytest.raises(AreaUnreadable, match="all of lon_min, lat_min, lon_max and lat_max"):
        read(tmp_path, "services", SERVICES + "x,X,SBAS,aai,IN,GPS,68,8,,,broadcast,operational,,published\n")


def test_a_status_that_nobody_defined_is_a_problem(tmp_path):
    _, problems = read(
        tmp_path, "services", SERVICES + "x,X,SBAS,aai,IN,GPS,,,,,broadcast,maybe,,published\n"
    )
    assert str(problems[0]).startswith("services.csv, line 2, column 'status': expected one of operational, ")


def test_signals_are_used_only_where_the_row_says_so_and_health_allows(tmp_path):
    records, _ = read(
        tmp_path,
        "signals",
        "satellite,system,prn,signals,health,use,basis\n"
        "a,GPS,G01,L1 C/A;L5,healthy,yes,derived\n"
        "b,GPS,G02,L1 C/A,unhealthy,yes,derived\n"
        "c,GPS,G03,L1 C/A,healthy,,derived\n",
    )
    assert [r.counts for r in records] == [True, False, False]
    assert records[0].signals == ("L1 C/A", "L5")


def test_a_carrier_that_is_not_proven_is_not_heard(tmp_path):
    records, _ = read(
        tmp_path,
        "carriers",
        "service,satellite,prn,signal,status,basis\n"
        "ppp,g2,C60,B2b,heard,derived\n"
        "ppp,g1,C59,B2b,not proven,derived\n",
    )
    assert {r.prn: r.heard for r in records} == {"C60": True, "C59": False}


def test_the_service_names_its_tables_and_columns():
    service = Navigate()
    assert service.name == "navigate"
    assert {t.name for t in service.tables} == {"services", "signals", "carriers", "range_errors"}
    assert set(service.need_columns) == {"corrections", "still"}
