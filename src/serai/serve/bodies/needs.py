"""The bodies of needs and verdicts: the fields of `serai assess --json` (docs/stable.md)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

StateName = Literal["met", "degraded", "unknown", "not met", "out of season"]
Moment = str


class LampBody(BaseModel):
    """A service's lamp: the verdicts of its needs in one."""

    service: str
    state: StateName
    because: list[str] = Field(description="The needs that decide it.")


class VerdictBody(BaseModel):
    """One need in a line."""

    need: str
    title: str
    service: str
    priority: int
    party: str
    state: StateName = Field(description="On the day.")
    fortnight: StateName | None = Field(description="Over fourteen days; null until it is in.")
    verdict: StateName = Field(description="The worst of day, fortnight and year.")
    share_met: float | None
    why: str
    hangs_on: list[str]


class HeadlineBody(BaseModel):
    """What a duty officer reads first."""

    says: str = Field(description="One sentence over everything that is asked.")
    need: str | None = Field(description="The need that stands worst; null when all is met.")
    why: str | None
    remedy: str | None = Field(description="The nearest one; null where nobody knows one.")


class VerdictsBody(BaseModel):
    """Every need's verdict, and the lamps."""

    corridor: str
    at: Moment = Field(description="The moment from which needs are judged, UTC.")
    whole: bool = Field(description="Whether the fortnight is in; until then verdicts are the day's.")
    version: str = Field(description="SHA-256 of the corridor's tables.")
    cautions: list[str]
    headline: HeadlineBody
    lamps: list[LampBody]
    verdicts: list[VerdictBody]


class FigureBody(BaseModel):
    """A measure of a need: what came, what is asked, in which share of the time it holds."""

    value: float | None
    typical: float | None
    unit: str
    better: Literal["higher", "lower"]
    threshold: float | None
    breakthrough: float | None
    goal: float | None
    share: float | None
    share_required: float | None
    share_over: str | None
    basis: str
    missing: str | None


class FortnightBody(BaseModel):
    """A need on fourteen days in a row."""

    state: StateName
    share_met: float | None
    days_met: int
    starts: list[Moment]
    shares: list[float | None]
    states: list[StateName]
    says: str


class PeriodBody(BaseModel):
    """From when to when."""

    start: Moment
    end: Moment


class WeakFigureBody(BaseModel):
    """A figure that decides an answer and is not published."""

    what: str
    basis: str


class NeedBody(BaseModel):
    """One need with all that an assessment says of it."""

    id: str
    title: str
    service: str
    priority: int
    state: StateName
    would_be: StateName | None
    share_met: float | None
    n: int | None
    verdict: StateName
    fortnight: FortnightBody | None
    figures: dict[str, FigureBody]
    path: list[str]
    hangs_on: list[str]
    why: str
    substitutes: list[str]
    remedies: list[str]
    worst_loss: str | None
    missing: list[str]
    flags: list[str]
    confidence: str
    rests_on: list[WeakFigureBody]
    judged: PeriodBody


class SinglePointBody(BaseModel):
    """One loss that makes needs worse; what is lost stands under asset, group or party."""

    asset: str | None = None
    group: str | None = None
    party: str | None = None
    event: str | None = None
    name: str
    breaks: list[str]
    states: dict[str, StateName]
    loss: float | None = Field(description="The shares of judged time that the needs lose, added up.")
    weight: float | None
    within: list[str]
    strike: str = Field(description="The name by which a what-if strikes just this.")


class AssessmentBody(BaseModel):
    """Every need, the single points of failure, the day's plan in numbers."""

    corridor: str
    at: Moment
    days: float
    whole: bool
    cautions: list[str]
    counts: dict[str, int]
    verdicts: dict[str, int]
    needs: list[NeedBody]
    single_points: list[SinglePointBody]


class LaneSeriesBody(BaseModel):
    """One quantity at the moments of its lane; null where there is none."""

    name: str
    unit: str
    values: list[float | None]


class LaneBody(BaseModel):
    """A quantity of one need over the day, and others whose ranges are told beside it."""

    need: str
    title: str
    about: str
    times: list[Moment]
    drawn: LaneSeriesBody
    beside: list[LaneSeriesBody]


class LanesBody(BaseModel):
    """Every lane of every need."""

    corridor: str
    at: Moment
    lanes: list[LaneBody]
