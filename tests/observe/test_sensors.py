"""Which sensors count: by kind, resolution and terms; and what nobody published."""

from __future__ import annotations

from dataclasses import replace

from serai.observe.sensors import eligible_sensors
from serai.pool import Pool, Right, Terms
from tests.observe.story import low_orbit, measure, need, pool, radar, satellite, term


def ids(little: Pool, *measures: object, **more: object) -> set[str]:
    return {e.asset.id for e in eligible_sensors(need(*measures, **more), little).found}  # type: ignore[arg-type]


def with_terms(little: Pool, *rows: object) -> Pool:
    return replace(little, terms=Terms(rows=tuple(rows)))  # type: ignore[arg-type]


def test_only_the_kinds_of_sensor_that_the_need_accepts_count(little: Pool):
    assert ids(little) == {"radar-a", "radar-b"}
    assert ids(little, sensors=("radar", "optical")) == {"radar-a", "radar-b", "camera"}


def test_a_sensor_coarser_than_the_need_asks_does_not_count(little: Pool):
    assert ids(little, measure("resolution", 4.0, None, "m")) == set()
    assert ids(little, measure("resolution", 5.0, None, "m")) == {"radar-a", "radar-b"}


def test_a_stranger_to_the_corridor_gets_open_data_only(little: Pool):
    assert ids(little, sensors=("radar", "optical"), party="nobody") == {"camera"}


def test_an_owner_needs_no_term_for_its_own_satellite(little: Pool):
    assert ids(with_terms(little), party="cnsa") == {"radar-a", "radar-b"}
    assert ids(with_terms(little), party="ndma") == set()


def test_a_term_for_emergencies_counts_for_the_highest_priority_only(little: Pool):
    only = with_terms(little, term("T26", Right.IMAGE, ("owner:cnsa",), when="emergency"))
    assert ids(only, priority=1) == {"radar-a", "radar-b"}
    assert ids(only, priority=2) == set()


def test_a_term_that_gives_coarse_images_only_does_not_serve_a_fine_need(little: Pool):
    only = with_terms(little, term("T04", Right.IMAGE, ("owner:cnsa",), finest_resolution_m=16.0))
    assert ids(only, measure("resolution", 10.0, None, "m")) == set()
    assert ids(only, measure("resolution", 16.0, None, "m")) == {"radar-a", "radar-b"}


def test_satellites_that_no_term_gives_are_named(little: Pool):
    found = eligible_sensors(need(), with_terms(little))
    assert not found.found
    assert [a.id for a in found.barred] == ["radar-a", "radar-b"]


def test_an_unknown_resolution_leaves_a_sensor_out_by_name_until_it_is_granted():
    little = pool()
    unknown = satellite("radar-c", low_orbit(20.0), radar("radar-c", None))
    more = replace(little, assets=(*little.assets, unknown))
    asked = need(measure("resolution", 20.0, None, "m"))
    found = eligible_sensors(asked, more)
    assert {e.asset.id for e in found.found} == {"radar-a", "radar-b"}
    assert tuple(map(str, found.unknown)) == ("resolution of radar-c strip (sensors.csv, resolution_m)",)
    granted = eligible_sensors(asked, more, frozenset(found.unknown))
    assert {e.asset.id for e in granted.found} == {"radar-a", "radar-b", "radar-c"}
    assert (
        eligible_sensors(need(), more).unknown == ()
    )  # where no resolution is asked, an unknown one matters to nobody


def test_a_broadcast_makes_an_unknown_delay_of_the_archive_harmless(little: Pool):
    rows = [replace(t, delay_s=None) for t in little.terms.rows]
    found = eligible_sensors(need(sensors=("geo-imager", "optical")), with_terms(little, *rows))
    assert tuple(map(str, found.unknown)) == ("delay of delivery under T01 (terms.csv, delay_h)",)
    assert [e.delay_s for e in found.found] == [None, 0.0]
