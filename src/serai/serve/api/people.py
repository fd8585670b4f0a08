"""Accounts and keys: made, invited, shut; rotated and revoked. Secrets are told once and kept nowhere.

None of these takes an idempotency key: an answer that is kept would keep its secret.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import APIRouter, Request, Response

from serai.errors import Refused
from serai.serve.bodies.people import (
    AccountAsked,
    AccountBody,
    AccountsBody,
    InvitationBody,
    KeyAsked,
    KeyBody,
    KeysBody,
    NewKeyBody,
    OrganisationAsked,
    PasswordAsked,
    RoleAsked,
    RotationAsked,
)
from serai.serve.door import Known, peer, refuse
from serai.serve.served import Here
from serai.serve.trust import accounts, keys
from serai.serve.trust.caller import Caller, CallerRole, Scope, is_local
from serai.serve.trust.limits import refuse_flood
from serai.serve.trust.policy import NotAllowed
from serai.serve.trust.rules import Action, Kind
from serai.time import Instant

router = APIRouter(tags=["people"])
CREATED, DONE = 201, 204


@contextmanager
def _managing(caller: Caller, kind: Kind, organisation: str) -> Iterator[None]:
    """Whoever may not manage is told of nothing but that a thing is not there."""
    refuse(caller, Action.MANAGE, kind, organisation)
    try:
        yield
    except NotAllowed:
        raise Refused("serve.absent") from None


@router.get("/accounts", response_model=AccountsBody)
def all_accounts(here: Here, caller: Known) -> AccountsBody:
    """The accounts that one manages; none where one manages none."""
    return AccountsBody(accounts=[_account(one) for one in accounts.listed(here.database, caller)])


@router.post("/organisations", status_code=DONE, response_class=Response)
def add_organisation(here: Here, caller: Known, asked: OrganisationAsked) -> Response:
    """Make a tenant; one that is there stays as it is."""
    with _managing(caller, Kind.ORGANISATION, asked.id):
        now = here.settings.now_second()
        accounts.add_organisation(here.database, caller, asked.id, now, name=asked.name, nation=asked.nation)
    return Response(status_code=DONE)


@router.post("/accounts/first", response_model=InvitationBody, status_code=CREATED)
def first(here: Here, caller: Known, asked: AccountAsked) -> InvitationBody:
    """Make the first account, a host's; from the machine itself alone, until somebody can log in."""
    if not is_local(caller):
        raise Refused("serve.absent")
    made = accounts.first_account(here.database, asked.organisation, asked.name, here.settings.now_second())
    return InvitationBody(**asked.model_dump(), invitation=made)


@router.post("/accounts", response_model=InvitationBody, status_code=CREATED)
def add(here: Here, caller: Known, asked: RoleAsked) -> InvitationBody:
    """Make an account of one's organisation; a host, of any."""
    with _managing(caller, Kind.ACCOUNT, asked.organisation):
        made = accounts.add_account(
            here.database, caller, asked.organisation, asked.name, CallerRole(asked.role),
            here.settings.now_second(),
        )  # fmt: skip
    return InvitationBody(organisation=asked.organisation, name=asked.name, invitation=made)


@router.post("/accounts/invite", response_model=InvitationBody, status_code=CREATED)
def invite(here: Here, caller: Known, asked: AccountAsked) -> InvitationBody:
    """A new invitation, for a password that was forgotten; the one before is void."""
    with _managing(caller, Kind.ACCOUNT, asked.organisation):
        now = here.settings.now_second()
        made = accounts.invite(here.database, caller, asked.organisation, asked.name, now)
    return InvitationBody(**asked.model_dump(), invitation=made)


@router.post("/accounts/role", response_model=AccountBody)
def set_role(here: Here, caller: Known, asked: RoleAsked) -> AccountBody:
    """Give an account another role, from its next request on."""
    with _managing(caller, Kind.ACCOUNT, asked.organisation):
        now = here.settings.now_second()
        accounts.set_role(here.database, caller, asked.organisation, asked.name, CallerRole(asked.role), now)
    return _told(here, caller, asked)


