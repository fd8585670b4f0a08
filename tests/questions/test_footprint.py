"""What lies in a polygon is struck: stations, landings and land routes, not a cable that passes at sea."""

from __future__ import annotations

import json

import pytest

from serai.cli import main
from serai.corridor import read
from serai.earth import Box
from serai.earth.outline import Outline
from serai.errors import Refused
from serai.questions.footprint import names_lost, struck
from serai.services import SERVICES, SHARED_TABLES


@pytest.fixture(scope="module")
def corridor(root):
    return read(root / "corridors" / "belt-and-road", SERVICES, SHARED_TABLES)


def box(west, south, east, north):
    return Outline.of_box(Box(lon_min=west, lat_min=south, lon_max=east, lat_max=north))


@pytest.fixture
def file(tmp_path):
    """A GeoJSON file of one polygon, by the corners of its ring."""

    def of(*ring, kind="Polygon"):
        path = tmp_path / "quake.geojson"
        coordinates = [list(ring)] if kind == "Polygon" else list(ring)
        path.write_text(json.dumps({"type": kind, "coordinates": coordinates}), encoding="utf-8")
        return str(path)

    return of


KARACHI = ((66.5, 24.5), (67.5, 24.5), (67.5, 25.2), (66.5, 25.2), (66.5, 24.5))


def test_a_quake_at_karachi_takes_every_cable_that_lands_there_and_the_station(corridor):
    found = set(struck(corridor.pool, box(66.5, 24.5, 67.5, 25.2)))
    landing = {i for i in corridor.pool.groups["landing:karachi"] if i in corridor.pool}
    assert landing <= found
    assert "karachi" in found
    assert "kashi" not in found


def test_a_storm_at_sea_strikes_no_cable_whose_route_nobody_tells(corridor):
    assert struck(corridor.pool, box(62.0, 22.0, 64.0, 23.5)) == []


def test_a_landslide_between_two_towns_cuts_the_fibre_and_the_radio_beside_it(corridor):
    """Between Multan (71.5 E) and Sukkur (68.9 E) no site lies; the backbone passes."""
    found = struck(corridor.pool, box(70.0, 28.7, 70.4, 29.1))
    assert found == ["pk-land-sukkur-multan"]


def test_names_stay_and_files_become_what_lies_in_them_each_once(corridor, file):
    path = file(*KARACHI)
    found = names_lost(corridor, ("station:karachi", path, "kashi"))
    assert found[0] == "station:karachi"
    assert found[-1] == "kashi"
    assert len(found) == len(set(found)) > 10
    assert names_lost(corridor, ()) == ()
    assert corridor.without(*found).pool.knows("landing:mumbai")
    assert not corridor.without(*found).pool.knows("landing:karachi")


def test_the_ladder_of_karachi_after_it_has_no_cable(file, capsys):
    words = ["connect", "--lat", "24.9", "--lon", "67.0", "--without", file(*KARACHI), "--json"]
    assert main(words) == 0
    rungs = json.loads(capsys.readouterr().out)["ladder"]
    assert "karachi" not in {r["id"] for r in rungs}
    assert "alphasat" in {r["id"] for r in rungs}


@pytest.mark.parametrize(
    ("ring", "kind", "says"),
    [
        (((0, 0), (2, 2), (2, 0), (0, 2), (0, 0)), "Polygon", "a ring crosses or touches itself near"),
        (((66, 24), (67, 25)), "LineString", "expected polygons of what is struck, got lines"),
        (
            ((0, -60), (1, -60), (1, -59), (0, -59), (0, -60)),
            "Polygon",
            "nothing of the corridor lies in",
        ),
        (((0, 0), (1, 0), (1, 1), (0, 1)), "Polygon", "quake.geojson"),
    ],
)
def test_a_footprint_that_strikes_nothing_or_is_none_is_refused(corridor, file, ring, kind, says):
    with pytest.raises(Refused, match=says):
        names_lost(corridor, (file(*ring, kind=kind),))
