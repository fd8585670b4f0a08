"""A valid folder is read whole, whatever the order of its files and rows."""

from __future__ import annotations

import random

import numpy as np
import pytest

from serai.corridor import Spacecraft
from serai.earth import Orientation
from serai.ground import Horizon
from serai.pool import NotInPool, Right, Standing
from serai.tables import Basis
from serai.time import Instant


def test_every_asset_is_there_with_what_is_fitted_to_it(valleys):
    pool = valleys.read().pool
    assert [a.id for a in pool.assets] == ["eye-1", "eye-2", "star-1", "karachi", "kashi", "wire-1"]
    assert [a.kind for a in pool.assets] == ["satellite"] * 3 + ["station"] * 2 + ["wire"]
    assert all(a.usable for a in pool.assets), [a.out for a in pool.assets]
    spacecraft, camera = pool["eye-1"].fittings
    assert isinstance(spacecraft, Spacecraft)
    assert (spacecraft.norad, spacecraft.orbit, spacecraft.declared_altitude_km) == (270001, "LEO", 630)
    assert (camera.camera, camera.resolution_m) == ("radar", 10)
    assert pool["karachi"].fitted(Horizon)[0].mask.at(90.0) == pytest.approx(10.0)
    assert pool["wire-1"].fittings[0].a == "rest-house"
    assert [type(f).__name__ for f in pool.facts] == ["Town", "Town"]
    assert pool.groups["landing:karachi"] == {"karachi", "wire-1"}


def test_needs_carry_their_measures_season_mask_and_what_their_service_makes_of_them(valleys):
    flood, herds = valleys.read().needs
    assert [m.name for m in flood.measures] == ["revisit", "resolution"]
    assert flood.measures[0].share_required == 0.95
    assert flood.measures[1].share_required is None
    assert flood.months == {6, 7, 8, 9, 10}
    assert herds.months == set(range(1, 13))
    assert flood.request == ("radar",)
    assert (herds.measures[0].breakthrough, herds.measures[0].goal) == (None, 72.0)
    assert flood.party == "pakistan"
    assert flood.box.centre().lat_deg == 27.0


def test_terms_events_weather_rules_and_sources_are_read(valleys):
    corridor = valleys.read()
    images, downlink = corridor.pool.terms.rows
    assert (images.right, images.standing, images.delay_s) == (Right.IMAGE, Standing.IN_FORCE, 43_200.0)
    assert (downlink.right, downlink.standing, downlink.delay_s) == (Right.DOWNLINK, Standing.CANDIDATE, None)
    (event,) = corridor.events
    assert (event.lost, event.kind) == (("kashi",), "what-if")
    assert event.start == Instant.from_utc("2026-08-22T00:00:00Z")
    assert corridor.weather.rain_at(corridor.needs[0].box.centre(), "N01").r001_mm_h == 27.3
    assert corridor.weather.clear_sky_for("N01").in_month(7) == 0.5
    assert corridor.weather.clear_sky_for("N02") is None
    assert corridor.rules.request_step_s == 600.0
    assert corridor.sources["elements"]["publisher"] == "CelesTrak"
    assert corridor.elements_as_of == Instant.from_utc("2026-08-21T13:00:00Z")
    assert (corridor.id, corridor.name, corridor.days) == ("two-valleys", "Two Valleys", 1.0)


def test_a_figure_keeps_its_own_basis(valleys):
    valleys.change(
        "measures",
        "N01,revisit,h,lower,24,12,6,0.95,,a handbook,2026-08-22,published,,",
        "N01,revisit,h,lower,24,12,6,0.95,,a handbook,2026-08-22,published,threshold=assumed,",
    )
    assert valleys.read().needs[0].measures[0].basis is Basis.ASSUMED


