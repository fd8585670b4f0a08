"""Scenes of STAC items are the same stack as their arrays; what they lack is told in one sentence."""

from __future__ import annotations

import json

import numpy as np
import pytest

import serai
from serai.earth import Box
from serai.errors import Refused
from serai.observe.series import extra, watch
from serai.observe.series.areas import polygon_records
from serai.observe.series.grid import PixelGrid
from serai.observe.series.images import ItemSource
from serai.observe.series.stack import open_stack, read_rows
from tests.observe.series.made import BROKEN, dropped, written_stack
from tests.observe.series.scenes import CRS, NORTH_M, STEP_M, WEST_M, written_scenes

DATES = 42


def bands(dates=DATES):
    """Red and near infrared in whole numbers of 1e-4, as files hold them, of the made NDVI."""
    made = dropped()
    ndvi = made["ndvi"][-dates:]
    red = np.round(0.08 * np.ones_like(ndvi), 4)
    nir = np.round(red * (1.0 + ndvi) / (1.0 - ndvi), 4)
    cloud = made["cloud"][-dates:] != 0
    return {"red": red, "nir": nir}, made["timestamps"][-dates:], cloud


@pytest.fixture(scope="module")
def scenes(tmp_path_factory):
    arrays, times, cloud = bands()
    return written_scenes(tmp_path_factory.mktemp("scenes"), arrays, times=times, cloud=cloud)


def kept_as_it_is(_, item):
    pass


def changed(folder, change, dates=3, **more):
    arrays, times, cloud = bands()
    return written_scenes(
        folder,
        {n: a[:dates] for n, a in arrays.items()},
        times=times[:dates],
        cloud=cloud[:dates],
        change=change,
        **more,
    )


def test_scenes_and_their_arrays_are_one_stack(scenes, tmp_path):
    arrays, times, cloud = bands()
    path = written_stack(tmp_path / "s.npz", {**arrays, "cloud": cloud, "timestamps": times})
    ours, theirs = open_stack(scenes, "ndvi"), open_stack(path, "ndvi")
    assert ours.times == theirs.times
    assert set(ours.sensors) == {"sentinel-2a"}
    for first, after in ((0, 12), (3, 5), (11, 12)):
        one, other = read_rows(ours, first, after), read_rows(theirs, first, after)
        assert one.values == pytest.approx(other.values, abs=1e-6)
        assert np.array_equal(one.valid, other.valid)
        assert np.array_equal(one.cloud, other.cloud)


def test_a_watched_place_of_scenes_goes_on_where_it_was_killed(scenes, tmp_path, monkeypatch):
    monkeypatch.setattr(watch, "PIXELS", 30)
    whole = serai.monitor(scenes, layer="ndvi")
    read = []
    plain = ItemSource.rows

    def dies(self, name, first, after):
        read.append((first, after))
        if first >= 6:
            raise KeyboardInterrupt
        return plain(self, name, first, after)

    monkeypatch.setattr(ItemSource, "rows", dies)
    with pytest.raises(KeyboardInterrupt):
        serai.monitor(scenes, layer="ndvi", out=tmp_path / "o", memory_mb=0.001)
    assert max(after - first for first, after in read) == 3  # rows at once, not the whole
    monkeypatch.setattr(ItemSource, "rows", plain)
    again = serai.monitor(scenes, layer="ndvi", out=tmp_path / "o", memory_mb=0.001)
    for name, found in whole.maps.items():
        assert np.array_equal(found, again.maps[name], equal_nan=name != "watched"), name


def test_a_coarser_grid_takes_pixels_of_the_finer(scenes):
    fine, coarse = open_stack(scenes, "red"), open_stack(scenes, "red", resolution_m=20.0)
    assert coarse.shape == (6, 5)
    some = read_rows(coarse, 0, 6)
    whole = read_rows(fine, 0, 12).values.reshape(DATES, 12, 10)
    blocks = whole.reshape(DATES, 6, 2, 5, 2).transpose(0, 1, 3, 2, 4).reshape(DATES, 30, 4)
    assert (np.abs(blocks - some.values[..., None]).min(axis=2) < 1e-6).all()


def test_a_box_is_a_window_and_pixels_stay_where_they_lie(scenes):
    grid = PixelGrid(CRS, (STEP_M, 0.0, WEST_M, 0.0, -STEP_M, NORTH_M), (12, 10))
    lon, lat = grid.lon_lat(
        np.array([WEST_M + 31.0, WEST_M + 68.0]), np.array([NORTH_M - 49.0, NORTH_M - 21.0])
    )
    box = Box(lon_min=lon[0], lat_min=lat[0], lon_max=lon[1], lat_max=lat[1])
    part = open_stack(scenes, "nir", box=box)
    assert part.shape == (3, 4)
    assert part.source.whole("x").tolist() == [WEST_M + 35.0 + 10.0 * k for k in range(4)]
    assert part.source.whole("y").tolist() == [NORTH_M - 25.0 - 10.0 * k for k in range(3)]
    whole = read_rows(open_stack(scenes, "nir"), 0, 12).values.reshape(DATES, 12, 10)
    assert np.array_equal(read_rows(part, 0, 3).values.reshape(DATES, 3, 4), whole[:, 2:5, 3:7])
    x, y = grid.projected(*grid.lon_lat(grid.columns_x(), grid.rows_y()[:10]))
    assert x == pytest.approx(grid.columns_x(), abs=1e-3)
    assert y == pytest.approx(grid.rows_y()[:10], abs=1e-3)


