"""The ladder of a place for programs: every service that reaches it, best first."""

from __future__ import annotations

from serai.connect.ladder import Rung
from serai.needs import SharedRate
from serai.questions.ladder import PlaceLadder
from serai.report.data.json import Answer, shared_rate
from serai.wording import ENGLISH, say


def shared_plain(one: SharedRate, language: str = ENGLISH) -> Answer:
    """What a need gets of its rate when all ask, under its id."""
    return {"need": one.need.id, "priority": one.need.priority, **shared_rate(one, language)}


def ladder_answer(asked: PlaceLadder, corridor: str, language: str = ENGLISH) -> Answer:
    """The answer of `serai connect` at a place, its sentences in a language."""
    found = asked.found
    return {
        "corridor": corridor,
        "start": asked.within.start.utc(),
        "end": asked.within.end.utc(),
        "place": {
            "lat_deg": asked.place.lat_deg,
            "lon_deg": asked.place.lon_deg,
            "countries": sorted(asked.countries),
            "site": None if found.site is None else found.site.id,
            "site_m": None if found.site is None else round(found.site_m),
        },
        "given": list(asked.given),
        "ladder": [_rung(rung, language) for rung in found.rungs],
        "shut": [{"by": one.by, "why": say(one.why, language)} for one in found.shut],
        **({} if asked.shared is None else {"shared": [shared_plain(asked.shared, language)]}),
    }


def _rung(rung: Rung, language: str) -> Answer:
    return {
        "service": rung.service,
        "by": say(rung.by, language),
        "id": rung.id,
        "rate_bps": rung.rate_bps,
        "latency_ms": rung.latency_ms,
        "delivery_s": rung.delivery_s,
        "calls": rung.calls,
        "elevation_deg": rung.elevation_deg,
        "margin_db": rung.margin_db,
        "margin_at_bps": rung.margin_bps if rung.margin_db is not None else None,
        "availability_today": rung.today,
        "availability_year": rung.year,
        "hangs_on": list(rung.hangs_on),
        "missing": say(rung.missing, language) or None,
        "tariff": rung.tariff or None,
    }
