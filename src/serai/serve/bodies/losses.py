"""The bodies of single points, the matrix of losses, and advice."""

from __future__ import annotations

from pydantic import BaseModel, Field

from serai.serve.bodies.needs import Moment, SinglePointBody, StateName


class SinglePointsBody(BaseModel):
    """Every single loss that makes a need worse, heaviest first; known outages, were they to happen now."""

    corridor: str
    at: Moment
    losses_tried: int
    single_points: list[SinglePointBody]
    events: list[SinglePointBody]


class LossBody(BaseModel):
    """What is lost at once."""

    kind: str
    id: str
    name: str


class MatrixBody(BaseModel):
    """Every need after every single loss, under the plan as it stands."""

    corridor: str
    at: Moment
    states: list[StateName] = Field(description="What the numbers of `before` and `after` stand for.")
    needs: list[str]
    losses: list[LossBody]
    before: list[int]
    after: list[list[int]] = Field(description="A row for each loss, a column for each need.")
    share_before: list[float | None]
    share_after: list[list[float | None]]


class MendBody(BaseModel):
    """A need that an agreement would better."""

    need: str
    before: StateName
    after: StateName


class AgreementBody(BaseModel):
    """A candidate term and what agreeing it would do."""

    term: str
    what: str
    says: str
    mends: list[MendBody]
    relieves: dict[str, list[str]] = Field(description="Needs, and the losses they no longer hang on.")


class AdviceBody(BaseModel):
    """The candidate terms that would help, those that mend most first."""

    corridor: str
    at: Moment
    agreements: list[AgreementBody]
