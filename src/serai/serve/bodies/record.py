"""The bodies of requests, orders, reports and the ledger."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from serai.serve.api.asked import AssetName, MomentText
from serai.serve.bodies.needs import Moment

Words = str


class UseBody(BaseModel):
    """A use of an offer, and how firmly its owner keeps it."""

    owner: str
    asset: str
    start: Moment
    end: Moment
    term: str
    forwardable: str
    cost: str
    grip: str
    fence: int | None = Field(description="Whoever commands the asset refuses a lower number.")


class OfferBody(BaseModel):
    """An offer, and the order placed for it."""

    id: str
    says: str
    stage: str
    fault: str
    in_hand: Moment | None
    covered_percent: float | None
    chance: float | None
    answer_by: Moment | None
    uses: list[UseBody]


class RequestBody(BaseModel):
    """A request and all that was offered for it."""

    id: str
    party: str
    need: str
    wanted: str
    until: Moment | None
    stage: str
    offers: list[OfferBody]


class RequestsBody(BaseModel):
    """Requests, by their number."""

    requests: list[RequestBody]


class RequestAsked(BaseModel):
    """What a partner asks."""

    model_config = ConfigDict(extra="forbid")

    party: AssetName
    wanted: str = Field(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]+$")
    need: AssetName | Literal[""] = ""
    until: MomentText | None = None


class UseAsked(BaseModel):
    """An exclusive use of an asset."""

    model_config = ConfigDict(extra="forbid")

    owner: AssetName
    asset: AssetName
    start: MomentText
    end: MomentText
    term: AssetName | Literal[""] = ""
    forwardable: AssetName | Literal[""] = ""
    cost: AssetName | Literal[""] = ""


class OfferAsked(BaseModel):
    """One way to serve a request."""

    model_config = ConfigDict(extra="forbid")

    says: AssetName
    uses: list[UseAsked] = Field(min_length=1, max_length=20)
    in_hand: MomentText | None = None
    covered_percent: float | None = Field(None, ge=0.0, le=100.0)
    chance: float | None = Field(None, ge=0.0, le=1.0)


class OffersAsked(BaseModel):
    """Ranked alternatives, the best first."""

    model_config = ConfigDict(extra="forbid")

    offers: list[OfferAsked] = Field(min_length=1, max_length=20)


class PlacingAsked(BaseModel):
    """Which offer is ordered, and how long its owners have to confirm."""

    model_config = ConfigDict(extra="forbid")

    offer: AssetName
    within_s: float = Field(3600.0, ge=1.0, le=1e6)


class VoteAsked(BaseModel):
    """Which owner answers, and why where it declines."""

    model_config = ConfigDict(extra="forbid")

    party: AssetName
    why: AssetName | Literal[""] = ""


class AgainAsked(BaseModel):
    """How long the owners of a released order have to confirm its next attempt."""

    model_config = ConfigDict(extra="forbid")

    within_s: float = Field(3600.0, ge=1.0, le=1e6)


class BreakAsked(BaseModel):
    """Which owner takes back what it confirmed, and why: for the record."""

    model_config = ConfigDict(extra="forbid")

    party: AssetName
    why: AssetName


class ReportAsked(BaseModel):
    """What came of an order."""

    model_config = ConfigDict(extra="forbid")

    order: AssetName
    stage: Literal["scheduled", "acquired", "downlinked", "delivered", "failed"]
    moment: MomentText
    fault: Literal["", "user", "provider", "weather"] = ""
    covered_percent: float | None = Field(None, ge=0.0, le=100.0)
    note: AssetName | Literal[""] = ""


class ReportsAsked(BaseModel):
    """Reports, all taken in or none."""

    model_config = ConfigDict(extra="forbid")

    reports: list[ReportAsked] = Field(min_length=1, max_length=500)


class TakenBody(BaseModel):
    """How many reports were new."""

    taken: int


class PromiseBody(BaseModel):
    """What was promised by an order, and what came."""

    order: str
    party: str
    says: str
    stage: str
    fault: str
    promised: Moment | None
    delivered: Moment | None
    late_s: float | None
    forward: dict[str, str]


class TallyBody(BaseModel):
    """Promises of one owner, or by one term, and what became of them."""

    of: str
    promised: int
    delivered: int
    on_time: int
    waiting: int
    failed: dict[str, int] = Field(description="By whose fault.")
    late_median_s: float | None


class GivenBody(BaseModel):
    """Of what was delivered: a party's assets used for others, orders served to it, and its own uses."""

    of: str
    gives: int
    gets: int
    own: int


class RecordBody(BaseModel):
    """What was promised and delivered, by order, by owner and by term; and who gave and got."""

    orders: list[PromiseBody]
    owners: list[TallyBody]
    terms: list[TallyBody]
    parties: list[GivenBody]


class LedgerEventBody(BaseModel):
    """One event of the ledger, with the hash of its line."""

    model_config = ConfigDict(extra="allow")

    seq: int
    kind: str
    subject: str
    at: Moment
    by: str
    values: dict[str, Any]
    hash: str


class LedgerBody(BaseModel):
    """Events in their order, and where the ledger ends."""

    head: str
    events: list[LedgerEventBody]
