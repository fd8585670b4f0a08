"""Accounts: the first by command, the others by invitation, administrators within their organisation."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from serai.serve.trust.accounts import (
    CONSOLE,
    FIRST_S,
    NoSuchAccount,
    NotInvited,
    NotMade,
    account,
    add_account,
    add_organisation,
    any_account,
    first_account,
    invite,
    listed,
    reopen,
    set_password,
    set_role,
    shut,
)
from serai.serve.trust.caller import CallerRole
from serai.serve.trust.entrance import NotLetIn
from serai.serve.trust.policy import NotAllowed
from serai.store.schema import accounts, audit, invitations, people
from tests.serve.trust.conftest import WORDS


def audits(database) -> list[tuple[str, str, str, str]]:
    with database.reading() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.seq))
        return [(r.by, r.did, r.subject, r.refused) for r in rows]


def test_the_first_account_is_a_hosts_and_there_is_one_first(database, clock, entrance):
    assert not any_account(database)
    early = first_account(database, "SUPARCO", "amina", clock())
    token = first_account(database, "SUPARCO", "amina", clock())  # not used yet: again, and the old is void
    with pytest.raises(NotInvited):
        set_password(database, early, WORDS, clock())
    assert not any_account(database)
    made = set_password(database, token, WORDS, clock())
    assert (made.organisation, made.name, made.role, made.has_password) == ("SUPARCO", "amina", "host", True)
    assert any_account(database)
    with pytest.raises(NotMade, match="there is an account already"):
        first_account(database, "SUPARCO", "amina", clock())
    with pytest.raises(NotMade, match="there is an account already"):
        first_account(database, "CNSA", "li", clock())
    assert entrance.logs_in("SUPARCO", "amina", WORDS).caller.role is CallerRole.HOST
    with database.reading() as connection:
        assert connection.scalars(select(people.c.id)).all() == ["amina@SUPARCO"]


def test_an_invitation_sets_a_password_once_and_within_its_time(database, clock):
    token = first_account(database, "SUPARCO", "amina", clock())
    clock.now = clock.now.plus(FIRST_S)
    with pytest.raises(NotInvited, match="this invitation is not valid"):
        set_password(database, token, WORDS, clock())
    token = first_account(database, "SUPARCO", "amina", clock())
    clock.now = clock.now.plus(FIRST_S - 1.0)
    set_password(database, token, WORDS, clock())
    with pytest.raises(NotInvited):
        set_password(database, token, "another good password", clock())
    with pytest.raises(NotInvited):
        set_password(database, "serai-invitation-made-up", WORDS, clock())


def test_nothing_that_lets_anybody_in_stands_in_the_database(database, clock, entrance, person):
    person()
    session = entrance.logs_in("Pakistan", "amina", WORDS)
    token = invite(database, CONSOLE, "Pakistan", "amina", clock())
    with database.reading() as connection:
        rows = [
            *(str(tuple(r)) for t in (accounts, invitations) for r in connection.execute(select(t))),
            *(str(tuple(r)) for r in connection.execute(select(audit))),
        ]
    for secret in (WORDS, session.token, token, session.csrf):
        assert not any(secret in row for row in rows)


def test_a_new_invitation_voids_the_old_and_a_new_password_ends_the_sessions(
    database, clock, entrance, person
):
    person()
    session = entrance.logs_in("Pakistan", "amina", WORDS)
    old = invite(database, CONSOLE, "Pakistan", "amina", clock())
    new = invite(database, CONSOLE, "Pakistan", "amina", clock())
    with pytest.raises(NotInvited):
        set_password(database, old, "another good password", clock())
    assert entrance.by_session(session.token, changes=False).person == "amina"  # until it is used
    set_password(database, new, "another good password", clock())
    with pytest.raises(NotLetIn):
        entrance.by_session(session.token, changes=False)
    with pytest.raises(NotLetIn):
        entrance.logs_in("Pakistan", "amina", WORDS)
    entrance.logs_in("Pakistan", "amina", "another good password")


def test_an_administrator_has_its_own_organisation_alone_and_the_rest_is_not_there(database, clock, person):
    admin, li = person("zara", CallerRole.ADMIN), person("li", CallerRole.OFFICER, "China")
    add_account(database, admin, "Pakistan", "omar", CallerRole.READER, clock())
    with pytest.raises(NotAllowed):
        add_account(database, admin, "China", "mole", CallerRole.READER, clock())
    for act in (invite, shut, reopen):
        told = []
        for organisation, name in (("China", "li"), ("China", "nobody"), ("Nowhere", "li")):
            with pytest.raises(NoSuchAccount) as refused:
                act(database, admin, organisation, name, clock())
            told.append(refused.value.key)
        assert told == ["trust.no_account"] * 3
    with pytest.raises(NoSuchAccount):
        set_role(database, admin, "China", "li", CallerRole.READER, clock())
    with pytest.raises(NoSuchAccount):
        account(database, admin, "China", "li")
    assert [one.name for one in listed(database, admin)] == ["omar", "zara"]
    assert [one.name for one in listed(database, CONSOLE)] == ["li", "omar", "zara"]
    assert listed(database, li) == []


def test_nobody_lifts_itself_or_another_above_what_it_may_give(database, clock, person):
    admin, host = person("zara", CallerRole.ADMIN), person("hana", CallerRole.HOST)
    for role in (CallerRole.HOST, CallerRole.KEEPER, CallerRole.VISITOR):
        with pytest.raises(NotMade, match="no account can be given the role"):
            set_role(database, admin, "Pakistan", "zara", role, clock())
        with pytest.raises(NotMade, match="no account can be given the role"):
            add_account(database, admin, "Pakistan", "x", role, clock())
    for act in (invite, shut):  # a host of its own organisation: a new password for it would be its own
        with pytest.raises(NoSuchAccount):
            act(database, admin, "Pakistan", "hana", clock())
    set_role(database, host, "Pakistan", "zara", CallerRole.KEEPER, clock())
    assert account(database, host, "Pakistan", "zara").role is CallerRole.KEEPER


def test_the_last_host_is_neither_shut_nor_demoted(database, clock, person):
    host = person("hana", CallerRole.HOST)
    with pytest.raises(NotMade, match="is the last host's account"):
        shut(database, host, "Pakistan", "hana", clock())
    with pytest.raises(NotMade, match="is the last host's account"):
        set_role(database, host, "Pakistan", "hana", CallerRole.READER, clock())
    add_account(database, host, "Pakistan", "second", CallerRole.HOST, clock())  # has not come in yet
    with pytest.raises(NotMade):
        shut(database, host, "Pakistan", "hana", clock())
    person("third", CallerRole.HOST)
    set_role(database, host, "Pakistan", "hana", CallerRole.READER, clock())
    with pytest.raises(NotMade):
        shut(database, CONSOLE, "Pakistan", "third", clock())


def test_a_shut_account_is_let_in_no_more_and_a_reopened_one_by_its_password(
    database, clock, entrance, person
):
    person()
    session = entrance.logs_in("Pakistan", "amina", WORDS)
    token = invite(database, CONSOLE, "Pakistan", "amina", clock())
    shut(database, CONSOLE, "Pakistan", "amina", clock())
    for way in (
        lambda: entrance.by_session(session.token, changes=False),
        lambda: entrance.logs_in("Pakistan", "amina", WORDS),
    ):
        with pytest.raises(NotLetIn):
            way()
    with pytest.raises(NotInvited):
        set_password(database, token, WORDS, clock())
    reopen(database, CONSOLE, "Pakistan", "amina", clock())
    with pytest.raises(NotLetIn):
        entrance.by_session(session.token, changes=False)
    with pytest.raises(NotInvited):
        set_password(database, token, WORDS, clock())
    assert entrance.logs_in("Pakistan", "amina", WORDS).caller.person == "amina"


def test_one_name_in_two_organisations_is_two_people(database, clock, entrance, person):
    person("amina", CallerRole.OFFICER, "Pakistan")
    person("amina", CallerRole.READER, "China")
    assert entrance.logs_in("China", "amina", WORDS).caller.role is CallerRole.READER
    with pytest.raises(NotMade, match="Pakistan has an account 'amina' already"):
        add_account(database, CONSOLE, "Pakistan", "amina", CallerRole.READER, clock())


@pytest.mark.parametrize("name", ["", " amina", "a@b", 'a"b', "a\nb", "a\\b", "x" * 201])
def test_a_name_that_would_not_stand_in_the_record_is_refused(database, clock, name):
    with pytest.raises(NotMade, match="expected a name without"):
        add_account(database, CONSOLE, "Pakistan", name, CallerRole.READER, clock())
    if name != "a@b":
        with pytest.raises(NotMade, match="expected a name without"):
            add_account(database, CONSOLE, name, "amina", CallerRole.READER, clock())


def test_an_organisation_is_the_hosts_to_make_and_is_there_once(database, clock, person):
    add_organisation(database, CONSOLE, "SUPARCO", clock(), nation="PK")
    add_organisation(database, CONSOLE, "SUPARCO", clock(), nation="IT")
    with pytest.raises(NotAllowed):
        add_organisation(database, person("zara", CallerRole.ADMIN), "Pakistan", clock())


def test_every_act_is_on_record_with_who_did_it(database, clock, person):
    host = person("hana", CallerRole.HOST)
    person("amina")
    set_role(database, host, "Pakistan", "amina", CallerRole.READER, clock())
    shut(database, host, "Pakistan", "amina", clock())
    reopen(database, host, "Pakistan", "amina", clock())
    assert audits(database)[-3:] == [
        ("hana@Pakistan", "role reader", "amina@Pakistan", ""),
        ("hana@Pakistan", "shut account", "amina@Pakistan", ""),
        ("hana@Pakistan", "reopen account", "amina@Pakistan", ""),
    ]
    assert ("console", "add account", "amina@Pakistan", "") in audits(database)
    assert ("amina@Pakistan", "set password", "amina@Pakistan", "") in audits(database)
