"""What begins at one moment stands by satellite and place: the order of the tables moves no line."""

from __future__ import annotations

import random

import pytest
from tests.corridor.conftest import ELEMENTS, geostationary

from serai.cli import main
from serai.corridor import read_rows, write_rows

LONGITUDES = (38.2, 70.0, 75.0, 75.1, 80.0)


@pytest.fixture
def tables(tmp_path):
    twins = [geostationary(lon, 40_000 + k, f"STAR {k}") for k, lon in enumerate(LONGITUDES)]
    (tmp_path / "e.csv").write_text(ELEMENTS + "\n".join(twins) + "\n", encoding="utf-8")
    places = [
        {"id": n, "lat_deg": str(lat), "lon_deg": "72"} for n, lat in (("b", 30), ("a", 30), ("c", -10))
    ]
    write_rows(tmp_path / "p.csv", ["id", "lat_deg", "lon_deg"], places)
    return tmp_path


def shuffled(tables, seed: int) -> None:
    for name in ("e.csv", "p.csv"):
        columns, rows = read_rows(tables / name)
        random.Random(seed).shuffle(rows)
        write_rows(tables / name, columns, rows)


@pytest.mark.parametrize(
    "words",
    [
        ("passes", "--stations", "{t}/p.csv", "--mask", "5", "--ical", "{t}/out"),
        ("looks", "--points", "{t}/p.csv", "--off-nadir", "45"),
        ("revisit", "--points", "{t}/p.csv", "--off-nadir", "45"),
    ],
)
def test_shuffled_elements_and_places_give_the_same_text(words, tables, capsys):
    def said() -> tuple[str, bytes]:
        period = ["--elements", str(tables / "e.csv"), "--start", "2026-08-22T00:00:00Z", "--days", "0.4"]
        assert main([*(w.format(t=tables) for w in words), *period]) == 0
        out = tables / "out"
        return capsys.readouterr().out, out.read_bytes() if out.exists() else b""

    first = said()
    assert "STAR 0" in first[0] or words[0] == "revisit"
    for seed in (1, 2, 3):
        shuffled(tables, seed)
        assert said() == first
