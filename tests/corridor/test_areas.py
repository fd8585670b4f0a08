"""The area of a need out of a file of the folder: read, or refused with file, line and column."""

from __future__ import annotations

import shutil

import pytest

import serai
from serai.corridor.write import read_rows, write_rows
from serai.tables import CorridorRefused

SQUARE = '{"type": "Polygon", "coordinates": [[[%s, 26], [68, 26], [68, 27], [%s, 27], [%s, 26]]]}'


@pytest.fixture
def folder(root, tmp_path):
    return shutil.copytree(root / "corridors" / "belt-and-road", tmp_path / "corridor")


def put(folder, table, which, **cells):
    """Change cells of the first row that fits."""
    columns, rows = read_rows(folder / f"{table}.csv")
    row = next(r for r in rows if all(r[k] == v for k, v in which.items()))
    row.update(cells)
    write_rows(folder / f"{table}.csv", columns, rows)


def refusal(folder):
    with pytest.raises(CorridorRefused) as refused:
        serai.open_corridor(folder)
    return str(refused.value)


def test_eight_needs_of_the_reference_corridor_have_areas(root):
    corridor = serai.open_corridor(root / "corridors" / "belt-and-road")
    areas = {n.id: n.area for n in corridor.needs if n.area is not None}
    assert sorted(areas) == ["N04", "N06", "N10", "N16", "N17", "N21", "N23", "N30"]
    assert areas["N23"].size == pytest.approx(250_000, rel=0.05)  # 25 million hectares
    for area in areas.values():
        assert area.places.size == pytest.approx(area.size)
        assert 128 <= len(area.places) <= 1024


def test_the_same_file_is_the_same_area(root):
    a, b = (serai.open_corridor(root / "corridors" / "belt-and-road").need("N06").area for _ in range(2))
    assert a == b
    assert hash(a) == hash(b)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SQUARE % (67, 67, 67), ""),
        (SQUARE % (60, 60, 60), "an area inside the box of N01"),
        (SQUARE % (67, 67, 66.9), "a ring whose last position is its first"),
        ("lon_min,lat_min,lon_max,lat_max\n67,26,68,27\n", ""),
        ("not an area", "lon_min"),
    ],
)
def test_an_area_is_read_or_refused_in_a_sentence(folder, text, says):
    (folder / "n01.geojson").write_text(text, encoding="utf-8")
    put(folder, "needs", {"id": "N01"}, area="n01.geojson")
    if not says:
        assert serai.open_corridor(folder).need("N01").area.file == "n01.geojson"
        return
    said = refusal(folder)
    assert "needs.csv, line 2, column 'area'" in said
    assert says in said


@pytest.mark.parametrize("name", ["none.geojson", "../n01.geojson", "/etc/hosts"])
def test_a_file_that_is_not_in_the_folder_is_refused(folder, name):
    put(folder, "needs", {"id": "N01"}, area=name)
    assert "needs.csv, line 2, column 'area'" in refusal(folder)


def test_a_need_of_another_service_has_no_area(folder):
    put(folder, "needs", {"id": "N02"}, area="area_n06.geojson")
    assert "connect is judged over the need's box" in refusal(folder)


def test_only_a_revisit_asks_for_a_clear_view(folder):
    put(folder, "measures", {"need": "N06", "measure": "image_to_hand"}, clear_view="yes")
    assert "column 'clear_view': expected yes with revisit only" in refusal(folder)
    put(folder, "measures", {"need": "N06", "measure": "image_to_hand"}, clear_view="")
    put(folder, "measures", {"need": "N02", "measure": "voice_calls"}, clear_view="yes")
    assert "no measure of this service asks for a clear view" in refusal(folder)
