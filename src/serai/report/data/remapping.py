"""How often an area is mapped again, for programs: the answer of `serai revisit --area`."""

from __future__ import annotations

from serai.questions.areas.remapping import AreaRevisit, Remapped
from serai.report.data.region import percent

Answer = dict[str, object]


def area_revisit_answer(of: AreaRevisit) -> Answer:
    """The answer for programs: how often, every map, and every satellite's part."""
    region = of.region
    start = region.span.start
    return {
        "corridor": region.corridor.id or None,
        "area": region.name,
        "size": round(region.outline.size, 3),
        "unit": region.outline.unit,
        "percent": percent(of.share),
        "start": start.utc(),
        "end": region.span.end.utc(),
        "party": region.found.need.party or None,
        **_said(of.remapped),
        "expected_wait_h": _hours(region.new_map.mean_s),
        "worst_wait_h": _hours(region.new_map.worst_s),
        "wait_reached_percent": percent(region.new_map.reached),
        "local_time_gap_h": round(of.local_times.gap_h, 2),
        "per_map": [
            {
                "first_look": start.plus(seconds=made.first_s).utc(0),
                "last_look": start.plus(seconds=made.last_s).utc(0),
                "in_hand": start.plus(seconds=made.in_hand_s).utc(0) if region.delivered else None,
                "looks": len(made.looks),
                "satellites": list(dict.fromkeys(of.ranked[k].satellite for k in made.looks.tolist())),
            }
            for made in of.maps
        ],
        "members": [
            {
                "satellite": one.satellite,
                "owner": one.owner,
                "looks_used": one.used,
                "without": _said(one.without),
            }
            for one in of.members
        ],
        **({"on_paper": list(region.on_paper)} if region.on_paper else {}),
    }


def _said(of: Remapped) -> Answer:
    return {"maps": of.maps, "mean_revisit_h": _hours(of.mean_s), "worst_gap_h": _hours(of.worst_s)}


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / 3600.0, 3)
