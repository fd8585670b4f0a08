"""The bodies of accounts, keys and invitations."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from serai.serve.bodies.needs import Moment

Plain = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
RoleName = Literal["reader", "officer", "keeper", "admin", "host"]
ScopeName = Literal["read", "what-if", "order", "answer", "tables"]


class AccountAsked(BaseModel):
    """An account, by its organisation and name."""

    model_config = ConfigDict(extra="forbid")

    organisation: Plain
    name: Plain


class RoleAsked(AccountAsked):
    """An account, and a role for it."""

    role: RoleName


class OrganisationAsked(BaseModel):
    """A tenant, named as the corridor's members are."""

    model_config = ConfigDict(extra="forbid")

    id: Plain
    name: Plain | Literal[""] = ""
    nation: Annotated[str, StringConstraints(pattern="^([A-Z]{2})?$")] = ""


class AccountBody(BaseModel):
    """An account as its administrator sees it."""

    organisation: str
    name: str
    role: RoleName
    shut: bool
    has_password: bool


class AccountsBody(BaseModel):
    """The accounts that one manages."""

    accounts: list[AccountBody]


class InvitationBody(BaseModel):
    """An invitation, by which its person sets a password: told this once, and serving once."""

    organisation: str
    name: str
    invitation: str


class PasswordAsked(BaseModel):
    """A password, by an invitation."""

    model_config = ConfigDict(extra="forbid")

    invitation: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000)


class KeyAsked(BaseModel):
    """A key for a program of one's own."""

    model_config = ConfigDict(extra="forbid")

    label: Plain
    scopes: list[ScopeName] = Field(min_length=1, max_length=5)
    days: float = Field(90.0, gt=0.0, le=366.0)


class RotationAsked(BaseModel):
    """For how long the key that is replaced is let in beside the new one."""

    model_config = ConfigDict(extra="forbid")

    overlap_s: float = Field(86_400.0, ge=0.0, le=604_800.0)


class NewKeyBody(BaseModel):
    """A key that was made: its secret is told this once."""

    id: str
    key: str


class KeyBody(BaseModel):
    """A key, but for its secret."""

    id: str
    organisation: str
    person: str
    label: str
    scopes: list[str]
    made: Moment
    until: Moment
    seen: Moment | None
    ended: Moment | None
    stands: bool


class KeysBody(BaseModel):
    """The keys that one may know of, the newest first."""

    keys: list[KeyBody]
