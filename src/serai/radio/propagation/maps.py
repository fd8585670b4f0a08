"""The digital maps at hand: official files taken in as a bundle, and those of an installed `itur` package.

A bundle is a folder with a manifest that names each sheet's edition and checksum. The package's files are
read where the package lies, without importing it. A sheet of another edition than asked for is never used.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.files import array_of, json_of, raw_bytes, text
from serai.radio.propagation.itu.p1144 import Grid
from serai.radio.propagation.map_sheets import Sheet, sheets

MANIFEST = "manifest.json"
FOLDER = "SERAI_ITU"  # the environment's name for the folder of the bundle
PACKAGE = "itur"


class MapMissing(Refused):
    """A digital map is asked for that is not at hand, or only in another edition."""

    def __init__(self, sheet: str, at_hand: tuple[str, ...] = ()) -> None:
        if at_hand:
            super().__init__("radio.map_of_other_edition", sheet=sheet, at_hand=at_hand)
        else:
            super().__init__("radio.map_missing", sheet=sheet)
        self.sheet = sheet
        self.at_hand = at_hand


class MapDamaged(Refused):
    """A file of a bundle is not what its manifest says."""


@dataclass(frozen=True)
class Maps:
    """The maps at hand. ``bundle`` is a folder with a manifest; ``package`` the data folder of `itur`."""

    bundle: Path | None = None
    package: Path | None = None
    _known: dict[str, Sheet] = field(default_factory=sheets, repr=False)
    _read: dict[str, Grid] = field(default_factory=dict, repr=False, compare=False)
    _listed: dict[str, dict[str, str]] = field(default_factory=dict, repr=False, compare=False)

    def has(self, key: str) -> bool:
        """Whether a sheet is at hand in the edition that its key names."""
        return key in self._manifest() or self._of_package(key) is not None

    def has_all(self, *keys: str) -> bool:
        """Whether several sheets are."""
        return all(map(self.has, keys))

    def source(self, key: str) -> str:
        """Where a sheet comes from, with its edition, for the reader of an answer."""
        if key in self._manifest():
            return f"ITU-R {key} (official file)"
        sheet = self._known.get(key)
        kept = f", unchanged since {sheet.of_package}" if sheet and sheet.of_package else ""
        return f"ITU-R {key} (map of the itur package{kept})" if self.has(key) else f"ITU-R {key}"

    def grid(self, key: str) -> Grid:
        """The sheet of a key, read once and kept; refused where it is not at hand in that edition."""
        if key not in self._read:
            self._read[key] = self._load(key)
        return self._read[key]

    def grids(self, recommendation: str, shows: str, percents: Iterable[float]) -> Mapping[float, Grid]:
        """One sheet per percent."""
        return {p: self.grid(f"{recommendation} {shows} {p:g}") for p in percents}

    def editions(self) -> dict[str, int]:
        """How many sheets of each Recommendation are at hand."""
        counted: dict[str, int] = {}
        for key, sheet in self._known.items():
            if self.has(key):
                counted[sheet.recommendation] = counted.get(sheet.recommendation, 0) + 1
        return counted

    def _load(self, key: str) -> Grid:
        sheet = self._known.get(key)
        if sheet is None:
            raise MapMissing(key, self._other_edition(key))
        row = self._manifest().get(key)
        if row is not None and self.bundle is not None:
            path = self.bundle / row["file"]
            raw = raw_bytes(path)
            found = hashlib.sha256(raw).hexdigest()
            if found != row["sha256"]:
                wanted = row["sha256"][:12]
                raise MapDamaged("radio.map_changed", path=str(path), found=found[:12], wanted=wanted)
            return grid_of(sheet, array_of(raw, str(path)))
        package = self._of_package(key)
        if package is None:
            raise MapMissing(key, self._other_edition(key))
        with np.load(package) as archive:
            return grid_of(sheet, archive[archive.files[0]])

    def _manifest(self) -> dict[str, dict[str, str]]:
        if self.bundle is not None and not self._listed and (self.bundle / MANIFEST).is_file():
            self._listed.update(listed(self.bundle))
        return self._listed

    def _of_package(self, key: str) -> Path | None:
        sheet = self._known.get(key)
        if self.package is None or sheet is None or not sheet.package:
            return None
        path = self.package / sheet.package
        return path if path.is_file() else None

    def _other_edition(self, key: str) -> tuple[str, ...]:
        series = key.split(maxsplit=1)[0].split("-", maxsplit=1)[0]
        editions = sorted({k.split()[0] for k in self._known if k.startswith(f"{series}-") and self.has(k)})
        return tuple(e for e in editions if e != key.split(maxsplit=1)[0])


def grid_of(sheet: Sheet, values: NDArray[np.float64]) -> Grid:
    """Numbers as the grid of a sheet; refused where there are more or fewer than its grid has points."""
    frame = sheet.frame
    if values.shape != (frame.rows, frame.columns):
        raise MapDamaged(
            "radio.map_size", sheet=sheet.key, rows=frame.rows, columns=frame.columns, found=values.shape
        )
    return Grid(
        lat_first_deg=frame.lat_first_deg,
        lat_step_deg=frame.lat_step_deg,
        lon_first_deg=frame.lon_first_deg,
        lon_step_deg=frame.lon_step_deg,
        values=np.asarray(values, dtype=float),
    )


def listed(bundle: Path) -> dict[str, dict[str, str]]:
    """The sheets of a bundle by its manifest, with file, edition and checksum; none without a manifest."""
    path = bundle / MANIFEST
    if not path.exists():
        return {}
    told = json_of(text(path), str(path))
    found = told.get("sheets") if isinstance(told, dict) else None
    if not isinstance(found, dict) or not all(map(_is_row, found.values())):
        raise MapDamaged("radio.bundle_damaged", path=str(path))
    return found


def _is_row(row: object) -> bool:
    """Whether a row names a file of the bundle's own folder, with its edition and checksum."""
    if not isinstance(row, dict):
        return False
    told = [row.get(key) for key in ("file", "edition", "sha256")]
    return all(isinstance(t, str) and t for t in told) and Path(str(told[0])).name == told[0]


def bundle_folder() -> Path:
    """Where bundles of maps are kept: the folder named in SERAI_ITU, else in the user's data folder."""
    named = os.environ.get(FOLDER)
    if named:
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "serai" / "itu"


def maps_at_hand(bundle: Path | None = None) -> Maps:
    """The maps of a bundle (the user's own unless one is given) and of the `itur` package, if installed."""
    folder = bundle_folder() if bundle is None else bundle
    spec = find_spec(PACKAGE)  # finds where it lies; nothing of it runs
    place = Path(spec.origin).parent / "data" if spec is not None and spec.origin else None
    return Maps(
        bundle=folder if (folder / MANIFEST).is_file() else None,
        package=place if place is not None and place.is_dir() else None,
    )
