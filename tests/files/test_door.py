"""What comes through the door: regular files of a bounded size, told by content; or one sentence."""

from __future__ import annotations

import bz2
import gzip
import os
import zipfile
import zlib
from io import BytesIO

import ncompress
import numpy as np
import pytest

from serai.errors import Refused
from serai.files import (
    NotRead,
    NotUnpacked,
    array_of,
    content,
    digest,
    entries,
    json_of,
    text,
    toml_of,
    unpacked,
)
from serai.files.packed import LEAST_B, SWELLS, bound_b

PLAIN = b"".join(b"row %d\n" % n for n in range(2_000))
PACKERS = {"gzip": gzip.compress, "bzip2": bz2.compress, "LZW": ncompress.compress}
MB = 1 << 20


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_a_packed_file_is_told_by_its_bytes_and_not_by_its_name(pack, tmp_path):
    for name in ("a.csv", "a.csv.gz", "a.Z", "a.bz2"):
        (tmp_path / name).write_bytes(pack(PLAIN))
        assert content(tmp_path / name) == (PLAIN, name)
    (tmp_path / "plain.gz").write_bytes(PLAIN)
    assert content(tmp_path / "plain.gz")[0] == PLAIN


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_files_of_several_members_come_whole(pack):
    assert unpacked(pack(b"one\n") + pack(b"two\n") + pack(b"three\n"), "f", MB) == b"one\ntwo\nthree\n"
    with pytest.raises(NotUnpacked):
        unpacked(pack(b"x" * 600_000) + pack(b"y" * 600_000), "f", MB)


@pytest.mark.parametrize("name", PACKERS)
def test_the_bound_is_met_to_the_byte(name):
    packed = PACKERS[name](b"z" * MB)
    assert unpacked(packed, "f", MB) == b"z" * MB
    with pytest.raises(NotUnpacked, match=r"f: unpacks to more than"):
        unpacked(packed, "f", MB - 1)


def test_a_small_file_that_swells_a_thousand_times_is_refused_before_it_fills_the_memory():
    bomb = bz2.compress(b"\0" * (LEAST_B + 1))
    assert len(bomb) < 200
    with pytest.raises(NotUnpacked, match=r"unpacks to more than 67\.1 MB"):
        unpacked(bomb, "bomb.bz2", 1 << 30)
    assert bound_b(10, 1 << 30) == LEAST_B
    assert bound_b(MB, 1 << 30) == SWELLS * MB
    assert bound_b(100 * MB, 1 << 30) == 1 << 30


@pytest.mark.parametrize("name", PACKERS)
def test_a_cut_file_is_one_sentence(name):
    packed = PACKERS[name](PLAIN)
    for cut in (3, 4, 5, len(packed) // 2, len(packed) - 1):
        try:
            came = unpacked(packed[:cut], "cut", MB)
        except NotUnpacked as told:
            said = str(told)
            assert "\n" not in said
        else:
            assert name == "LZW"  # which has no end of its own
            assert PLAIN.startswith(came)


def test_false_gzip_is_one_sentence(tmp_path):
    (tmp_path / "f.csv.gz").write_bytes(b"\x1f\x8bplain!")
    with pytest.raises(NotUnpacked, match=r"^f\.csv\.gz: cannot be unpacked, it may be cut short or damaged"):
        content(tmp_path / "f.csv.gz")


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotRead, match="it is a pipe, and only regular files are read"):
        content(tmp_path / "pipe")
    with pytest.raises(NotRead, match="it is a pipe"):
        digest(tmp_path / "pipe")


@pytest.mark.parametrize(
    ("name", "says"),
    [("none.csv", "No such file"), ("", "Is a directory"), ("a\0b", "no file can have that name")],
)
def test_what_is_no_file_is_said(name, says, tmp_path):
    with pytest.raises(NotRead, match=rf"^cannot read .*{says}"):
        content(str(tmp_path) + "/" + name)
    with pytest.raises(NotRead, match="it is no regular file"):
        content("/dev/zero")


def test_a_file_above_the_bound_is_refused_by_its_size_and_read_at_it(tmp_path):
    (tmp_path / "f").write_bytes(b"12345678")
    assert content(tmp_path / "f", 8)[0] == b"12345678"
    with pytest.raises(NotRead, match=r"it holds 0\.008 kB, and at most 0\.007 kB are read"):
        content(tmp_path / "f", 7)
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(3 << 30)
    with pytest.raises(NotRead, match=r"at most 1\.07 GB are read"):
        content(tmp_path / "sparse")


