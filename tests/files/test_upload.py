"""Uploads: archives that bomb, lead out, link or hide are refused whole, in one sentence; sound ones come."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.files.packed import NotUnpacked
from serai.files.upload import MOST_FILES, NotTaken, uploaded

KINDS = frozenset({".csv", ".toml"})
DAY = (2026, 8, 22, 0, 0, 0)


def packed(*files: tuple[str, bytes], mode: int = 0, **changed: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            one = zipfile.ZipInfo(name, DAY)
            one.external_attr = mode << 16
            one.compress_type = zipfile.ZIP_DEFLATED
            for what, value in changed.items():
                setattr(one, what, value)
            archive.writestr(one, content)
    return out.getvalue()


def test_a_sound_archive_comes_with_its_files_and_a_single_folder_is_taken_off():
    files = {"corridor.toml": b"name = 'x'\n", "tables/needs.csv": b"id\n"}
    assert uploaded(packed(*files.items()), KINDS) == files
    rooted = {f"my corridor/{name}": content for name, content in files.items()}
    assert uploaded(packed(("my corridor/", b""), *rooted.items()), KINDS) == files


@pytest.mark.parametrize(
    "name",
    [
        "../x.csv", "a/../../x.csv", "/etc/x.csv", "//x.csv", "a//x.csv", "./x.csv", "C:/x.csv", "C:x.csv",
        "..\\x.csv", "a\\x.csv", ".hidden.csv", ".git/x.csv", "a/.b/x.csv", "x\n.csv", "x\x1b[2J.csv",
        "CON.csv", "nul", "aux/x.csv", "x.csv.", "a /x.csv", "a/b/c/d/e.csv", "x:y.csv", "~/x.csv",
        "$HOME.csv",        "n" * 101 + ".csv", "x\u202e.csv", "",
    ],
)  # fmt: skip
def test_a_name_that_leads_out_or_hides_is_refused(name):
    with pytest.raises(NotTaken, match="the archive holds"):
        uploaded(packed(("fine.csv", b"id\n"), (name, b"id\n")), KINDS)


def test_a_name_cut_at_a_nul_is_refused():
    raw = packed(("x.csvXexe", b"id\n")).replace(b"x.csvXexe", b"x.csv\x00exe")
    with pytest.raises(NotTaken, match="expected names of letters"):
        uploaded(raw, KINDS)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_a_link_or_a_device_is_refused(kind):
    with pytest.raises(NotTaken, match="which is a link or a device"):
        uploaded(packed(("x.csv", b"/etc/passwd"), mode=kind | 0o777), KINDS)
    assert uploaded(packed(("x.csv", b"id\n"), mode=stat.S_IFREG | 0o644), KINDS)


@pytest.mark.parametrize(
    ("one", "other"), [("x.csv", "X.csv"), ("stra\u00dfe.csv", "STRASSE.csv"), ("x.csv", "x.csv")]
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_names_that_are_one_to_some_systems_are_refused(one, other):
    with pytest.raises(NotTaken, match="twice, or under two names"):
        uploaded(packed((one, b"1"), (other, b"2")), KINDS)


def test_a_file_that_swells_is_refused_by_what_comes_out_whatever_the_head_says():
    bomb = packed(("x.csv", bytes(80_000_000)))
    assert len(bomb) < 100_000
    with pytest.raises(NotUnpacked):
        uploaded(bomb, KINDS)
    many = packed(*((f"x{k}.csv", bytes(1_000_000)) for k in range(100)))
    with pytest.raises(NotUnpacked):
        uploaded(many, KINDS)


def test_archives_in_the_archive_locked_entries_and_other_kinds_are_refused():
    inner = packed(("x.csv", b"id\n"))
    for content in (inner, gzip.compress(b"id\n", mtime=0)):
        with pytest.raises(NotTaken, match="which is packed itself"):
            uploaded(packed(("x.csv", content)), KINDS)
    for name in ("x.py", "x.csv.exe", "x", "x.CSV.sh"):
        with pytest.raises(NotTaken, match=r"expected files that end in \.csv or \.toml"):
            uploaded(packed((name, b"id\n")), KINDS)
    locked = bytearray(packed(("x.csv", b"id\n")))
    for head in (b"PK\x03\x04", b"PK\x01\x02"):
        at = locked.find(head) + (6 if head[2] == 3 else 8)
        locked[at] |= 1
    with pytest.raises(NotTaken, match="locked by a password"):
        uploaded(bytes(locked), KINDS)
    assert uploaded(packed(("X.CSV", b"id\n")), KINDS)


def test_too_many_too_large_and_none_are_refused_and_the_bounds_are_not():
    with pytest.raises(NotTaken, match="the archive holds 201 files, more than 200"):
        uploaded(packed(*((f"x{k}.csv", b"1") for k in range(MOST_FILES + 1))), KINDS)
    assert len(uploaded(packed(*((f"x{k}.csv", b"1") for k in range(MOST_FILES))), KINDS)) == MOST_FILES
    raw = packed(("x.csv", b"1"))
    assert uploaded(raw, KINDS, len(raw))
    with pytest.raises(NotTaken, match="more than"):
        uploaded(raw, KINDS, len(raw) - 1)
    for nothing in (b"", b"PK", b"id\n1\n", raw[:-10], b"\x00" * 1_000):
        with pytest.raises(NotTaken, match="expected a zip archive of a folder"):
            uploaded(nothing, KINDS)
    with pytest.raises(NotTaken, match="the archive holds no file"):
        uploaded(packed(("a/", b"")), KINDS)


@settings(max_examples=200)
@given(st.data())
def test_an_archive_with_any_byte_changed_gives_its_files_or_a_refusal(data):
    raw = bytearray(packed(("corridor.toml", b"name = 'x'\n" * 20), ("needs.csv", b"id,title\n" * 20)))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = uploaded(bytes(raw), KINDS)
    except (NotTaken, NotUnpacked):
        return
    assert all("/" not in name and name.endswith((".csv", ".toml")) for name in map(str.lower, found))