def test_polygons_of_scenes_are_in_degrees(scenes, tmp_path):
    found = serai.monitor(scenes, layer="ndvi")
    edge_x = WEST_M + STEP_M * np.array([BROKEN[1].start, BROKEN[1].stop])
    edge_y = NORTH_M - STEP_M * np.array([BROKEN[0].stop, BROKEN[0].start])
    lon, lat = found.stack.source.grid.lon_lat(edge_x[[0, 1, 1, 0, 0]], edge_y[[0, 0, 1, 1, 0]])
    ring = np.column_stack([lon, lat]).tolist()
    file = tmp_path / "a.geojson"
    file.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}), encoding="utf-8")
    (one,) = polygon_records(found, file)
    assert one.pixels == 12


@pytest.mark.parametrize("told", [False, True])
def test_sentinel_2s_offset_of_2022_is_taken_out_once_and_told(tmp_path, told):
    def baseline(k, item):
        item["properties"]["s2:processing_baseline"] = "04.00" if k else "03.01"
        item["properties"]["earthsearch:boa_offset_applied"] = told
        for one in item["assets"].values():
            one.pop("bands", None)

    stack = open_stack(changed(tmp_path, baseline), "red")
    assert read_rows(stack, 0, 12).values[:, 0] == pytest.approx(
        [0.08, *[0.08 if told else -0.02] * 2], abs=1e-6
    )
    notes = [str(one) for one in stack.source.notes]
    first = f"{int(stack.times[1][8:10])} Dec 2023"
    said = "of a processing baseline with an offset of -0.1; taken out"
    assert notes == ([] if told else [f"sentinel-2a: 2 scenes from {first} {said}"])


def test_tiles_of_one_pass_are_laid_beside_each_other_and_the_first_counts(tmp_path):
    def moved(k, item):
        item["properties"]["datetime"] = f"2024-01-01T10:00:{10 * k:02}Z"
        item["bbox"] = [76.0 + k, 36.0, 77.0 + k, 37.0]

    stack = open_stack(changed(tmp_path, moved, dates=2), "nir")
    assert stack.dates == 1
    assert read_rows(stack, 0, 12).values[0] == pytest.approx(bands()[0]["nir"][0].ravel(), abs=1e-6)


def other_code(_, item):
    item["properties"]["proj:code"] = "EPSG:32642"


def without(*names):
    def change(_, item):
        for name in names:
            item["properties"].pop(name, None)

    return change


def web(_, item):
    item["assets"]["red"]["href"] = "/vsicurl/x.tif"


def same(_, item):
    item["properties"]["datetime"] = "2024-01-01T10:00:00Z"


def without_assets(_, item):
    item.pop("assets")


def no_assets(_, item):
    item["assets"].clear()


def turned(_, item):
    item["properties"]["proj:transform"][1] = 1.0


@pytest.mark.parametrize(
    ("layer", "change", "says"),
    [
        ("nbr", kept_as_it_is, "nbr needs the bands nir and swir2, and swir2 is not there"),
        ("red", without("proj:code"), "does not tell its grid; expected proj:code, proj:transform and"),
        ("red", without("proj:shape"), "does not tell its grid"),
        ("red", other_code, "tells EPSG:32642, and its file of 'red' is in EPSG:32643"),
        ("red", same, "scenes 'scene-0' and 'scene-1' are both of 2024-01-01T10:00:00Z by one sensor"),
        ("red", turned, "lies on a grid that is not square and north up"),
        ("red", web, "'/vsicurl/x.tif' is not followed; expected a path beside the item, or http or https"),
        ("red", without("datetime"), "item 'scene-0' is of 'None'; expected datetime, or start_datetime"),
        ("red", without_assets, "item 'scene-0' has no assets, which a STAC item has"),
        ("red", no_assets, "'scene-0' has no GeoTIFF of one band"),
    ],
)
def test_what_scenes_lack_is_told_in_one_sentence(tmp_path, layer, change, says):
    with pytest.raises(Refused) as told:
        read_rows(open_stack(changed(tmp_path, change), layer), 0, 12)
    assert says in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("kept", [0.0, 0.5])
def test_a_cut_image_is_refused_with_its_scene(tmp_path, kept):
    path = changed(tmp_path, kept_as_it_is)
    file = tmp_path / "1_red.tif"
    whole = file.read_bytes()
    file.write_bytes(whole[: int(kept * len(whole))])
    with pytest.raises(Refused, match="item 'scene-1': 'red' cannot be read: "):
        read_rows(open_stack(path, "red"), 0, 12)


def no_module(name):
    raise ImportError(name)


def test_all_cloud_no_item_and_a_missing_extra_are_told(tmp_path, monkeypatch):
    arrays, times, cloud = bands()
    path = written_scenes(
        tmp_path, {"red": arrays["red"][:, :2]}, times=times, cloud=np.ones_like(cloud[:, :2])
    )
    with pytest.raises(Refused, match=r"no value of items\.json is valid on any date"):
        serai.monitor(path, layer="red")
    (tmp_path / "none.json").write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    with pytest.raises(Refused, match=r"none\.json holds no STAC item"):
        open_stack(tmp_path / "none.json")
    with pytest.raises(Refused, match="no scene shows the box"):
        open_stack(path, "red", box=Box.read("10,36,11,37"))
    with pytest.raises(Refused, match="give a smaller --box, or another --resolution"):
        open_stack(path, "red", resolution_m=1e-5)
    monkeypatch.setattr(extra, "import_module", no_module)
    with pytest.raises(Refused, match=r"odc is not installed.*install serai\[images\]"):
        open_stack(path)
    with pytest.raises(Refused, match="--box is for scenes of STAC items"):
        open_stack(written_stack(tmp_path / "s.npz", dropped()), box=Box.read("76,36,77,37"))
