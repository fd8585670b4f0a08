"""Cables of a user's own files: read, joined to the corridor's sites, or refused in one sentence."""

from __future__ import annotations

import json

import pytest

from serai.connect.fittings import CableSegment, Site
from serai.connect.own.cables import NoSuchOwner, with_cables
from serai.formats.cables.geojson import read_geojson_cables
from serai.formats.cables.graphml import read_graphml_cables
from serai.formats.refusal import BadFile
from serai.needs import State

KARACHI, MAZARA = [67.0, 24.9], [12.59, 37.65]


def feature(*line, shape="LineString", **about):
    return {
        "type": "Feature",
        "properties": about,
        "geometry": {"type": shape, "coordinates": list(line)},
    }


@pytest.fixture
def read(tmp_path):
    def of(*features):
        file = tmp_path / "mine.geojson"
        file.write_text(
            json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8"
        )
        return read_geojson_cables(file)

    return of


@pytest.fixture
def read_graph(tmp_path):
    def of(body):
        file = tmp_path / "mine.graphml"
        keys = "".join(
            f'<key id="{k}" for="{of}" attr.name="{name}"/>'
            for k, of, name in (
                ("d1", "node", "Latitude"),
                ("d2", "node", "Longitude"),
                ("d3", "node", "label"),
                ("d4", "edge", "LinkSpeedRaw"),
                ("d5", "edge", "LinkLabel"),
            )
        )
        file.write_text(
            f'<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">{keys}'
            f'<graph edgedefault="undirected">{body}</graph></graphml>',
            encoding="utf-8",
        )
        return read_graphml_cables(file)

    return of


def node(name, lat, lon):
    return (
        f'<node id="{name}"><data key="d1">{lat}</data><data key="d2">{lon}</data>'
        f'<data key="d3">{name.title()}</data></node>'
    )


def test_a_line_is_as_long_as_it_is_drawn_unless_the_file_says_its_length(read):
    straight, bent, said = read(
        feature([0.0, 0.0], [1.0, 0.0]),
        feature([0.0, 0.0], [0.0, 1.0], [1.0, 1.0]),
        feature([0.0, 0.0], [1.0, 0.0], length_km=130, name="Long", kind="terrestrial", capacity_bps="1e9"),
    )
    assert straight.length_km == pytest.approx(111.2, abs=0.2)
    assert bent.length_km == pytest.approx(222.4, abs=0.3)
    assert (said.length_km, said.name, said.kind, said.capacity_bps) == (130.0, "Long", "terrestrial", 1e9)
    assert (straight.name, straight.kind, straight.capacity_bps) == ("cable 1", "submarine", None)


def test_parts_that_meet_are_one_cable_and_parts_that_do_not_are_several(read):
    meeting = read(feature([[0, 0], [1, 0]], [[1, 0], [2, 0]], shape="MultiLineString", name="One"))
    apart = read(feature([[0, 0], [1, 0]], [[5, 0], [6, 0]], shape="MultiLineString", name="Two"))
    assert [c.name for c in meeting] == ["One"]
    assert [c.name for c in apart] == ["Two (1)", "Two (2)"]


def test_a_longitude_past_the_date_line_is_brought_round(read):
    (one,) = read(feature([179.0, 0.0], [181.0, 0.0]))
    assert (one.b.lon_deg, one.length_km) == (-179.0, pytest.approx(222.4, abs=0.3))


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (feature([0, 0], name="Half"), "for Half: a line with two ends (at least 2 positions), got 1"),
        (feature([0, 0], [0, 0], name="Loop"), "for Loop: two ends at different places"),
        (feature([0, 0], [0, 95], name="Off"), "for Off: positions as [longitude, latitude] in degrees"),
        (feature([0, 0], ["a", 5], name="Off"), "for Off: positions as [longitude, latitude] in degrees"),
        (
            feature([0, 0], [1, 1], name="Neg", capacity_bps=-1),
            "for Neg: capacity_bps above zero, or nothing",
        ),
        (feature([0, 0], [1, 1], name="Neg", length_km="far"), "for Neg: length_km above zero, or nothing"),
        (feature([0, 0], [1, 1], name="K", kind="rope"), "a kind of submarine, terrestrial or microwave"),
        (feature([0, 0], shape="Point", name="P"), "for P: a line (a cable needs a way), got 'Point'"),
    ],
)
def test_a_cable_that_is_none_is_refused_in_a_sentence(read, made, says):
    with pytest.raises(BadFile) as refused:
        read(made)
    assert says in str(refused.value)
    assert str(refused.value).startswith("mine.geojson: expected ")


