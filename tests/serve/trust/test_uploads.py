"""Bodies and corridors that partners send: too deep, too many, too large and outside are refused."""

from __future__ import annotations

import json

import pytest

from serai.files.upload import NotTaken
from serai.serve.trust.uploads import (
    BODY_B,
    CORNERS,
    VALUES,
    BadBody,
    corridor_files,
    json_body,
    refuse_many_corners,
)
from tests.files.test_upload import packed

GOOD = (("corridor.toml", b'name = "x"\n[files]\nneeds = "needs.csv"\n'), ("needs.csv", b"id\n"))


@pytest.mark.parametrize("body", [b"{}", b'{"need": "N01", "lost": ["kashi"]}', b"[]", b"1", b'"x"', b"null"])
def test_a_body_of_json_comes_as_its_data(body):
    assert json_body(body) == json.loads(body)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "the body"),
        (b"{", "the body"),
        (b"NaN", "the body"),
        (b'{"a": Infinity}', "the body"),
        (b"9" * 5_000, "the body"),
        (b"123456789012345678901234567890", "the body"),
        (b"[" * 33 + b"]" * 33, "the body"),
        (b"[" * 100_000, "the body"),
        (b'{"a":' * 100_000, "the body"),
        (b"\xff\xfe", "expected a body of JSON in UTF-8"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "the body"),
        (b" " * (BODY_B + 1), "more than"),
        (b"[" + b"1," * VALUES + b"1]", "more than"),
    ],
)
def test_a_body_that_is_none_or_too_much_is_one_sentence(body, says):
    with pytest.raises(BadBody, match=says) as refused:
        json_body(body)
    assert len(str(refused.value)) < 300
    assert "\n" not in str(refused.value)


def test_the_bounds_of_a_body_are_allowed():
    assert json_body(b"1" + b" " * (BODY_B - 1)) == 1
    assert len(json_body(b"[" + b"1," * (VALUES - 2) + b"1]")) == VALUES - 1
    assert json_body(b"[" * 32 + b"]" * 32)


def test_a_polygon_has_so_many_corners_and_no_more():
    def ring(count: int) -> dict[str, object]:
        return {"type": "Polygon", "coordinates": [[[k * 1e-3, 0.0] for k in range(count)]]}

    refuse_many_corners(ring(CORNERS))
    many = {"type": "FeatureCollection", "features": [{"geometry": ring(CORNERS // 2)}] * 3}
    for geometry in (ring(CORNERS + 1), many):
        with pytest.raises(BadBody, match="corners, more than 10000"):
            refuse_many_corners(geometry)


def test_a_sound_corridor_comes_with_its_files():
    assert corridor_files(packed(*GOOD)) == dict(GOOD)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ((("needs.csv", b"id\n"),), "the archive holds no corridor.toml"),
        ((*GOOD, ("x.csv", b"\xff")), "'x.csv', which is no text in UTF-8"),
        ((*GOOD, ("a.geojson", b"[" * 50 + b"]" * 50)), "a.geojson"),
        ((*GOOD, ("a.geojson", b"<!DOCTYPE x>")), "a.geojson"),
        ((("corridor.toml", b'[files]\nneeds = "../secret.csv"\n'),), "leads out of the corridor's folder"),
        ((("corridor.toml", b'[files]\nneeds = "a/../../secret.csv"\n'),), "leads out"),
        ((("corridor.toml", b'[files]\nneeds = "/etc/passwd"\n'),), "leads out"),
        ((("corridor.toml", b'a = {b = ["~/x"]}\n'),), "leads out"),
        ((("corridor.toml", b"name = \n"),), "corridor.toml"),
        ((*GOOD, ("../x.csv", b"")), "expected names of letters"),
        ((*GOOD, ("bomb.csv", bytes(80_000_000))), "upload"),
    ],
)  # fmt: skip
def test_a_corridor_that_is_none_is_refused_whole_in_one_sentence(files, says):
    with pytest.raises(NotTaken, match=says) as refused:
        corridor_files(packed(*files))
    assert "\n" not in str(refused.value)
