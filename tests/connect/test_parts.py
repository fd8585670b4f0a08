"""Smaller claims: ends, tables, outages, verdicts under uncertainty, words."""

from __future__ import annotations

import numpy as np
import pytest

from serai.connect.endpoints import ends
from serai.connect.fittings import BEAMS, LINKS, MESSENGERS, SITES
from serai.connect.judged import Over, Story, judged
from serai.connect.rates import longest_gap
from serai.connect.request import NEED_COLUMNS, request
from serai.needs import Measure
from serai.tables import Row, read_table

HEAD = "source,as_of,basis,basis_of,note"
TAIL = "x,2026-11-22,recalled,,"


def table(tmp_path, spec, header, *lines):
    path = tmp_path / f"{spec.name}.csv"
    path.write_text("\n".join([f"{header},{HEAD}", *lines, ""]), encoding="utf-8")
    rows, problems = read_table(path, spec.columns)
    assert problems == []
    return [spec.record(row) for row in rows]


def test_a_beam_across_the_date_line_keeps_its_box(tmp_path):
    header = (
        "satellite,beam,bands,coverage,lon_min,lat_min,lon_max,lat_max,services,eirp_dbw,g_over_t_dbk,"
        "capacity_bps,user_rate_bps,voice_channels,payload_class,min_elevation_deg,terminal,gateways"
    )
    line = f"inmarsat,L,L,Asia-Pacific,75,-70,210,70,voice;data,,2.2,,,,,5,,,{TAIL}"
    (beam,) = table(tmp_path, BEAMS, header, line)
    assert (beam.box.lon_min, beam.box.lon_max) == (75.0, -150.0)
    assert bool(beam.box.contains(0.0, 179.0))
    assert bool(beam.box.contains(0.0, -160.0))
    assert not bool(beam.box.contains(0.0, 0.0))
    assert beam.eirp_dbw is None
    assert beam.services == {"voice", "data"}


def test_a_link_and_its_sites_are_read_with_the_basis_of_each_figure(tmp_path):
    header = "id,name,system,kind,owner,a,b,length_km,capacity_bps,latency_ms,status,groups"
    line = (
        "didon,Didon,didon,submarine,tt,kelibia,mazara,170,1e11,,in service,landing:kelibia,"
        "x,2026-11-22,recalled,capacity_bps=assumed,"
    )
    (link,) = table(tmp_path, LINKS, header, line)
    assert (link.a, link.b, link.capacity_bps, link.latency_ms) == ("kelibia", "mazara", 1e11, None)
    assert str(link.provenance.of("capacity_bps")) == "assumed"
    assert str(link.provenance.of("length_km")) == "recalled"
    (site,) = table(
        tmp_path, SITES, "id,name,country,lat_deg,lon_deg,kind", f"k,Kelibia,TN,36.85,11.09,landing,{TAIL}"
    )
    assert (site.country, site.at.lat_deg, site.interconnect) == ("TN", 36.85, ())
    (shared,) = table(
        tmp_path,
        SITES,
        "id,name,country,lat_deg,lon_deg,kind,interconnect",
        f"m,Mumbai,IN,19.08,72.88,landing,smw4;imewe,{TAIL}",
    )
    assert shared.interconnect == ("smw4", "imewe")


def test_a_phone_service_carries_texts_too_and_a_list_of_kinds_adds_up(tmp_path):
    header = (
        "id,name,owner,kind,satellites,lon_min,lat_min,lon_max,lat_max,countries,band,min_elevation_deg,"
        "message_bits,rate_bps,delivery_s,success,status,latency_ms,terminal,groups"
    )
    (phone, both) = table(
        tmp_path,
        MESSENGERS,
        header,
        f"p,Phone,x,voice,,,,,,,L,,,,,,operational,,,,{TAIL}",
        "r,RSMC,x,two-way message;one-way broadcast,g2;g3,75,10,135,55,,L;S,7,14000,,10,0.996,"
        f"operational,,,,{TAIL}",
    )
    assert phone.carries == {"voice", "message"}
    assert phone.box is None
    assert both.carries == {"message", "broadcast"}
    assert both.satellites == ("g2", "g3")