def test_a_file_without_a_cable_is_refused(read):
    with pytest.raises(BadFile, match="at least one cable"):
        read()


def test_a_graph_is_read_as_the_topology_zoo_writes_it(read_graph):
    (one,) = read_graph(
        node("karachi", 24.9, 67.0)
        + node("hyderabad", 25.4, 68.4)
        + '<edge source="karachi" target="hyderabad"><data key="d4">10000000000</data>'
        '<data key="d5">OC-192</data></edge>'
    )
    assert one.name == "OC-192: Karachi - Hyderabad"
    assert (one.capacity_bps, one.kind, one.b.name) == (1e10, "terrestrial", "Hyderabad")
    assert one.length_km == pytest.approx(152.0, abs=1.0)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (node("a", 1, 1) + '<edge source="a" target="b"/>', "for A - b: the id of a node in this file"),
        (
            node("a", 1, 1) + '<node id="b"/><edge source="a" target="b"/>',
            "for A - b: nodes with Latitude and Longitude in degrees",
        ),
        (node("a", 1, 1) + '<edge source="a" target="a"/>', "for A - A: two ends at different places"),
        (node("a", 1, 1) + node("b", 91, 1) + '<edge source="a" target="b"/>', "nodes with Latitude"),
        (node("a", 1, 1), "at least one cable"),
    ],
)
def test_a_graph_that_holds_no_cable_is_refused_in_a_sentence(read_graph, body, says):
    with pytest.raises(BadFile) as refused:
        read_graph(body)
    assert says in str(refused.value)


def test_a_graph_with_a_dtd_is_refused_unread(tmp_path):
    file = tmp_path / "bomb.graphml"
    file.write_text('<!DOCTYPE x [<!ENTITY a "b">]><graphml/>', encoding="utf-8")
    with pytest.raises(BadFile, match="GraphML, without a DTD"):
        read_graphml_cables(file)


def alone(small):
    return small.pool().losing(frozenset({"paksat", *(c.id for c in small.CABLES)}))


def asked(small, **ways):
    return small.need(
        small.measure("rate", "bit/s", 1e9, lower=False),
        ways=frozenset({"data"}),
        from_sites=("karachi",),
        to_sites=("mazara",),
        **ways,
    )


@pytest.mark.parametrize(
    ("about", "state"),
    [({"capacity_bps": 2e9}, State.MET), ({"capacity_bps": 5e8}, State.NOT_MET), ({}, State.UNKNOWN)],
)
def test_a_cable_of_ones_own_carries_what_its_file_says_and_what_it_does_not_say_is_unknown(
    small, read, about, state
):
    pool = with_cables(alone(small), read(feature(KARACHI, MAZARA, name="Mine", **about)), "mine.geojson")
    assert small.state(asked(small), pool)[0] is state


def test_ends_near_a_site_end_there_and_others_make_one_that_both_share(small, read):
    near = [67.05, 24.92]
    drawn = read(feature(near, [60.0, 20.0], name="A"), feature([60.005, 20.0], MAZARA, name="B"))
    pool = with_cables(alone(small), drawn, "mine.geojson")
    ends = [(c.a, c.b) for a, c in pool.fitted_with(CableSegment) if a.id.startswith("own-cable-")]
    assert ends == [("karachi", "own-end-1"), ("own-end-1", "mazara")]
    assert [s.id for s in pool.facts_of(Site)].count("own-end-1") == 1
    again = with_cables(pool, read(feature(KARACHI, MAZARA)), "more.geojson")
    assert again.assets[-1].id == "own-cable-3"


def test_it_falls_with_the_landing_where_it_ends(small, read):
    pool = with_cables(small.pool(), read(feature(KARACHI, MAZARA, name="Mine")), "mine.geojson")
    assert "own-cable-1" in pool.groups["landing:karachi"]


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (
            feature(KARACHI, MAZARA, name="M", owner="ndmaa"),
            "mine.geojson: M belongs to ndmaa, who is no member of this corridor; did you mean ndma?",
        ),
        (
            feature(KARACHI, [67.05, 24.92], name="M"),
            "mine.geojson: both ends of M lie within 10 km of Karachi: a cable joins two sites",
        ),
    ],
)
def test_a_cable_of_nobody_or_of_one_site_is_refused(small, read, made, says):
    with pytest.raises(NoSuchOwner) as refused:
        with_cables(small.pool(), read(made), "mine.geojson")
    assert str(refused.value) == says