def test_the_order_of_files_and_rows_changes_nothing(valleys):
    before = valleys.read()
    shuffle = random.Random(7).shuffle
    for file in valleys.path.glob("*.csv"):
        header, *rows = file.read_text(encoding="utf-8").splitlines()
        shuffle(rows)
        file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    toml = valleys.file("corridor").read_text(encoding="utf-8")
    head, files = toml.split("[files]\n")
    names, rest = files.split("\n\n", 1)
    lines = names.splitlines()
    shuffle(lines)
    valleys.file("corridor").write_text(
        f"{head}[files]\n" + "\n".join(lines) + f"\n\n{rest}", encoding="utf-8"
    )
    after = valleys.read()
    assert after.pool.assets == before.pool.assets
    assert after.needs == before.needs
    assert list(after.elements) == list(before.elements)


def test_a_byte_order_mark_quotes_and_a_spreadsheets_empty_row_do_no_harm(valleys):
    file = valleys.file("members")
    text = file.read_text(encoding="utf-8").replace(",China,", ',"China, ""PRC""\nand a line",')
    file.write_text("\ufeff" + text.replace("\n", "\r\n") + "," * 10 + "\r\n", encoding="utf-8", newline="")
    assert valleys.read().pool.parties["china"].name.startswith('China, "PRC"')


def test_a_corridor_without_needs_or_without_assets_can_be_read(valleys):
    for table in (
        "needs",
        "measures",
        "clear_sky",
        "terms",
        "events",
        "cameras",
        "stations",
        "satellites",
        "wires",
    ):
        header = valleys.file(table).read_text(encoding="utf-8").splitlines()[0]
        valleys.file(table).write_text(header + "\n", encoding="utf-8")
    corridor = valleys.read()
    assert corridor.needs == ()
    assert corridor.pool.assets == ()
    assert corridor.elements_as_of is None


def test_a_corridor_of_one_file_can_be_read(tmp_path):
    from serai.corridor import read

    (tmp_path / "corridor.toml").write_text(
        '[corridor]\nname="Bare"\nstart="2026-08-22T00:00:00Z"\nmap=[170, -20, -170, 10]\n', encoding="utf-8"
    )
    corridor = read(tmp_path, ())
    assert (corridor.id, corridor.pool.assets, corridor.needs) == (tmp_path.name, (), ())
    assert corridor.map.contains(0.0, 180.0)


def test_a_need_may_cross_the_date_line_and_a_station_may_stand_at_the_pole(valleys):
    valleys.change("needs", "66.5,25,70.5,29", "178,-20,-178,-16")
    valleys.change("stations", "39.5,75.93", "-90,0")
    corridor = valleys.read()
    assert corridor.needs[0].box.centre().lon_deg == pytest.approx(180.0)
    r_m, _ = corridor.pool["kashi"].motion.state(np.array([0]), Orientation.none())
    assert r_m[0, 2] == pytest.approx(-6_356_752.3 - 1300, abs=0.1)


def test_a_world_knows_where_every_asset_is_that_moves_or_stands(valleys):
    corridor = valleys.read()
    world = corridor.world(orientation=Orientation.none())
    assert world.at == corridor.start
    from serai.time import Span

    span = Span(corridor.start, corridor.start.plus(seconds=600))
    ephemeris = world.almanac.ephemeris(("eye-1", "kashi"), span)
    assert np.linalg.norm(ephemeris.position_m(0, np.array([corridor.start.tai_ns]))) > 6.9e6


def test_losses_terms_and_needs_are_said_by_name(valleys):
    corridor = valleys.read()
    assert "kashi" not in corridor.without("Kashi").pool
    assert "kashi" in corridor.pool
    assert corridor.with_terms("t02").pool.terms.switched_on == {"T02"}
    assert [n.id for n in corridor.only("n02").needs] == ["N02"]
    assert corridor.only() is corridor
    with pytest.raises(NotInPool, match=r"no need 'N03' in this corridor; did you mean 'N0[12]'\?"):
        corridor.only("N03")