def test_a_kind_of_service_that_does_not_exist_is_refused(tmp_path):
    path = tmp_path / "messengers.csv"
    path.write_text(f"id,name,owner,kind,{HEAD}\np,Phone,x,telepathy,s,2026,recalled,,\n", encoding="utf-8")
    rows, problems = read_table(path, MESSENGERS.columns)
    assert rows == []
    assert "one of two-way message, one-way broadcast, voice, iot, broadband" in str(problems[0])


def test_a_need_that_names_no_way_accepts_every_way():
    row = Row("needs.csv", 2, {"from": ("karachi",), "terminal": ("vsat",)})
    asked = request(row)
    assert asked.ways == {"voice", "message", "data", "broadcast"}
    assert (asked.from_sites, asked.to_sites, asked.terminals) == (("karachi",), (), ("vsat",))
    assert set(NEED_COLUMNS) == {"access", "from", "to", "beyond", "terminal", "message_bytes"}


def test_the_country_of_a_user_is_that_of_its_sites_else_of_those_around_it_else_of_who_asks(small):
    pool = small.pool()
    assert ends(small.need(from_sites=("kelibia",)), pool).countries == {"TN"}
    around = small.need(box=(66.0, 24.0, 68.0, 26.0), party="")
    assert ends(around, pool).countries == {"PK"}
    assert ends(small.need(), pool).countries == {"PK"}  # no site in the box, but NDMA asks
    assert ends(small.need(party=""), pool).countries == frozenset()


def test_a_user_in_a_box_stands_at_its_centre_and_corners(small):
    where = ends(small.need(), small.pool())
    assert len(where.places) == 5
    assert str(where.names[0]) == "the centre"
    assert not where.fixed


@pytest.mark.parametrize(
    ("up", "longest"), [("1111", 0), ("0000", 4), ("1001", 2), ("0110", 1), ("1000", 3), ("0010", 2)]
)
def test_the_longest_outage_is_the_longest_run_without_a_path(up, longest):
    seen = np.array([[c == "1" for c in up]])
    assert longest_gap(seen).tolist() == [longest]


def _figure(certain, hopeful, share_required=0.9):
    measure = Measure(
        name="rate", unit="bit/s", lower_is_better=False, threshold=10.0, share_required=share_required
    )
    series = {False: np.array([certain], dtype=float), True: np.array([hopeful], dtype=float)}
    return judged(
        measure,
        np.arange(len(certain)),
        lambda alive, hope: Over(np.repeat(series[hope], len(alive), axis=0)),
        np.ones(2, dtype=bool),
        "EIRP of X",
        Story(),
    )


def test_a_figure_is_missing_only_where_it_would_change_the_verdict():
    assert _figure([20, 20], [20, 99]).figure.missing == ""  # met either way
    assert _figure([0, 0], [5, 5]).figure.missing == ""  # not met either way
    assert _figure([0, 0], [20, 20]).figure.missing == "EIRP of X"


def test_an_unknown_measure_is_unknown_after_every_loss():
    unknown = _figure([0, 0], [20, 20])
    held = unknown.held(np.array([[True, True], [False, False]]))
    assert (held.certain.tolist(), held.hopeful.tolist()) == ([0.0, 0.0], [1.0, 1.0])
    known = _figure([20, 0], [20, 0])
    assert known.held(np.ones((3, 2), dtype=bool)).certain.tolist() == [0.5, 0.5, 0.5]


def test_the_value_that_the_required_share_is_within():
    assert _figure([10, 20, 30, 40], [10, 20, 30, 40], 0.75).figure.worst == 20.0
    assert _figure([10, 20, 30, 40], [10, 20, 30, 40], 1.0).figure.worst == 10.0
    assert _figure([np.nan, 20, 30, 40], [np.nan, 20, 30, 40], 1.0).figure.worst is None
