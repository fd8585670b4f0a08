"""An observation's answer in words: why the figures are what they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from serai.ground.antennas import image_dishes
from serai.needs import Figure, Measure, Need, required
from serai.observe.request import asked_of
from serai.observe.scene import Scene
from serai.observe.timeliness import Downlink, ServedLooks
from serai.pool import Asset
from serai.wording import Reason, reason

HOURS_NOT_MINUTES_S = 1800.0  # a median wait beyond half an hour is said to need a reason
SAID_ALOUD = ("request_to_hand", "image_to_hand", "revisit", "repeat_pass")


def why(case: Scene, served: ServedLooks, figures: Sequence[Figure], more: Sequence[Reason | str]) -> Reason:
    """The reason for the figures, in one sentence for an operator; ``more`` is said last."""
    if not served.inside.any():
        later = any(f.typical is not None and np.isfinite(f.typical) for f in figures)
        return reason("observe.none.later") if later else _why_none(case)
    looks = reason(
        "observe.why.looks",
        count=int(served.inside.sum()),
        period=case.period.within.duration_s,
        satellites=tuple(case.pool[i].name for i in served.satellites),
    )
    parts = (
        looks,
        *_brought_down(case, served),
        *(_figure(f, case.need) for f in figures if not f.missing),
        *(_of_all(f) for f in figures if not f.missing and f.of_all is not None),
        *(reason("observe.why.unpublished", figure=f.missing) for f in figures if f.missing),
        *more,
    )
    return reason("observe.all", parts=tuple(part for part in parts if part))


def _brought_down(case: Scene, served: ServedLooks) -> tuple[Reason, ...]:
    """How long images take to the ground, where they do, and why they wait when they wait long."""
    down = served.downlink
    if down is None:
        return ()
    wait, stations = downlink_words(down), list(served.path[:-1]) or served.stations
    said = reason("observe.why.down", wait=wait)
    if stations:
        said = reason("observe.why.down_at", wait=wait, station=case.pool[stations[0]].name)
    return (said, _unheard(case, served)) if down.median_s > HOURS_NOT_MINUTES_S else (said,)


def _unheard(case: Scene, served: ServedLooks) -> Reason:
    """Why images wait, and which station would not let them."""
    if not served.hearers:
        return reason("observe.why.out_of_hearing")
    station, term = served.hearers[0]
    return reason("observe.why.hearer", station=case.pool[station].name, term=term.id)


def downlink_words(down: Downlink) -> Reason:
    """How long images take to the ground: median, 95 % and worst."""
    if not np.isfinite(down.median_s):
        return reason("observe.down.not_for_most")
    return reason(
        "observe.down.waits", median=down.median_s, p95=_wait(down.p95_s), worst=_wait(down.worst_s)
    )


def _wait(wait_s: float) -> Reason:
    if not np.isfinite(wait_s):
        return reason("observe.down.not_in_a_day")
    return reason("observe.down.wait", wait=wait_s)


def sensor(need: Need) -> Reason:
    """What a need accepts to look with: kinds and resolution."""
    kinds = tuple(reason(f"observe.kind.{kind}") for kind in asked_of(need).sensors)
    said = reason("observe.sensor.kinds", kinds=kinds) if kinds else reason("observe.sensor.any")
    resolution = need.measure("resolution")
    if resolution is None:
        return said
    return reason("observe.sensor.fine", sensor=said, resolution=(resolution.threshold, resolution.unit))


def _why_none(case: Scene) -> Reason:
    """Why the place is not looked at, or its images do not come down."""
    found = _names(e.asset for e in case.eligible.found)
    if found and len(case.looks):
        out = _out_of_service(case)
        if out:
            return reason("observe.none.stations_out", satellites=found, stations=out)
        receives = any(image_dishes(asset) for asset in case.pool.assets)
        return reason("observe.none.unheard" if receives else "observe.none.no_dish", satellites=found)
    accepted = sensor(case.need)
    if found:
        return reason("observe.none.unseen", sensor=accepted, satellites=found)
    if case.eligible.barred:
        return _barred(case, accepted)
    if case.eligible.unknown:
        return reason("observe.none.unknown", sensor=accepted, figure=case.eligible.unknown[0])
    return reason("observe.none.no_satellite", sensor=accepted)


def _out_of_service(case: Scene) -> tuple[str, ...]:
    """The stations lost, all the time or some of it, where the images of what looks could come down."""
    looking = {e.asset.id: e.asset for e in case.eligible.found}.values()
    return _names(
        station
        for station in case.pool.whole.assets
        if image_dishes(station)
        and (station.id not in case.pool or len(case.pool[station.id].lost_during))
        and any(case.pool.terms.downlink(one, station) is not None for one in looking)
    )


def _barred(case: Scene, accepted: Reason) -> Reason:
    """That no term lets the party have the images, and whose would do."""
    who, names = case.pool.party(case.need.party), _names(case.eligible.barred)
    if who is None:
        return reason("observe.none.barred_anyone", sensor=accepted, satellites=names)
    return reason("observe.none.barred", party=who.name, sensor=accepted, satellites=names)


def _figure(figure: Figure, need: Need) -> Reason:
    measure = figure.measure
    limit, typical = (measure.threshold, measure.unit), figure.typical
    if measure.clear_view:
        return _clear_view(figure, need)
    if figure.by_rate and typical is not None:
        mean = (typical, measure.unit)
        if measure.name == "repeat_pass":
            return reason("observe.figure.mean_pair", mean=mean, asked=limit)
        if need.area is None:
            return reason("observe.figure.mean", mean=mean, asked=limit, soon=_soon(need))
        return reason(
            "observe.figure.mean_area",
            mean=mean,
            worst=_every(figure),
            share=required(measure),
            asked=limit,
            soon=_soon(need),
        )
    said = _measure(measure, need)
    if typical is None:
        return reason("observe.figure.never", measure=said, asked=limit)
    values = {"measure": said, "typical": (typical, measure.unit), "worst": _worst(figure), "asked": limit}
    if need.area is None:
        return reason("observe.figure.within", share=required(measure), **values)
    if not need.area.swept:
        return reason("observe.figure.within_sites", share=required(measure), **values)
    return reason("observe.figure.within_area", share=required(measure), **values)


def _worst(figure: Figure) -> Reason:
    """The value that the share required is within."""
    if figure.worst is None:
        return reason("observe.figure.no_bound")
    return reason("observe.figure.worst", value=(figure.worst, figure.measure.unit))


def _every(figure: Figure) -> Reason:
    """How often a look comes over the share of the area required."""
    if figure.worst is None:
        return reason("observe.figure.not_all")
    return reason("observe.figure.every", value=(figure.worst, figure.measure.unit))


def _clear_view(figure: Figure, need: Need) -> Reason:
    """How often a clear view comes, by its chance."""
    limit = (figure.measure.threshold, figure.measure.unit)
    if figure.typical is None:
        return reason("observe.figure.no_clear_view", asked=limit)
    mean = (figure.typical, figure.measure.unit)
    if need.area is None:
        return reason("observe.figure.clear_view_here", mean=mean, asked=limit)
    share = required(figure.measure)
    return reason("observe.figure.clear_view", mean=mean, worst=_every(figure), share=share, asked=limit)


def _measure(measure: Measure, need: Need) -> Reason | str:
    """What a measure is called here: a revisit by which looks count, an image to hand by which image does."""
    revisit = need.measure("revisit")
    if measure.name == "revisit" and need.measure("image_to_hand") is not None:
        return reason("observe.measure.revisit_in_hand", soon=_soon(need))
    if measure.name == "image_to_hand" and revisit is not None:
        return reason("observe.measure.quickest", every=(revisit.threshold, revisit.unit))
    return reason(f"observe.measure.{measure.name}") if measure.name in SAID_ALOUD else measure.name


def _soon(need: Need) -> Reason | str:
    """How soon a look must be in hand to count, where the need says."""
    asked = need.measure("image_to_hand")
    return "" if asked is None else reason("observe.measure.soon", limit=(asked.threshold, asked.unit))


def _of_all(figure: Figure) -> Reason:
    """How many of all images are in hand in time, beside what the quickest of them do."""
    assert figure.of_all is not None  # asked for only where it is told
    share, count = figure.of_all
    limit = (figure.measure.threshold, figure.measure.unit)
    return reason("observe.why.of_all", share=share, count=count, limit=limit)


def _names(assets: Iterable[Asset]) -> tuple[str, ...]:
    return tuple({a.id: a.name for a in assets}.values())
