"""May X do Y on Z, and which rule says so: the first rule of the table that speaks of it, else no.

Authorisation, deny by default. What is asked is not looked up here: the caller says whose the thing is, and
by which term of the corridor it is shared, where there is one (`trust.shared` finds it).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from serai.errors import Refused
from serai.serve.trust.caller import Caller, CallerRole
from serai.serve.trust.rules import GRANTS, RULES, Rule, Whose
from serai.wording import Reason, reason

NO_RULE = "none"  # the name of the verdict that no rule allows it

Owners = str | Collection[str]


class NotAllowed(Refused):
    """An act that no rule allows; outside it is told as what is not there."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it is allowed, the rule that says so (`none` where no rule does), and that rule in words."""

    allowed: bool
    rule: str
    says: Reason

    def __bool__(self) -> bool:
        return self.allowed


def whose(caller: Caller, owner: Owners, term: str = "") -> Whose:
    """How a thing of these owners stands to a caller; ``term``: by which it is shared with the caller.

    A thing without owners is common. A caller without an organisation owns nothing.
    """
    owners = frozenset((owner,) if isinstance(owner, str) else owner) - {""}
    if not owners:
        return Whose.COMMON
    if caller.organisation in owners:
        return Whose.OWN
    return Whose.TERMED if term else Whose.OTHERS


def may(
    caller: Caller,
    action: str,
    kind: str,
    owner: Owners = "",
    *,
    term: str = "",
    rules: Sequence[Rule] = RULES,
) -> Verdict:
    """Whether a caller may do something to a thing of these owners, and which rule says so.

    ``owner`` is an organisation, several (a thing of many: any of them is an owner), or "" for what is
    common to the corridor. Actions and kinds that are in no rule, known or not, are refused.
    """
    how = whose(caller, owner, term)
    for rule in rules:
        if rule.allows(caller.role, caller.scopes, action, kind, how):
            return Verdict(True, rule.id, rule.says)
    no = reason("trust.no_rule", role=str(caller.role), action=str(action), kind=str(kind), whose=str(how))
    return Verdict(False, NO_RULE, no)


def require(caller: Caller, action: str, kind: str, owner: Owners = "", *, term: str = "") -> Verdict:
    """The verdict where it allows; refused (`NotAllowed`) where it does not."""
    verdict = may(caller, action, kind, owner, term=term)
    if not verdict.allowed:
        why: Reason = verdict.says
        raise NotAllowed(why)
    return verdict


def grantable(caller: Caller) -> frozenset[CallerRole]:
    """The roles that a caller may give to an account; none where it manages none."""
    return next((roles for role, roles in GRANTS if role is caller.role), frozenset())