def test_text_has_no_byte_order_mark_and_other_bytes_are_told_by_line(tmp_path):
    (tmp_path / "f").write_bytes(b"\xef\xbb\xbfone\n")
    assert text(tmp_path / "f") == "one\n"
    (tmp_path / "f").write_bytes(b"one\nM\xfcnchen\n")
    with pytest.raises(NotRead, match="line 2 is not UTF-8 text"):
        text(tmp_path / "f")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("a = " + "[" * 20_000 + "]" * 20_000, "more than 32 deep"),
        ("a = " + "[" * 40 + "]" * 40, "more than 32 deep"),
        ("a = " + "9" * 5_000, "expected TOML, got"),
        ("a = 9223372036854775808", "an integer of more than 64 bits"),
        ("a = [{b = -9223372036854775809}]", "an integer of more than 64 bits"),
        ("a = ", "expected TOML, got"),
        (".".join("a" * 5_000) + " = 1", "more than 32 deep"),
    ],
)
def test_toml_beyond_its_bounds_is_one_sentence(said, why):
    with pytest.raises(Refused, match=why):
        toml_of(said, "f.toml")


def test_toml_and_json_within_their_bounds_come_as_they_are():
    deep = {"a": 9223372036854775807, "b": [[[-9223372036854775808]]]}
    assert toml_of("a = 9223372036854775807\nb = [[[-9223372036854775808]]]", "f") == deep
    assert json_of('{"a": 9223372036854775807, "b": [[[-9223372036854775808]]]}', "f") == deep
    thirty_two = "[" * 32 + "]" * 32
    json_of(thirty_two, "f")
    with pytest.raises(Refused):
        json_of("[" + thirty_two + "]", "f")


@pytest.mark.parametrize(
    "said", ["[" * 100_000, '{"a": NaN}', "[Infinity]", "9" * 5_000, "[" + "9" * 20 + "]", "", '{"a" 1}']
)
def test_json_beyond_its_bounds_is_one_sentence(said):
    with pytest.raises(Refused, match=r"^f\.json") as told:
        json_of(said, "f.json")
    assert len(str(told.value)) < 200


def zipped(*files: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, raw in files:
            archive.writestr(name, raw)
    return out.getvalue()


def test_an_archive_gives_its_files_and_what_is_none_gives_nothing():
    assert list(entries(zipped(("a", b"1"), ("b/", b""), ("b/c", b"2")), "f.zip", MB) or ()) == [
        ("a", b"1"),
        ("b/c", b"2"),
    ]
    assert entries(b"no archive", "f.zip", MB) is None


def test_the_files_of_an_archive_share_one_bound():
    half = zipped(("a", b"0" * (MB // 2)), ("b", b"0" * (MB // 2)))
    assert len(list(entries(half, "f", MB) or ())) == 2
    with pytest.raises(NotUnpacked, match="unpacks to more than"):
        list(entries(half, "f", MB - 1) or ())


@pytest.mark.parametrize("at", range(0, 130, 3))
def test_a_damaged_archive_is_one_sentence_or_read(at):
    raw = bytearray(zipped(("maps/a.txt", PLAIN), how=zipfile.ZIP_STORED if at % 2 else zipfile.ZIP_DEFLATED))
    for place in (at, len(raw) - 1 - at):
        raw[place] ^= 0x55
        try:
            list(entries(bytes(raw), "f.zip", MB) or ())
        except NotUnpacked as told:
            said = str(told)
            assert "\n" not in said


def saved(array) -> bytes:
    out = BytesIO()
    np.save(out, array)
    return out.getvalue()


def test_an_array_comes_in_double_precision_and_only_numbers_do():
    assert array_of(saved(np.arange(6, dtype=np.int16).reshape(2, 3)), "f").tolist() == [[0, 1, 2], [3, 4, 5]]
    with pytest.raises(Refused, match="not an array of numbers"):
        array_of(saved(np.array(["a"])), "f")


@pytest.mark.parametrize(
    "raw",
    [
        saved(np.zeros(4))[:40],
        saved(np.zeros(4))[:-1],
        saved(np.zeros(4)).replace(b"(4,)", b"(4,("),
        saved(np.zeros((4, 4))).replace(b"(4, 4)", b"(9**9)"),
        b"\x93NUMPY\x01\x00\x76\x00"
        + b"{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999999,), }".ljust(118),
        b"PK\x03\x04",
        b"",
        zlib.compress(b"x"),
    ],
)
def test_a_damaged_array_is_one_sentence(raw):
    with pytest.raises(Refused, match=r"^f\.npy: not an array of numbers, or a damaged one$"):
        array_of(raw, "f.npy")


@pytest.mark.parametrize("odd", [[True, False], [1 + 2j], ["1", "2"], [b"1"]])
def test_an_array_of_anything_but_numbers_is_refused(odd):
    out = BytesIO()
    np.save(out, np.array(odd))
    with pytest.raises(Refused):
        array_of(out.getvalue(), "a.npy")
