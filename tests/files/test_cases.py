"""Small damaged inputs that once ended in a trace, came out wrong or moved a screen: one sentence now.

| input | test |
|---|---|
| truncated gzip, false gzip | `test_a_damaged_file_of_elements_is_one_sentence` |
| Latin-1 text | `test_a_name_in_latin_1_is_read` |
| lone carriage returns | `test_lone_carriage_returns_are_ends_of_lines` |
| giant integers, a NUL in a file's name, a name that leads out | `test_a_damaged_manifest_is_one_sentence` |
| a damaged bundle of maps | `test_an_archive_with_a_wrong_checksum_is_one_sentence` |
| a link that leads out of a corridor | `test_a_link_in_a_corridor_never_leads_out_of_its_folder` |
| a command to a terminal in a name | `test_a_name_never_commands_a_terminal` |
| a formula as a name | `test_a_name_is_no_formula_in_a_spreadsheet` |

Every text column through every output: tests/wording/test_hostile_everywhere.py.
"""

from __future__ import annotations

import csv
import gzip
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
        code = main([*words, "--mask", "5", "--start", "2026-08-22T00:00:00Z", "--days", "0.5", "--csv"])
        said = capsys.readouterr()
        return code, said.err if code else said.out

    return ask


@pytest.fixture
def passed(tmp_path, capfd):
    """What `serai passes` says of a station of some name."""
    (tmp_path / "e.csv").write_text(ELEMENTS, encoding="utf-8")

    def ask(name: str, *form: str) -> str:
        (tmp_path / "st.csv").write_text(PLACE.replace("kashi", name), encoding="utf-8")
        words = ["passes", "--elements", str(tmp_path / "e.csv"), "--stations", str(tmp_path / "st.csv")]
        assert main([*words, "--mask", "5", "--start", "2026-08-22T00:00:00Z", "--days", "0.5", *form]) == 0
        return capfd.readouterr().out

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


def test_elements_cut_short_are_one_sentence_at_every_cut(asked):
    whole = gzip.compress(ELEMENTS.encode(), mtime=0)
    assert asked("whole.csv.gz", whole)[0] == 0
    for cut in (1, 3, 12, len(whole) // 2, len(whole) - 8, len(whole) - 1):
        code, said = asked("cut.csv.gz", whole[:cut])
        assert code == 1
        assert said.count("\n") == 1
        assert "cut.csv.gz" in said


def test_a_name_in_latin_1_is_read(asked):
    text = ELEMENTS.replace("EYE 1", "ÉYÈ 1")
    assert asked("e.csv", text.encode("latin-1")) == asked("e.csv", text.encode("utf-8"))
    assert "ÉYÈ 1" in asked("e.csv", text.encode("latin-1"))[1]


@pytest.mark.parametrize("form", [(), ("--csv",), ("--json",)])
def test_a_name_never_commands_a_terminal(form, passed):
    said = passed('"\x1b]0;TITLE\x07\x1b[2Jk"', *form)
    assert "\x1b" not in said
    assert "\x07" not in said
    assert "[2Jk" in said  # what is left of it is told


def test_a_name_is_no_formula_in_a_spreadsheet(passed, monkeypatch):
    for name in ("=1+1|cmd", "@SUM(1)", "+cmd", "-cmd"):
        rows = list(csv.DictReader(io.StringIO(passed(name, "--csv"))))
        assert {r["station"] for r in rows} == {"'" + name}
    monkeypatch.setenv("SERAI_CSV_FORMULAS", "keep")
    rows = list(csv.DictReader(io.StringIO(passed("=1+1", "--csv"))))
    assert {r["station"] for r in rows} == {"=1+1"}


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
