"""Results as plain rows and arrays, for pandas, xarray and geopandas."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.earth.rings import box_geometry
from serai.needs import Assessment
from serai.outcome.outcome import Outcome
from serai.outcome.single_points import ranked_breaks
from serai.report.data.json import number
from serai.report.readings.figures import deciding
from serai.time import utc_offset_s

Row = dict[str, object]
Y2000 = np.datetime64("2000-01-01T00:00:00", "ns")


def needs_rows(outcome: Outcome) -> list[Row]:
    """One row for each need with its deciding figure: ``pandas.DataFrame(needs_rows(outcome))``."""
    return [_row(a) for a in outcome.assessments]


def single_point_rows(outcome: Outcome) -> list[Row]:
    """One row for each loss and each need that it makes worse, heaviest loss first."""
    return [
        {
            "rank": rank,
            "kind": one.loss.kind.value,
            "id": one.loss.id,
            "name": one.name,
            "need": need,
            "state_after": str(state),
            "weight": one.weight,
        }
        for rank, one in enumerate(ranked_breaks(outcome), start=1)
        for need, state in one.after.items()
    ]


def booking_rows(outcome: Outcome) -> list[Row]:
    """One row for each use that the plan books, with its start and end in UTC (datetime64)."""
    uses = [(b, u) for b in outcome.plan.bookings for u in b.opportunity.uses]
    starts = utc(np.array([u.span.start.tai_ns for _, u in uses], dtype=np.int64))
    ends = utc(np.array([u.span.end.tai_ns for _, u in uses], dtype=np.int64))
    return [
        {
            "need": booking.need,
            "asset": use.asset,
            "start": start,
            "end": end,
            "share": use.share,
            "carries": booking.carries,
            "reason": str(booking.reason),
        }
        for (booking, use), start, end in zip(uses, starts, ends, strict=True)
    ]


def figure_arrays(
    outcome: Outcome, need_id: str
) -> dict[str, tuple[NDArray[np.datetime64], NDArray[np.float64]]]:
    """The figures of a need over time, by measure: (times in UTC as datetime64[ns], values in its unit).

    ``xarray.DataArray(values, coords={"time": times})`` or ``pandas.Series(values, times)`` takes one on.
    Values are those of the worst point of the need's box, NaN where there is no service.
    """
    return {
        f.measure.name: (utc(f.tai_ns), f.values.copy()) for f in outcome[need_id].figures if not f.missing
    }


def geojson(outcome: Outcome) -> Row:
    """The boxes of the needs as a GeoJSON FeatureCollection (RFC 7946) with `needs_rows` as properties.

    ``geopandas.GeoDataFrame.from_features(geojson(outcome), crs="EPSG:4326")`` takes it on. A box that
    crosses the date line is cut in two there, as the RFC asks.
    """
    features: list[Row] = [
        {"type": "Feature", "id": a.need.id, "geometry": box_geometry(a.need.box), "properties": _row(a)}
        for a in outcome.assessments
    ]
    return {"type": "FeatureCollection", "features": features}


def utc(tai_ns: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """Instants as numpy's UTC times; the second after a leap second carries its own name twice."""
    count = np.asarray(tai_ns, dtype=np.int64)
    if not len(count):
        return np.empty(0, dtype="datetime64[ns]")
    out: NDArray[np.datetime64] = Y2000 + (count - utc_offset_s(count) * 1_000_000_000).astype(
        "timedelta64[ns]"
    )
    return out


def _row(one: Assessment) -> Row:
    index = deciding(one)
    figure = None if index is None else one.figures[index]
    measure = None if figure is None else figure.measure
    return {
        "need": one.need.id,
        "title": one.need.title,
        "service": one.need.service,
        "priority": one.need.priority,
        "party": one.need.party,
        "verdict": str(one.verdict),
        "state": str(one.state),
        "share_met": one.share_met,
        "measure": None if measure is None else measure.name,
        "value": None if figure is None else number(figure.worst),
        "threshold": None if measure is None else measure.threshold,
        "unit": None if measure is None else measure.unit,
        "share_required": None if measure is None else measure.share_required,
        "path": ";".join(one.path),
        "hangs_on": ";".join(one.hangs_on),
        "confidence": str(one.confidence),
        "why": str(one.why),
    }
