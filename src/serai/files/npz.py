"""Arrays in an archive (.npz), read by bands of rows: one that outgrows the memory is read all the same."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tokenize import TokenError
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from serai.files.archive import MOST_ENTRIES
from serai.files.data import BadData
from serai.files.door import _opened
from serai.files.packed import NotUnpacked
from serai.wording import reason

STACK_B = 1 << 36  # 64 GB: a Sentinel-2 tile over three years
STEP_B = 1 << 22  # what is passed over is unpacked by so much at a time
SUFFIX = ".npy"
_DAMAGED_HEAD = (ValueError, EOFError, TypeError, SyntaxError, TokenError, OverflowError, KeyError)
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, IndexError)


@dataclass(frozen=True, slots=True)
class StoredArray:
    """One array of an archive as its head tells it."""

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    @property
    def size_b(self) -> int:
        return int(np.prod(self.shape, dtype=np.int64)) * self.dtype.itemsize


def npz_arrays(path: str | Path) -> Mapping[str, StoredArray]:
    """The arrays of an archive by their names; refused (`BadData`) where it is none, or holds objects."""
    file = Path(path).name
    with _opened(path, STACK_B) as raw:
        if not zipfile.is_zipfile(raw):
            raise BadData(file, reason("files.no_npz"))
        try:
            with zipfile.ZipFile(raw) as archive:
                listed = [one for one in archive.namelist()[:MOST_ENTRIES] if one.endswith(SUFFIX)]
                return {one.removesuffix(SUFFIX): _head(archive, one, file) for one in listed}
        except _DAMAGE as wrong:
            raise _damaged(file, wrong) from None


def npz_array(path: str | Path, one: StoredArray, most_b: int) -> NDArray[Any]:
    """A whole array of an archive that takes no more than ``most_b``."""
    if one.size_b > most_b:
        raise BadData(Path(path).name, reason("files.npz_large", array=one.name, most=8.0 * most_b))
    return npz_rows(path, one, 0, one.shape[1] if len(one.shape) > 1 else 0)


def npz_rows(path: str | Path, one: StoredArray, first: int, after: int) -> NDArray[Any]:
    """Rows ``first`` to ``after`` (the second axis) of every layer of an array; one of one axis comes whole.

    A packed archive is unpacked from its beginning for each call; no more than the rows is held.
    """
    file = Path(path).name
    if len(one.shape) < 2:
        first, after = 0, 0
        shape, layers, row_b, rows = one.shape, 1, one.size_b, 1
    else:
        shape = (one.shape[0], after - first, *one.shape[2:])
        layers, rows = one.shape[0], one.shape[1]
        row_b = one.size_b // max(layers * rows, 1)
    taken = row_b * ((after - first) if len(one.shape) > 1 else 1)
    out = np.empty(layers * taken, dtype=np.uint8)
    with _opened(path, STACK_B) as raw:
        try:
            with zipfile.ZipFile(raw) as archive, archive.open(one.name + SUFFIX) as stream:
                _shape(stream)
                for layer in range(layers):
                    _skip(stream, first * row_b)
                    _fill(stream, out[layer * taken : (layer + 1) * taken])
                    _skip(stream, (rows * row_b - taken - first * row_b) if layer < layers - 1 else 0)
        except _DAMAGE as wrong:
            raise _damaged(file, wrong) from None
    return out.view(one.dtype).reshape(shape)


def npz_bytes(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """An archive of arrays, packed, to be put in a file; the same arrays give the same bytes."""
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **dict(arrays))
    return out.getvalue()


def _head(archive: zipfile.ZipFile, member: str, file: str) -> StoredArray:
    with archive.open(member) as stream:
        shape, fortran, dtype = _shape(stream)
    if fortran and len(shape) > 1:
        raise BadData(file, reason("files.npz_order", array=member.removesuffix(SUFFIX)))
    if dtype.hasobject:
        raise BadData(file, reason("files.npz_objects", array=member.removesuffix(SUFFIX)))
    return StoredArray(member.removesuffix(SUFFIX), shape, dtype)


def _shape(stream: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """The head of an .npy file (numpy's format 1.0 and 2.0)."""
    try:
        version = np.lib.format.read_magic(stream)
        if version == (1, 0):
            return np.lib.format.read_array_header_1_0(stream)
        return np.lib.format.read_array_header_2_0(stream)
    except _DAMAGED_HEAD:
        raise ValueError("the head of an array is damaged") from None


def _skip(stream: IO[bytes], count_b: int) -> None:
    while count_b > 0:
        passed = len(stream.read(min(count_b, STEP_B)))
        if not passed:
            raise EOFError("it ends before its arrays do")
        count_b -= passed


def _fill(stream: IO[bytes], out: NDArray[np.uint8]) -> None:
    at = 0
    while at < len(out):
        some = stream.read(min(len(out) - at, STEP_B))
        if not some:
            raise EOFError("it ends before its arrays do")
        out[at : at + len(some)] = np.frombuffer(some, dtype=np.uint8)
        at += len(some)


def _damaged(file: str, wrong: BaseException) -> NotUnpacked | BadData:
    if isinstance(wrong, BadData):
        return wrong
    return NotUnpacked("files.packed", file=file, said=" ".join(str(wrong).split())[:200])