@router.post("/accounts/shut", response_model=AccountBody)
def shut(here: Here, caller: Known, asked: AccountAsked) -> AccountBody:
    """Shut an account: its sessions, keys and invitations end now."""
    with _managing(caller, Kind.ACCOUNT, asked.organisation):
        now = here.settings.now_second()
        accounts.shut(here.database, caller, asked.organisation, asked.name, now)
    return _told(here, caller, asked)


@router.post("/accounts/reopen", response_model=AccountBody)
def reopen(here: Here, caller: Known, asked: AccountAsked) -> AccountBody:
    """Let a person in again; sessions and keys that have ended stay so."""
    with _managing(caller, Kind.ACCOUNT, asked.organisation):
        now = here.settings.now_second()
        accounts.reopen(here.database, caller, asked.organisation, asked.name, now)
    return _told(here, caller, asked)


@router.post("/password", response_model=AccountBody)
def password(request: Request, here: Here, asked: PasswordAsked) -> AccountBody:
    """Set the password that an invitation is for; all sessions of the account end."""
    refuse_flood(here.tries, f"password {peer(request)}")
    now = here.settings.now_second()
    return _account(accounts.set_password(here.database, asked.invitation, asked.password, now))


@router.get("/keys", response_model=KeysBody)
def all_keys(here: Here, caller: Known) -> KeysBody:
    """The keys that one may know of: one's own, and those that one manages."""
    now = here.settings.now_second()
    return KeysBody(keys=[_key(one, now) for one in keys.listed_keys(here.database, caller)])


@router.post("/keys", response_model=NewKeyBody, status_code=CREATED)
def add_key(here: Here, caller: Known, asked: KeyAsked) -> NewKeyBody:
    """Make a key for a program of one's own; its secret is told this once."""
    with _managing(caller, Kind.ME, caller.organisation):
        made = keys.add_key(
            here.database, caller, caller.organisation, caller.person, asked.label,
            map(Scope, asked.scopes), here.settings.now_second(), asked.days,
        )  # fmt: skip
    return NewKeyBody(id=made[0], key=made[1])


@router.post("/keys/{key}/rotate", response_model=NewKeyBody, status_code=CREATED)
def rotate(here: Here, caller: Known, key: str, asked: RotationAsked) -> NewKeyBody:
    """A new key in the place of one's own; the old one is let in for as long as is asked."""
    with _managing(caller, Kind.ME, caller.organisation):
        now = here.settings.now_second()
        made = keys.rotate(here.database, caller, key[:80], now, asked.overlap_s)
    return NewKeyBody(id=made[0], key=made[1])


@router.post("/keys/{key}/revoke", status_code=DONE, response_class=Response)
def revoke(here: Here, caller: Known, key: str) -> Response:
    """End a key now: one's own, or one that one manages."""
    with _managing(caller, Kind.ME, caller.organisation):
        keys.revoke(here.database, caller, key[:80], here.settings.now_second())
    return Response(status_code=DONE)


def _told(here: Here, caller: Caller, asked: AccountAsked) -> AccountBody:
    return _account(accounts.account(here.database, caller, asked.organisation, asked.name))


def _account(one: accounts.PersonAccount) -> AccountBody:
    return AccountBody(
        organisation=one.organisation, name=one.name, role=one.role.value,  # type: ignore[arg-type]
        shut=one.shut, has_password=one.has_password,
    )  # fmt: skip


def _key(one: keys.ListedKey, now: Instant) -> KeyBody:
    return KeyBody(
        id=one.id, organisation=one.organisation, person=one.person, label=one.label,
        scopes=list(one.scopes), made=one.made.utc(0), until=one.until.utc(0), seen=_utc(one.seen),
        ended=_utc(one.ended), stands=one.stands(now),
    )  # fmt: skip


def _utc(at: Instant | None) -> str | None:
    return None if at is None else at.utc(0)
