"""The parts of a what-if's answer: states at once, then verdicts, then fortnights."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter

from serai.serve.bodies.needs import LampBody, Moment, StateName


class SupposedNeed(BaseModel):
    """One need before and after."""

    need: str
    before: StateName
    after: StateName
    share_before: float | None
    share_after: float | None


class SupposedStates(BaseModel):
    """The day's states, under the plan as it stands; with terms, under another."""

    stage: Literal["states"]
    corridor: str
    at: Moment
    lost: list[str] = Field(description="The assets that are taken away.")
    terms: list[str]
    lamps: list[LampBody] = Field(description="By the day's states after it; the fortnight as it was.")
    needs: list[SupposedNeed]
    worse: list[str]
    better: list[str]


class SupposedVerdict(SupposedNeed):
    """A need that is touched, in full; told again where planning the day again would mend it."""

    stage: Literal["verdict"]
    path: list[str]
    says: str
    why: str
    remedies: list[str]
    substitutes: list[str]
    flags: list[str]


class SupposedFortnight(BaseModel):
    """The fortnight of a need that is touched, and its verdict."""

    stage: Literal["fortnight"]
    need: str
    state: StateName
    share_met: float | None
    days_met: int
    verdict: StateName


class SupposedEnd(BaseModel):
    """The last part: that it is done, or why it ended before."""

    stage: Literal["done", "failed"]
    detail: str = ""


SupposedPart: TypeAdapter[SupposedStates | SupposedVerdict | SupposedFortnight | SupposedEnd] = TypeAdapter(
    Annotated[
        SupposedStates | SupposedVerdict | SupposedFortnight | SupposedEnd, Field(discriminator="stage")
    ]
)
