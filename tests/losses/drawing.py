"""The tables of one small corridor while they are drawn, and the orbits of its satellites."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from random import Random

from serai.corridor.write import write_rows

Rows = list[dict[str, str]]
START = "2026-08-22T00:00:00Z"
SIDEREAL_DEG = 330.3  # of Greenwich at the start, to a tenth
PARTIES = ("north", "south", "east")
SYSTEMS = ("GPS", "BeiDou", "Galileo")
GRAVITY_KM3_S2, EARTH_KM = 398_600.4418, 6_378.137
BOX = {"lon_min": "66", "lat_min": "24", "lon_max": "70", "lat_max": "28"}
HERE = {"lon_min": "40", "lat_min": "0", "lon_max": "110", "lat_max": "50"}


class SmallCorridor:
    """The tables of one corridor while they are drawn."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.tables: dict[str, Rows] = {}
        self.satellites: list[str] = []
        self.norad = 90_000

    def add(self, table: str, **cells: object) -> None:
        """One more row; None is a cell that nobody filled in."""
        row = {k.rstrip("_"): "" if v is None else str(v) for k, v in cells.items()}
        if table != "elements":
            row["basis"] = "assumed"
        self.tables.setdefault(table, []).append(row)

    def owner(self) -> str:
        """Any of the parties."""
        return self.dice.choice(PARTIES)

    def perhaps(self, value: object, chance: float = 0.75) -> object:
        """A figure that somebody published, or an empty cell."""
        return value if self.dice.random() < chance else None

    def status(self) -> str:
        """In service, as a rule."""
        return self.dice.choices(("in service", "unknown", "ended"), (12, 1, 1))[0]

    def group(self, *groups: str) -> str:
        """Some of these groups."""
        return ";".join(g for g in groups if self.dice.random() < 0.6)

    def satellite(self, name: str, orbit: str, elements: Mapping[str, float], groups: str) -> str:
        """One satellite with its element set."""
        self.norad += 1
        self.satellites.append(name)
        self.add(
            "satellites",
            id=name,
            name=name.title(),
            norad=self.norad,
            owner=self.owner(),
            orbit=orbit,
            status=self.status(),
            groups=groups,
        )
        self.add("elements", **_elements(name, self.norad, elements))
        return name

    def above(self, name: str, orbit: str, motion: float, tilt_deg: float, groups: str, over_h: float) -> str:
        """A satellite that stands over the needs' place, or near it, so many hours after the start."""
        north_deg = 26.0 + self.dice.uniform(-3, 3) if orbit == "LEO" else self.dice.uniform(-15, 45)
        east_deg = 68.0 + self.dice.uniform(-4, 4) * (1.0 if orbit == "LEO" else 10.0)
        along = math.asin(math.sin(math.radians(north_deg)) / math.sin(math.radians(tilt_deg)))
        along = math.pi - along if self.dice.random() < 0.5 else along
        ahead = math.atan2(math.cos(math.radians(tilt_deg)) * math.sin(along), math.cos(along))
        turned_deg = SIDEREAL_DEG + 15.041 * over_h
        return self.satellite(
            name,
            orbit,
            {
                "motion": motion,
                "inclination": tilt_deg,
                "node": (east_deg + turned_deg - math.degrees(ahead)) % 360.0,
                "anomaly": (math.degrees(along) - 360.0 * motion * over_h / 24.0) % 360.0,
            },
            groups,
        )

    def low(self, name: str, groups: str) -> str:
        """A satellite in a low orbit that passes near the needs' place within three hours."""
        motion, tilt_deg = _revolutions(self.dice.uniform(450, 800)), self.dice.choice((45.0, 60.0, 97.6))
        return self.above(name, "LEO", motion, tilt_deg, groups, self.dice.uniform(0.1, 2.9))

    def fixed(self, name: str, groups: str) -> str:
        """A geostationary satellite in view of the needs' place, as a rule."""
        east_deg = self.dice.uniform(30, 130)
        orbit = {
            "motion": 1.00273,
            "inclination": 0.05,
            "node": 0.0,
            "anomaly": (east_deg + SIDEREAL_DEG) % 360.0,
        }
        return self.satellite(name, "GEO", orbit, groups)

    def write(self, folder: Path) -> Path:
        """Write the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for table, rows in self.tables.items():
            columns = list(dict.fromkeys(c for row in rows for c in row))
            write_rows(folder / f"{table}.csv", columns, rows)
        files = "".join(f'{table} = "{table}.csv"\n' for table in self.tables)
        step_s = self.dice.choice((600, 900))
        (folder / "corridor.toml").write_text(
            f'[corridor]\nid = "small"\nname = "A small corridor"\nstart = "{START}"\ndays = 0.125\n'
            f"map = [40.0, 0.0, 110.0, 50.0]\n\n[files]\n{files}\n"
            f"[rules]\npositioning_step_s = {step_s}\nrequest_step_s = 600\n",
            encoding="utf-8",
        )
        return folder


def _revolutions(height_km: float) -> float:
    """Revolutions a day of a circular orbit at a height."""
    return 86_400.0 / (2.0 * math.pi) * math.sqrt(GRAVITY_KM3_S2 / (EARTH_KM + height_km) ** 3)


def _elements(name: str, norad: int, orbit: Mapping[str, float]) -> dict[str, object]:
    """A row of elements.csv: a nearly circular orbit at the corridor's start."""
    return {
        "OBJECT_NAME": name.upper(),
        "OBJECT_ID": "2020-001A",
        "EPOCH": "2026-08-22T00:00:00",
        "MEAN_MOTION": f"{orbit['motion']:.8f}",
        "ECCENTRICITY": "0.0005",
        "INCLINATION": f"{orbit['inclination']:.4f}",
        "RA_OF_ASC_NODE": f"{orbit['node']:.4f}",
        "ARG_OF_PERICENTER": "0.0",
        "MEAN_ANOMALY": f"{orbit['anomaly']:.4f}",
        "EPHEMERIS_TYPE": "0",
        "CLASSIFICATION_TYPE": "U",
        "NORAD_CAT_ID": str(norad),
        "ELEMENT_SET_NO": "999",
        "REV_AT_EPOCH": "1",
        "BSTAR": "0.0001",
        "MEAN_MOTION_DOT": "0",
        "MEAN_MOTION_DDOT": "0",
    }
