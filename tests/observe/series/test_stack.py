"""What a stack is, and the one sentence where it is none."""

from __future__ import annotations

import numpy as np
import pytest

from serai.errors import Refused
from serai.files import npz_arrays, npz_rows
from serai.observe.series.stack import open_stack, read_rows
from tests.observe.series.made import dropped, written_stack


def opened(folder, layer=None, **changed):
    arrays = {n: a for n, a in {**dropped(), **changed}.items() if a is not None}
    np.savez(folder / "s.npz", **arrays)
    return open_stack(folder / "s.npz", layer)


@pytest.mark.parametrize("packed", [True, False])
def test_rows_are_those_of_the_whole_array(tmp_path, packed):
    rng = np.random.default_rng(0)
    arrays = {
        "a": rng.random((5, 7, 3)).astype(np.float32),
        "b": rng.random((5, 7, 3)) < 0.5,
        "c": np.arange(9),
    }
    (np.savez_compressed if packed else np.savez)(tmp_path / "s.npz", **arrays)
    found = npz_arrays(tmp_path / "s.npz")
    for first, after in [(0, 7), (0, 1), (6, 7), (2, 5), (3, 3)]:
        for name in "ab":
            rows = npz_rows(tmp_path / "s.npz", found[name], first, after)
            assert np.array_equal(rows, arrays[name][:, first:after])
    assert np.array_equal(npz_rows(tmp_path / "s.npz", found["c"], 0, 0), arrays["c"])


def test_dates_out_of_order_are_put_in_order_with_their_images(tmp_path):
    plain = opened(tmp_path)
    turned = opened(tmp_path, **{n: a[::-1] for n, a in dropped().items()})
    assert turned.times == plain.times
    assert np.array_equal(
        read_rows(turned, 2, 5).values, np.flip(dropped()["ndvi"][::-1], 0)[:, 2:5].reshape(60, -1)
    )


def test_an_index_is_worked_out_from_its_bands(tmp_path):
    red, nir = np.full((60, 12, 10), 0.1, np.float32), np.full((60, 12, 10), 0.3, np.float32)
    red[0, 0, 0] = nir[0, 0, 0] = 0.0
    stack = opened(tmp_path, "ndvi", ndvi=None, red=red, nir=nir, valid=None)
    rows = read_rows(stack, 0, 1)
    assert rows.values[1] == pytest.approx(0.5)
    assert not rows.valid[0, 0]  # nothing over nothing
    assert np.array_equal(rows.valid[1:], dropped()["cloud"][1:, :1].reshape(59, -1) == 0)


ONCE = np.zeros((60, 12, 10), np.float32)
TIMES = dropped()["timestamps"]


@pytest.mark.parametrize(
    ("layer", "changed", "says"),
    [
        (
            None,
            {"timestamps": None},
            "s.npz: expected the dates as an array timestamps, dates, times or time",
        ),
        (None, {"timestamps": TIMES[:59]}, "expected one date a layer (60 of them), got 59"),
        (None, {"timestamps": np.array(["soon", *TIMES[1:]])}, "date 1 is 'soon'; expected ISO 8601 in UTC"),
        (None, {"timestamps": np.array([TIMES[3], *TIMES[1:]])}, "dates 1 and 4 are both"),
        (None, {"ndvi": None}, "expected an array of images (dates, rows, columns), got"),
        (None, {"red": ONCE}, "holds several layers; give --layer as one of ndvi, red or turbidity"),
        ("evi", {}, "has no layer 'evi'; it can give ndvi"),
        ("nbr", {"nir": ONCE}, "nbr needs the bands nir and swir2, and swir2 is not there"),
        (None, {"valid": ONCE[:, 1:]}, "array 'valid' is 60 x 11 x 10, and the images are 60 x 12 x 10"),
        (None, {"sensor": np.array(["a"])}, "expected one sensor a date (60 of them), got 1"),
        (None, {"x": np.array([None])}, "array 'x' holds Python objects"),
        (None, {"x": np.asfortranarray(np.ones((3, 2)))}, "is stored by columns (Fortran order)"),
    ],
)
def test_what_a_stack_lacks_is_told_in_one_sentence(tmp_path, layer, changed, says):
    with pytest.raises(Refused) as told:
        opened(tmp_path, layer, **changed)
    assert says in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.7, 0.99])
def test_a_cut_file_is_refused_in_one_sentence(tmp_path, kept):
    whole = written_stack(tmp_path / "s.npz", dropped()).read_bytes()
    (tmp_path / "s.npz").write_bytes(whole[: int(kept * len(whole))])
    with pytest.raises(Refused) as told:
        read_rows(open_stack(tmp_path / "s.npz"), 0, 12)
    assert "s.npz" in str(told.value)


def test_a_damaged_file_is_refused_in_one_sentence(tmp_path):
    raw = bytearray(written_stack(tmp_path / "s.npz", dropped()).read_bytes())
    raw[2_000:2_400] = bytes(400)
    (tmp_path / "s.npz").write_bytes(raw)
    with pytest.raises(Refused, match="cannot be unpacked"):
        read_rows(open_stack(tmp_path / "s.npz"), 0, 12)
