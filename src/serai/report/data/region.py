"""A region to hand as data: the answer of `serai looks --area`, and its strips as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json

from serai.access.strips import edge_rings_deg
from serai.earth.outline import Outline
from serai.errors import Refused
from serai.pool.naming import asset_name
from serai.questions.areas.to_hand import RegionRow, RegionToHand
from serai.wording import harmless_json

Answer = dict[str, object]


def region_answer(of: RegionToHand) -> Answer:
    """The answer for programs: the area, what is covered by when, and every look."""
    outline = of.outline
    box = outline.box()
    whole = of.whole_at
    return {
        "corridor": of.corridor.id or None,
        "area": of.name,
        "area_km2": None if outline.by_length else round(outline.size, 3),
        "length_km": round(outline.size, 3) if outline.by_length else None,
        "box": [box.lon_min, box.lat_min, box.lon_max, box.lat_max],
        "start": of.span.start.utc(),
        "end": of.span.end.utc(),
        "party": of.found.need.party or None,
        "sensors": list(of.found.need.request.sensors) if of.found.need.request else [],
        "covered_percent": percent(of.covered),
        "whole_in_hand": whole.utc(0) if whole is not None and of.delivered else None,
        "new_map": {
            "percent": percent(of.new_map.share),
            "mean_h": _hours(of.new_map.mean_s),
            "worst_h": _hours(of.new_map.worst_s),
            "reached_percent": percent(of.new_map.reached),
        },
        "on_ground_h": None if of.on_ground_s is None else of.on_ground_s / 3600.0,
        "clear_sky_of": of.sky.need if of.sky else None,
        "clear_sky_basis": str(of.sky.provenance.basis) if of.sky else None,
        "looks": [look_row(of, row) for row in of.rows],
        "members": [
            {
                "owner": one.owner,
                "satellites": list(one.satellites),
                "looks": one.looks,
                "alone_percent": percent(one.alone),
                "without_percent": percent(one.without),
            }
            for one in of.members
        ],
        "without_swath": list(of.without_swath),
        "staring": list(of.staring),
        "barred": list(of.barred),
        **({} if of.delivered else {"cautions": [str(one) for one in of.beside]}),
        **({"on_paper": list(of.on_paper)} if of.on_paper else {}),
    }


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / 3600.0, 3)


def look_row(of: RegionToHand, row: RegionRow) -> Answer:
    """One look for programs."""
    return {
        "rank": row.rank or None,
        "satellite": row.satellite,
        "start": row.start.utc(0),
        "end": row.end.utc(0),
        "owner": row.owner,
        "sensor": row.sensor,
        "kind": row.kind,
        "resolution_m": row.resolution_m,
        "covered_percent": percent(row.covered),
        "added_percent": percent(row.added),
        "cumulative_percent": percent(row.cumulative),
        "clear_chance": row.clear_chance,
        **({"clear_by": row.clear_by or None} if of.clouds is not None else {}),
        "in_hand": row.in_hand.utc(0) if row.in_hand is not None and of.delivered else None,
        "station": row.station or None,
        "way": (row.way or None) if of.delivered else None,
        "term": row.term or None,
        "downlink_term": row.downlink_term or None,
        "hangs_on": list(row.hangs_on),
        "incidence_deg": round(row.incidence_deg, 1),
        "off_nadir_deg": round(row.off_nadir_deg, 1),
        "side": "right" if row.right else "left",
        "sun_deg": round(row.sun_deg, 1),
        "sun_azimuth_deg": round(row.sun_azimuth_deg, 1),
        "glint_deg": None if row.glint_deg is None else round(row.glint_deg, 1),
        "gsd_m": None if row.gsd_m is None else round(row.gsd_m, 2),
    }


def region_geojson(of: RegionToHand) -> str:
    """The area and the strip of each look that comes into hand, laid where it adds most, in their order."""
    features: list[Answer] = [
        {
            "type": "Feature",
            "geometry": of.outline.geometry(),
            "properties": {"role": "area", "size": round(of.outline.size, 3), "unit": of.outline.unit},
        }
    ]
    pool = of.corridor.pool
    ranked = [row for row in of.rows if row.rank]
    for row, ring in zip(ranked, edge_rings_deg(of.found.sweep, of.laid), strict=True):
        try:
            shape = Outline.of_polygons([[ring]]).geometry()
        except Refused:  # a strip over a pole that meets itself has no outline
            continue
        told = {"role": "look", "name": asset_name(pool, row.satellite), **look_row(of, row)}
        features.append({"type": "Feature", "geometry": shape, "properties": told})
    return harmless_json(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))


def percent(share: float) -> float:
    """A share in percent, to a hundredth."""
    return round(100.0 * share, 2)
