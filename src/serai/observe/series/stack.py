"""A stack of images of one place: dates by rows by columns, masks, a sensor a date, read by bands of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serai.earth import Box
from serai.errors import Refused
from serai.files import StoredArray
from serai.observe.series.images import ItemSource
from serai.observe.series.kernels import Floats, Singles
from serai.observe.series.layers import INDICES
from serai.observe.series.source import ArchiveSource, ImageSource
from serai.time import tai_ns_of_utc, utc_texts
from serai.wording import reason

TIMES = ("timestamps", "dates", "times", "time")
VALID, CLOUD, SENSOR = "valid", "cloud", "sensor"
MASKS = (VALID, CLOUD)
ITEM_FILES = (".json", ".geojson")
DAY_NS = 86_400 * 10**9


@dataclass(frozen=True, slots=True)
class ImageStack:
    """Images of one grid on many dates, in the order of time; nothing but its dates is in memory.

    ``layer`` is an array of the source or an index of its ``bands``; ``order`` is where each date lies in
    it; ``shift`` is what is taken from each date's values when they are read (`sensors.harmonised`).
    """

    source: ImageSource
    layer: str
    bands: tuple[str, ...]
    tai_ns: NDArray[np.int64]
    order: NDArray[np.int64]
    sensors: tuple[str, ...]
    shift: tuple[float, ...] = ()

    @property
    def path(self) -> Path:
        return self.source.path

    @property
    def arrays(self) -> Mapping[str, StoredArray]:
        return self.source.arrays

    @property
    def dates(self) -> int:
        return len(self.tai_ns)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.arrays[self.bands[0]].shape[1], self.arrays[self.bands[0]].shape[2]

    @property
    def days(self) -> Floats:
        """The dates in days since 2000, as decimal numbers."""
        return self.tai_ns / DAY_NS

    @property
    def times(self) -> list[str]:
        """The dates in UTC, to the second."""
        return utc_texts(self.tai_ns)

    @property
    def row_b(self) -> int:
        """The bytes that one row of all dates takes while it is read."""
        names = [*self.bands, *(name for name in MASKS if name in self.arrays)]
        return (
            sum(self.arrays[n].size_b // max(self.shape[0], 1) for n in names)
            + 5 * self.dates * self.shape[1]
        )


@dataclass(frozen=True, slots=True)
class StackRows:
    """Rows of a stack as pixels side by side: arrays of (dates, pixels)."""

    values: Singles
    valid: NDArray[np.bool_]
    cloud: NDArray[np.bool_]


def open_stack(
    path: str | Path, layer: str | None = None, *, box: Box | None = None, resolution_m: float | None = None
) -> ImageStack:
    """Open a stack (docs/monitor.md, "What a stack is"): an archive of arrays, or scenes of STAC items.

    Scenes are read over a ``box`` and at a resolution where these are given. Refused with what it lacks.
    """
    place = Path(path)
    if place.is_dir() or place.suffix.lower() in ITEM_FILES:
        return stack_of(ItemSource.of(place, box, resolution_m), layer)
    for option, value in (("--box", box), ("--resolution", resolution_m)):
        if value is not None:
            raise Refused("series.box_of_arrays", option=option)
    return stack_of(ArchiveSource.of(place), layer)


def stack_of(source: ImageSource, layer: str | None = None) -> ImageStack:
    """The stack that a source gives; refused with what it lacks."""
    place, arrays = source.path, source.arrays
    images = _images(place.name, arrays)
    name, bands = _layer(place.name, images, layer)
    shape = arrays[bands[0]].shape
    for other in (*bands, *(m for m in MASKS if m in arrays)):
        if arrays[other].shape != shape:
            raise Refused(
                "series.other_shape",
                file=place.name,
                array=other,
                came=_by(arrays[other].shape),
                expected=_by(shape),
            )
    tai_ns = _times(source, shape[0])
    sensors = _sensors(source, shape[0])
    order = np.argsort(tai_ns, kind="stable")
    found = ImageStack(source, name, bands, tai_ns[order], order, tuple(sensors[k] for k in order.tolist()))
    _refuse_twice(found)
    return found


def read_rows(stack: ImageStack, first: int, after: int) -> StackRows:
    """Rows ``first`` to ``after`` of every date: values, which of them are valid, what is cloud."""
    bands = [_pixels(stack, name, first, after).astype(np.float32, copy=False) for name in stack.bands]
    values = bands[0] if stack.bands == (stack.layer,) else INDICES[stack.layer].of(*bands)
    if stack.shift:
        values = values - np.array(stack.shift, dtype=np.float32)[:, None]
    cloud = (
        _pixels(stack, CLOUD, first, after) != 0
        if CLOUD in stack.arrays
        else np.zeros(values.shape, dtype=np.bool_)
    )
    valid = np.isfinite(values)
    valid &= _pixels(stack, VALID, first, after) != 0 if VALID in stack.arrays else ~cloud
    return StackRows(np.ascontiguousarray(values), valid, cloud)


def _pixels(stack: ImageStack, name: str, first: int, after: int) -> NDArray[Any]:
    found = stack.source.rows(name, first, after).reshape(stack.dates, -1)
    straight = bool((stack.order == np.arange(stack.dates)).all())
    return found if straight else found[stack.order]


def _images(file: str, arrays: Mapping[str, StoredArray]) -> tuple[str, ...]:
    """The arrays that hold images."""
    found = tuple(
        n for n, a in arrays.items() if len(a.shape) == 3 and a.dtype.kind in "fiu" and n not in MASKS
    )
    if not found or 0 in arrays[found[0]].shape:
        got = tuple(f"{n} {_by(a.shape)}" for n, a in arrays.items()) or (reason("series.nothing"),)
        raise Refused("series.no_images", file=file, got=got)
    return found


def _layer(file: str, images: tuple[str, ...], asked: str | None) -> tuple[str, tuple[str, ...]]:
    """The layer that is watched and the arrays it is made from."""
    able = (*images, *(n for n, i in INDICES.items() if n not in images and set(i.bands) <= set(images)))
    if asked is None:
        if len(images) > 1:
            raise Refused("series.which_layer", file=file, layers=able)
        return images[0], (images[0],)
    if asked in images:
        return asked, (asked,)
    if asked not in INDICES:
        raise Refused("series.no_layer", file=file, layer=asked, layers=able)
    needed = INDICES[asked].bands
    missing = tuple(band for band in needed if band not in images)
    if missing:
        raise Refused("series.missing_bands", file=file, layer=asked, needed=needed, missing=missing)
    return asked, needed


def _times(source: ImageSource, layers: int) -> NDArray[np.int64]:
    path, arrays = source.path, source.arrays
    name = next((n for n in TIMES if n in arrays), None)
    if name is None:
        raise Refused("series.no_times", file=path.name, names=TIMES, got=tuple(arrays))
    found = source.whole(name)
    if found.shape != (layers,):
        raise Refused("series.times_shape", file=path.name, layers=layers, came=_by(found.shape))
    texts = np.datetime_as_string(found, unit="s") if found.dtype.kind == "M" else found
    return np.array(
        [_time(path.name, k, str(text)) for k, text in enumerate(texts.tolist(), 1)], dtype=np.int64
    )


def _time(file: str, number: int, text: str) -> int:
    """A date of a stack, which is UTC with or without its Z; a day alone begins it."""
    whole = text if "T" in text else f"{text}T00:00:00"
    try:
        return int(tai_ns_of_utc([whole if whole.endswith("Z") else f"{whole}Z"])[0])
    except Refused:
        raise Refused("series.bad_time", file=file, number=number, came=text) from None


def _sensors(source: ImageSource, layers: int) -> list[str]:
    if SENSOR not in source.arrays:
        return [""] * layers
    found = source.whole(SENSOR)
    if found.shape != (layers,):
        raise Refused("series.sensor_count", file=source.path.name, layers=layers, came=_by(found.shape))
    return [str(one) for one in found.tolist()]


def _refuse_twice(stack: ImageStack) -> None:
    """Two images of one moment by one sensor are one too many."""
    seen: dict[tuple[int, str], int] = {}
    for at, sensor, number in zip(stack.tai_ns.tolist(), stack.sensors, stack.order.tolist(), strict=True):
        if (at, sensor) in seen:
            raise Refused(
                "series.same_time",
                file=stack.path.name,
                first=seen[at, sensor] + 1,
                second=number + 1,
                time=utc_texts(np.array([at]))[0],
            )
        seen[at, sensor] = number


def _by(shape: tuple[int, ...]) -> str:
    return " x ".join(str(size) for size in shape) or "0"
