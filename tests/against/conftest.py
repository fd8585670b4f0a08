"""What the judges are read from: the ITU-R validation workbook and broadcast orbits, no library of theirs."""

from __future__ import annotations

import gzip
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

WORKBOOK = "connect/itu/CG-3M3J-13-ValEx-Rev8.3.0.xlsx"


@dataclass
class Book:
    """The workbook: ``cell`` gives one value, ``columns`` those of every row where all are numbers."""

    path: Path
    _sheets: dict[str, dict[tuple[str, int], float | str]] = field(default_factory=dict)

    def sheet(self, name: str) -> dict[tuple[str, int], float | str]:
        if name not in self._sheets:
            self._sheets[name] = self._read(name)
        return self._sheets[name]

    def cell(self, name: str, at: str) -> float | str:
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", at).groups()
        return self.sheet(name)[letters, int(number)]

    def columns(self, name: str, letters: str, first: int = 1, last: int = 100_000) -> list[np.ndarray]:
        """Columns named with spaces between, from the rows of a range where all hold a number."""
        wanted = letters.split()
        cells = self.sheet(name)
        numbers = sorted({row for _, row in cells if first <= row <= last})
        rows = [[cells.get((letter, row)) for letter in wanted] for row in numbers]
        kept = [row for row in rows if all(isinstance(value, float) for value in row)]
        return list(np.array(kept, dtype=float).T) if kept else [np.empty(0) for _ in wanted]

    def _read(self, name: str) -> dict[tuple[str, int], float | str]:
        with zipfile.ZipFile(self.path) as book:
            strings = [
                "".join(text.text or "" for text in item.iter(f"{MAIN}t"))
                for item in ET.fromstring(book.read("xl/sharedStrings.xml"))
            ]
            relations = ET.fromstring(book.read("xl/_rels/workbook.xml.rels"))
            targets = {r.get("Id"): r.get("Target", "").lstrip("/").removeprefix("xl/") for r in relations}
            listed = ET.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
            part = next(f"xl/{targets[s.get(RELATION)]}" for s in listed if s.get("name") == name)
            root = ET.fromstring(book.read(part))
        cells: dict[tuple[str, int], float | str] = {}
        for cell in root.iter(f"{MAIN}c"):
            value = cell.find(f"{MAIN}v")
            if value is None:
                continue
            letters, number = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r")).groups()
            text = value.text or ""
            if cell.get("t") == "s":
                cells[letters, int(number)] = strings[int(text)]
            elif cell.get("t", "n") == "n":
                cells[letters, int(number)] = float(text)
        return cells


@pytest.fixture(scope="session")
def itu_book(shared_data) -> Book:
    """The ITU-R validation workbook 8.3.0."""
    path = shared_data / WORKBOOK
    if not path.is_file():
        pytest.skip(f"needs ../shared/data/{WORKBOOK}, which is not there")
    return Book(path)


@dataclass(frozen=True)
class BroadcastOrbits:
    """Kepler elements of GPS, Galileo and BeiDou (not its GEOs) as broadcast, from a RINEX navigation file.

    Only the orbit terms that every message type has in the same place are read; clocks are not.
    """

    rows: dict[str, list[list[float]]]

    def numbers(self, *systems: str) -> list[str]:
        return sorted(n for n in self.rows if n[0] in systems)

    def position_m(self, number: str, gps_second_of_week: float, within_s: float = 7_200.0) -> np.ndarray:
        """Earth-fixed position (3,) by IS-GPS-200 table 20-IV; NaN when no message is near enough."""
        beidou = number[0] == "C"
        t = gps_second_of_week - (14.0 if beidou else 0.0)  # BDT is 14 s behind GPS time
        row = min(self.rows[number], key=lambda r: abs(r[8] - t))
        if abs(row[8] - t) > within_s:
            return np.full(3, np.nan)
        mu, turn = (3.986005e14, 7.2921151467e-5) if number[0] == "G" else (3.986004418e14, 7.292115e-5)
        crs, dn, m0, cuc, e, cus, root_a, toe = row[1:9]
        cic, node, cis, i0, crc, perigee, node_rate, i_rate = row[9:17]
        since, a = t - toe, root_a**2
        mean = m0 + (np.sqrt(mu / a**3) + dn) * since
        eccentric = mean
        for _ in range(15):
            eccentric = mean + e * np.sin(eccentric)
        phase = perigee + np.arctan2(np.sqrt(1 - e * e) * np.sin(eccentric), np.cos(eccentric) - e)
        c2, s2 = np.cos(2 * phase), np.sin(2 * phase)
        u, i = phase + cus * s2 + cuc * c2, i0 + i_rate * since + cis * s2 + cic * c2
        r = a * (1 - e * np.cos(eccentric)) + crs * s2 + crc * c2
        x, y = r * np.cos(u), r * np.sin(u)
        lon = node + (node_rate - turn) * since - turn * toe
        return np.array(
            [
                x * np.cos(lon) - y * np.cos(i) * np.sin(lon),
                x * np.sin(lon) + y * np.cos(i) * np.cos(lon),
                y * np.sin(i),
            ]
        )


@pytest.fixture(scope="session")
def broadcast_orbits() -> Callable[[Path], BroadcastOrbits]:
    """Read the broadcast orbits of a RINEX 3 or 4 navigation file (.gz)."""

    def read(path: Path) -> BroadcastOrbits:
        lines = gzip.decompress(path.read_bytes()).decode().splitlines()
        body = lines[next(k for k, line in enumerate(lines) if "END OF HEADER" in line) + 1 :]
        rows: dict[str, list[list[float]]] = {}
        k = 0
        while k < len(body):
            number, k = body[k][:3].replace(" ", "0"), k + 1
            fields: list[float] = []
            while k < len(body) and body[k].startswith("    "):
                cells = (body[k][4 + 19 * j : 23 + 19 * j].strip() for j in range(4))
                fields += [float(c.replace("D", "e")) if c else np.nan for c in cells]
                k += 1
            if number[0] in "GEC" and len(fields) >= 17:
                rows.setdefault(number, []).append(fields)
        return BroadcastOrbits(rows)

    return read
