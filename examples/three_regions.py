"""Three regions by five radars, by a sixth at 41 degrees inclination, and by Sentinel-1 besides."""

from itertools import product
from statistics import median

import serai
from serai.corridor import Corridor
from serai.earth import Place
from serai.formats.places import NamedPlace
from serai.questions.region import region

FIVE = ("constellation:gaofen-3", "hj-2e", "hj-2f")
POOLS = {
    "five radars": FIVE,
    "with PRSC-S1": (*FIVE, "prsc-s1"),
    "with Sentinel-1": (*FIVE, "sentinel-1a", "sentinel-1c", "sentinel-1d"),
}
REGIONS = {
    "Sindh": (Place(lat_deg=27.0, lon_deg=68.5), "N01"),
    "Gezira": (Place(lat_deg=14.25, lon_deg=33.25), "N06"),
    "Kostanay": (Place(lat_deg=52.25, lon_deg=66.25), "N23"),
}
EACH = 2  # looks a week that a block stands for


def row(corridor: Corridor, name: str, pool: str) -> str:
    """One region by one pool: looks abeam of its middle in a week, gaps, wait, and its area in hand."""
    middle, need = REGIONS[name]
    seen = serai.revisit(
        corridor, [NamedPlace(name, middle)], days=7.0, incidence_deg=(20.0, 50.0), satellites=POOLS[pool]
    )
    looks = int(seen.coverage.looks[0])
    gap, wait = (seen.figures[key] for key in ("worst_revisit_h", "expected_wait_h"))
    found = region(corridor, need=need, sensors=["radar"], days=7.0, satellites=POOLS[pool])
    in_hand = [r for r in found.rows if r.rank]
    late = median(r.in_hand.seconds_since(r.end) for r in in_hand) / 3600.0
    figures = f"{looks:5d} {gap:8.1f} {wait:8.1f} {len(in_hand):8d} {late:8.1f}"
    return f"{name:9} {pool:16}{figures}  {'█' * (looks // EACH)}"


corridor = serai.open_corridor("corridors/belt-and-road")
print(f"{'a week':9} {'':16}{'looks':>5} {'gap h':>8} {'wait h':>8} {'in hand':>8} {'late h':>8}")
for name, pool in product(REGIONS, POOLS):
    print(row(corridor, name, pool))
alone = serai.revisit(
    corridor,
    [NamedPlace(name, middle) for name, (middle, _) in REGIONS.items()],
    days=7.0,
    incidence_deg=(20.0, 50.0),
    satellites=["prsc-s1"],
)
for name, looks in zip(REGIONS, alone.coverage.looks, strict=True):
    if not looks:
        print(f"PRSC-S1, at 41 degrees inclination, does not reach {name}.")
