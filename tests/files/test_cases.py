"""Small damaged inputs that once ended in a trace, came out wrong or moved a screen: one sentence now."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from tests.corridor.conftest import ELEMENTS, Valleys, valleys

from serai.cli import main
from serai.corridor import read_rows

__all__ = ["Valleys", "valleys"]

PLACE = "id,lat_deg,lon_deg,mask\nkashi,39.5,75.9,5\n"


@pytest.fixture
def asked(tmp_path, capsys):
    """What `serai passes` says of a file of elements, and how it ends."""
    (tmp_path / "st.csv").write_text(PLACE, encoding="utf-8")

    def ask(name: str, raw: bytes) -> tuple[int, str]:
        (tmp_path / name).write_bytes(raw)
        words = ["passes", "--elements", str(tmp_path / name), "--stations", str(tmp_path / "st.csv")]
        code = main([*words, "--mask", "5", "--start", "2026-08-22T00:00:00Z", "--days", "0.2", "--csv"])
        said = capsys.readouterr()
        return code, said.err if code else said.out

    return ask


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("e.csv.gz", b"\x1f\x8bplain!", "cannot be unpacked"),
        ("e.csv.gz", b"not gzip", "holds no element sets"),
    ],
)
def test_a_damaged_file_of_elements_is_one_sentence(asked, name, raw, says):
    code, said = asked(name, raw)
    assert code == 1
    assert says in said
    assert said.count("\n") == 1


def test_lone_carriage_returns_are_ends_of_lines(asked):
    assert asked("old.csv", ELEMENTS.replace("\n", "\r").encode()) == asked("new.csv", ELEMENTS.encode())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("days = 1", "days = " + "9" * 5_000, "corridor.toml"),
        ("days = 1", "days = 99999999999999999999", "an integer of more than 64 bits"),
        ('members = "members.csv"', 'members = "a\\u0000b.csv"', "the name of a file in this folder"),
        ('members = "members.csv"', 'members = "../members.csv"', "the name of a file in this folder"),
    ],
)
def test_a_damaged_manifest_is_one_sentence(valleys: Valleys, old, new, says):
    text = valleys.file("corridor").read_text(encoding="utf-8")
    if old not in text:
        pytest.fail(f"{old} is not in the manifest of the tests")
    valleys.change("corridor", old, new)
    assert any(says in sentence for sentence in valleys.refusal())


def test_a_link_in_a_corridor_never_leads_out_of_its_folder(valleys: Valleys, tmp_path: Path):
    members = valleys.file("members")
    within = members.with_name("of_members.csv")
    members.rename(within)
    members.symlink_to(within.name)
    before = valleys.read().pool.assets  # a link that stays is as good as the file
    outside = tmp_path / "outside.csv"
    within.rename(outside)
    members.unlink()
    members.symlink_to(outside)
    assert before
    assert any("the name of a file in this folder" in sentence for sentence in valleys.refusal())
    assert read_rows(outside)[1]


def test_an_archive_with_a_wrong_checksum_is_one_sentence(tmp_path, capsys):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("h0.txt", "1 2 3\n" * 50)
    raw = out.getvalue().replace(b"1 2 3\n1 2", b"9 2 3\n1 2", 1)
    (tmp_path / "b.zip").write_bytes(raw)
    assert main(["fetch", "itu", "--from", str(tmp_path / "b.zip"), "--to", str(tmp_path / "b")]) == 1
    said = capsys.readouterr().err
    assert "b.zip: cannot be unpacked" in said
    assert said.count("\n") == 1
    assert not (tmp_path / "b").exists()
