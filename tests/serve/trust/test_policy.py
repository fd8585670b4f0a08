"""The policy: every action x role x kind x owner x scope; nothing is allowed that no rule names."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.serve.trust.caller import ALL_SCOPES, KEY_SCOPES, MEMBERS, NOBODY, Caller, CallerRole, Scope, Via
from serai.serve.trust.policy import NO_RULE, NotAllowed, grantable, may, require, whose
from serai.serve.trust.rules import RULES, Action, Kind, Whose
from serai.wording import PSEUDO, say

TENANTS = ("China", "Pakistan")
OWNERS = ("", *TENANTS, TENANTS, ("Italy",))
EVERY = [*product(Action, Kind, OWNERS, ("", "T15"))]


def of(role: CallerRole, organisation: str = "Pakistan", scopes: frozenset[Scope] = ALL_SCOPES) -> Caller:
    if role is CallerRole.VISITOR:
        return NOBODY
    return Caller(organisation, "amina", role, scopes, Via.SESSION)


# What is allowed, written again from the side of each thing and by hand: (action, kind, whose) and who.
# Members are all but the visitor. The code's table is by rule, this one by thing, and both must agree.
M, OFF, A, H = MEMBERS, {CallerRole.OFFICER}, {CallerRole.ADMIN}, {CallerRole.HOST}
HAND = {
    ("see", "health"): {w: set(CallerRole) for w in Whose},
    ("enter", "door"): {w: set(CallerRole) for w in Whose},
    ("see", "corridor"): {Whose.COMMON: M},
    ("edit", "corridor"): {Whose.COMMON: {CallerRole.KEEPER, CallerRole.HOST}},
    ("see", "asset"): {Whose.COMMON: M, Whose.OWN: M, Whose.TERMED: M, Whose.OTHERS: H},
    ("task", "asset"): {Whose.OWN: OFF, Whose.TERMED: OFF},
    ("forward", "asset"): {Whose.OWN: OFF, Whose.TERMED: OFF},
    ("see", "need"): {Whose.COMMON: M, Whose.OWN: M, Whose.TERMED: H, Whose.OTHERS: H},
    ("see", "assessment"): {Whose.COMMON: M, Whose.OWN: M, Whose.TERMED: H, Whose.OTHERS: H},
    ("see", "plan"): {Whose.COMMON: M, Whose.OWN: M, Whose.TERMED: H, Whose.OTHERS: H},
    ("see", "job"): {Whose.COMMON: M, Whose.OWN: M, Whose.TERMED: H, Whose.OTHERS: H},
    ("see", "place"): {Whose.COMMON: M},
    ("see", "event"): {Whose.COMMON: M, Whose.OWN: M},
    ("what-if", "assessment"): {Whose.COMMON: M, Whose.OWN: M},
    ("what-if", "plan"): {Whose.COMMON: M, Whose.OWN: M},
    ("what-if", "job"): {Whose.COMMON: M, Whose.OWN: M},
    ("see", "request"): {Whose.OWN: M},
    ("see", "offer"): {Whose.OWN: M},
    ("see", "order"): {Whose.OWN: M},
    ("see", "use"): {Whose.OWN: M},
    ("see", "record"): {Whose.OWN: M},
    ("ask", "request"): {Whose.OWN: OFF},
    ("offer", "request"): {Whose.OWN: OFF},
    ("place", "order"): {Whose.OWN: OFF},
    ("cancel", "order"): {Whose.OWN: OFF},
    ("confirm", "use"): {Whose.OWN: OFF},
    ("decline", "use"): {Whose.OWN: OFF},
    ("break", "use"): {Whose.OWN: OFF},
    ("report", "use"): {Whose.OWN: OFF},
    ("see", "me"): {Whose.OWN: M},
    ("manage", "me"): {Whose.OWN: M},
    ("see", "metrics"): dict.fromkeys(Whose, H),
    ("see", "organisation"): dict.fromkeys(Whose, H),
    ("manage", "organisation"): dict.fromkeys(Whose, H),
    **{
        (act, kind): {w: H | A if w is Whose.OWN else H for w in Whose}
        for act in ("see", "manage")
        for kind in ("account", "key", "session")
    },
}


@pytest.mark.parametrize("role", CallerRole)
def test_what_each_role_may_is_what_stands_here_by_thing_and_nothing_else(role):
    caller = of(role)
    for action, kind, owner, term in EVERY:
        wanted = role in HAND.get((action, kind), {}).get(whose(caller, owner, term), set())
        assert bool(may(caller, action, kind, owner, term=term)) is wanted, (action, kind, owner, term)


@pytest.mark.parametrize("role", CallerRole)
@pytest.mark.parametrize("tenant", TENANTS)
def test_nothing_is_allowed_that_no_rule_names(role, tenant):
    """Without its rules the policy allows nothing; each verdict names the rule that alone gives it."""
    caller = of(role, tenant)
    for action, kind, owner, term in EVERY:
        verdict = may(caller, action, kind, owner, term=term)
        assert not may(caller, action, kind, owner, term=term, rules=())
        if verdict.allowed:
            (named,) = [rule for rule in RULES if rule.id == verdict.rule]
            assert may(caller, action, kind, owner, term=term, rules=(named,)).allowed
            assert verdict.says == named.says
        else:
            assert verdict.rule == NO_RULE
            assert not any(may(caller, action, kind, owner, term=term, rules=(r,)) for r in RULES)


@given(
    action=st.text(max_size=12), kind=st.text(max_size=12), role=st.sampled_from(CallerRole), owner=st.text()
)
def test_words_that_are_no_action_or_no_kind_are_refused(action, kind, role, owner):
    if (action, kind) not in HAND:
        assert not may(of(role), action, kind, owner)


@pytest.mark.parametrize("role", CallerRole)
def test_fewer_scopes_never_allow_more_and_without_scopes_nothing_is_allowed(role):
    for size in (0, 1, len(Scope) - 1):
        for some in combinations(Scope, size):
            less, all_of = of(role, scopes=frozenset(some)), of(role)
            for action, kind, owner, term in EVERY:
                if may(less, action, kind, owner, term=term) and role is not CallerRole.VISITOR:
                    assert size > 0
                    assert may(all_of, action, kind, owner, term=term)


@pytest.mark.parametrize("role", sorted(MEMBERS))
def test_a_key_manages_nothing_whatever_it_was_given(role):
    caller = replace(of(role), via=Via.KEY).within(ALL_SCOPES)
    assert caller.scopes == KEY_SCOPES
    assert not any(may(caller, Action.MANAGE, kind, owner) for kind in Kind for owner in OWNERS)


def test_another_tenants_things_are_seen_by_no_one_but_where_a_term_or_the_host_says_so():
    for role, (action, kind, _, _) in product(set(CallerRole) - {CallerRole.HOST}, EVERY):
        if kind not in (Kind.HEALTH, Kind.DOOR):
            assert not may(of(role), action, kind, "China"), (role, action, kind)


def test_the_host_acts_for_no_partner_and_sees_no_order_of_one():
    acts = {Action.ASK, Action.PLACE, Action.CANCEL, Action.CONFIRM, Action.DECLINE, Action.BREAK}
    for action, kind, owner in product(acts, Kind, OWNERS):
        assert not may(of(CallerRole.HOST), action, kind, owner)
    for kind in (Kind.REQUEST, Kind.ORDER, Kind.USE, Kind.RECORD):
        assert not may(of(CallerRole.HOST), Action.SEE, kind, "China")


def test_a_thing_of_several_is_each_ones_own_and_a_nameless_owner_owns_nothing():
    assert whose(of(CallerRole.READER), TENANTS) is Whose.OWN
    assert whose(of(CallerRole.READER), ("China", "")) is Whose.OTHERS
    assert whose(of(CallerRole.READER), ("",)) is Whose.COMMON
    assert whose(of(CallerRole.READER), "Pakistan", "T15") is Whose.OWN
    assert whose(of(CallerRole.READER), "China", "T15") is Whose.TERMED
    assert whose(NOBODY, "China") is Whose.OTHERS
    assert whose(NOBODY, "") is Whose.COMMON


def test_a_rules_name_is_its_own_and_its_words_come_from_the_catalogue():
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert say(rule.says, PSEUDO) == f"⟦{rule.says}⟧"
        assert rule.roles
        assert rule.actions
        assert rule.kinds
        assert rule.whose


def test_a_refusal_says_who_was_to_do_what_to_whose():
    with pytest.raises(NotAllowed, match=r"^no rule allows this: place order \(others\) as reader$"):
        require(of(CallerRole.READER), "place", "order", "China")
    assert require(of(CallerRole.OFFICER), "place", "order", "Pakistan").rule == "order"


def test_an_administrator_makes_no_keeper_and_no_host():
    assert grantable(of(CallerRole.ADMIN)) == {CallerRole.READER, CallerRole.OFFICER, CallerRole.ADMIN}
    assert grantable(of(CallerRole.HOST)) == MEMBERS
    assert all(not grantable(of(r)) for r in CallerRole if r not in (CallerRole.ADMIN, CallerRole.HOST))
    assert CallerRole.VISITOR not in grantable(of(CallerRole.HOST))
