"""Bundles of digital maps: taken in with a manifest and checksums, and refused when wrong."""

from __future__ import annotations

import json
import zipfile

import numpy as np
import pytest

from serai.cli.app import main
from serai.radio.propagation.map_bundle import NoMaps, take_in
from serai.radio.propagation.maps import MANIFEST, MapDamaged, MapMissing, Maps, maps_at_hand

ISOTHERM = np.round(4.0 + np.cos(np.radians(np.linspace(90, -90, 121)))[:, None] + np.zeros(241), 3)


@pytest.fixture
def official(tmp_path):
    """The file of P.839-4 as the ITU-R packs it: an archive in an archive."""
    text = "\n".join(" ".join(f"{v:g}" for v in row) for row in ISOTHERM)
    inner, outer = tmp_path / "h0.zip", tmp_path / "R-REC-P.839-4.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("h0.txt", text)
        archive.writestr("readme.pdf", "not a map")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "h0.zip")
    return outer


def test_official_files_become_a_bundle_with_editions_and_checksums(official, tmp_path):
    taken = take_in(str(official), tmp_path / "bundle")
    assert taken.keys == ("P.839-4 h0",)
    assert len(taken.ignored) == 1
    row = json.loads((tmp_path / "bundle" / MANIFEST).read_text())["sheets"]["P.839-4 h0"]
    assert row["edition"] == "P.839-4"
    assert len(row["sha256"]) == 64
    maps = Maps(bundle=tmp_path / "bundle")
    assert maps.has("P.839-4 h0")
    assert float(maps.grid("P.839-4 h0").bilinear(0.0, 67.0)) == pytest.approx(5.0)


def test_a_file_that_changed_is_refused(official, tmp_path):
    take_in(str(official), tmp_path / "bundle")
    (file,) = (tmp_path / "bundle").glob("P.839-4_h0-*.npy")
    file.write_bytes(file.read_bytes()[:-8] + b"12345678")
    with pytest.raises(MapDamaged, match="is not what its manifest says"):
        Maps(bundle=tmp_path / "bundle").grid("P.839-4 h0")


def test_a_map_of_the_wrong_size_is_refused_and_nothing_is_written(tmp_path):
    file = tmp_path / "h0.txt"
    file.write_text("1 2 3\n4 5 6\n", encoding="ascii")
    with pytest.raises(MapDamaged, match="121 rows of 241 values, but the file holds 2 x 3"):
        take_in(str(file), tmp_path / "bundle")
    assert not (tmp_path / "bundle").exists()


def test_what_is_taken_in_later_stands_beside_what_was_there_and_nothing_half_read_is_left(
    official, tmp_path
):
    bundle = tmp_path / "bundle"
    take_in(str(official), bundle)
    month = tmp_path / "new"
    month.mkdir()
    rows = "\n".join(" ".join(["290"] * 481) for _ in range(241))
    (month / "T_Annual.TXT").write_text(rows, encoding="ascii")
    assert take_in(str(month), bundle).keys == ("P.1510-1 T",)
    assert maps_at_hand(bundle).has_all("P.839-4 h0", "P.1510-1 T")
    (month / "h0.txt").write_text("1 2 3", encoding="ascii")
    with pytest.raises(MapDamaged):
        take_in(str(month), bundle)
    assert float(maps_at_hand(bundle).grid("P.839-4 h0").bilinear(0.0, 67.0)) == pytest.approx(5.0)
    assert not list(tmp_path.glob(".taking-*"))


def test_a_source_without_maps_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("nothing", encoding="ascii")
    with pytest.raises(NoMaps, match="holds none of the maps"):
        take_in(str(tmp_path / "notes.txt"), tmp_path / "bundle")
    with pytest.raises(NoMaps, match="there is nothing at"):
        take_in(str(tmp_path / "missing.zip"), tmp_path / "bundle")


def test_a_map_that_is_not_there_is_refused_with_what_to_do():
    with pytest.raises(MapMissing) as refused:
        Maps().grid("P.837-7 R001")
    assert str(refused.value) == (
        "the digital map P.837-7 R001 is needed, but it is not at hand; take in the official files with "
        "serai fetch itu --from URL|PATH, or give the place's own figure"
    )


def test_the_command_takes_maps_in_and_lists_them(official, tmp_path, capsys):
    bundle = tmp_path / "bundle"
    assert main(["fetch", "itu", "--from", str(official), "--to", str(bundle)]) == 0
    assert "1 maps taken in" in capsys.readouterr().out
    assert main(["fetch", "itu", "--to", str(bundle), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sheets"]["P.839-4"] == 1
    assert maps_at_hand(bundle).source("P.839-4 h0") == "ITU-R P.839-4 h0 (official file)"
