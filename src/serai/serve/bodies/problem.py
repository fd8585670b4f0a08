"""The body of every refusal (RFC 9457)."""

from __future__ import annotations

from pydantic import BaseModel, Field

MEDIA = "application/problem+json"


class ProblemBody(BaseModel):
    """A problem: its kind, its status, and one sentence: what came, what was expected, what to do."""

    type: str = Field(description="The kind of problem, `urn:serai:` and the key of its sentence.")
    title: str = Field(description="What the status means.")
    status: int
    detail: str = Field(description="One sentence for an operator, in the language asked for.")
    instance: str | None = Field(None, description="Which answer this was; it stands in the log.")
    where: list[str] | None = Field(None, description="The fields that are wrong, where it is these.")
