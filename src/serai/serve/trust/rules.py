"""The policy as a table: which roles may do what on whose things. What no rule names is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from serai.serve.trust.caller import MEMBERS, CallerRole, Scope
from serai.wording import Reason, reason


class Action(StrEnum):
    """What is done to a thing."""

    SEE = "see"
    ENTER = "enter"  # log in
    WHAT_IF = "what-if"
    TASK = "task"  # plan on an asset, or ask for its use
    FORWARD = "forward"  # hand on what came of it
    ASK = "ask"
    OFFER = "offer"
    PLACE = "place"
    CANCEL = "cancel"
    CONFIRM = "confirm"
    DECLINE = "decline"
    BREAK = "break"
    REPORT = "report"
    EDIT = "edit"
    MANAGE = "manage"


class Kind(StrEnum):
    """What sort of thing it is done to."""

    HEALTH = "health"
    DOOR = "door"
    CORRIDOR = "corridor"  # its tables, versions, sources and ages
    ASSET = "asset"
    NEED = "need"
    ASSESSMENT = "assessment"  # verdicts, single points, advice, the matrix of losses
    PLACE = "place"  # what is worked out for a place: ladder, passes, looks, positioning
    PLAN = "plan"
    REQUEST = "request"
    OFFER = "offer"
    ORDER = "order"  # its owner is who asked
    USE = "use"  # an asset's part in an order; its owner is the asset's
    RECORD = "record"
    EVENT = "event"  # live changes
    JOB = "job"
    ME = "me"  # the caller's own password, sessions and keys
    ACCOUNT = "account"
    KEY = "key"
    SESSION = "session"
    ORGANISATION = "organisation"
    METRICS = "metrics"


class Whose(StrEnum):
    """How a thing stands to the caller."""

    COMMON = "common"  # nobody's own: the whole corridor's
    OWN = "own"  # the caller's organisation is among its owners
    TERMED = "termed"  # another's, and a term in force speaks to the caller's organisation
    OTHERS = "others"


ANY = frozenset(Whose)
ANYBODY = frozenset(CallerRole)
OWN, COMMON, TERMED = frozenset({Whose.OWN}), frozenset({Whose.COMMON}), frozenset({Whose.TERMED})
OFFICERS = frozenset({CallerRole.OFFICER})
ADMINS, HOSTS = frozenset({CallerRole.ADMIN}), frozenset({CallerRole.HOST})


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the policy: who may do what, within which scope, to which things of whom."""

    id: str
    says: Reason
    roles: frozenset[CallerRole]
    scope: Scope
    actions: frozenset[Action]
    kinds: frozenset[Kind]
    whose: frozenset[Whose]

    def allows(
        self, role: CallerRole, scopes: frozenset[Scope], action: str, kind: str, whose: Whose
    ) -> bool:
        """Whether the line speaks of all of this."""
        asked = action in self.actions and kind in self.kinds and whose in self.whose
        return asked and role in self.roles and self.scope in scopes


def _kinds(*some: Kind) -> frozenset[Kind]:
    return frozenset(some)


def _acts(*some: Action) -> frozenset[Action]:
    return frozenset(some)


SHARED = _kinds(
    Kind.CORRIDOR, Kind.ASSET, Kind.NEED, Kind.ASSESSMENT, Kind.PLACE, Kind.PLAN, Kind.EVENT, Kind.JOB
)
KEPT = _kinds(
    *(Kind.ASSET, Kind.NEED, Kind.ASSESSMENT, Kind.PLAN, Kind.REQUEST, Kind.OFFER, Kind.ORDER, Kind.USE),
    *(Kind.RECORD, Kind.EVENT, Kind.JOB),
)
PEOPLE = _kinds(Kind.ACCOUNT, Kind.KEY, Kind.SESSION)
SEE, MANAGE = _acts(Action.SEE), _acts(Action.SEE, Action.MANAGE)

RULES: tuple[Rule, ...] = (
    Rule(
        "health", reason("trust.rule_health"), ANYBODY, Scope.READ, SEE, _kinds(Kind.HEALTH), ANY
    ),
    Rule(
        "door", reason("trust.rule_door"), ANYBODY, Scope.READ, _acts(Action.ENTER),
        _kinds(Kind.DOOR), ANY,
    ),
    Rule("common", reason("trust.rule_common"), MEMBERS, Scope.READ, SEE, SHARED, COMMON),
    Rule("own", reason("trust.rule_own"), MEMBERS, Scope.READ, SEE, KEPT, OWN),
    Rule("termed", reason("trust.rule_termed"), MEMBERS, Scope.READ, SEE, _kinds(Kind.ASSET), TERMED),
    Rule(
        "what-if", reason("trust.rule_what_if"), MEMBERS, Scope.WHAT_IF, _acts(Action.WHAT_IF),
        _kinds(Kind.ASSESSMENT, Kind.PLAN, Kind.JOB), OWN | COMMON,
    ),
    Rule(
        "task", reason("trust.rule_task"), OFFICERS, Scope.ORDER, _acts(Action.TASK), _kinds(Kind.ASSET),
        OWN | TERMED,
    ),
    Rule(
        "forward", reason("trust.rule_forward"), OFFICERS, Scope.ORDER, _acts(Action.FORWARD),
        _kinds(Kind.ASSET), OWN | TERMED,
    ),
    Rule(
        "ask", reason("trust.rule_ask"), OFFICERS, Scope.ORDER, _acts(Action.ASK, Action.OFFER),
        _kinds(Kind.REQUEST), OWN,
    ),
    Rule(
        "order", reason("trust.rule_order"), OFFICERS, Scope.ORDER, _acts(Action.PLACE, Action.CANCEL),
        _kinds(Kind.ORDER), OWN,
    ),
    Rule(
        "answer", reason("trust.rule_answer"), OFFICERS, Scope.ANSWER,
        _acts(Action.CONFIRM, Action.DECLINE, Action.BREAK, Action.REPORT), _kinds(Kind.USE), OWN,
    ),
    Rule(
        "tables", reason("trust.rule_tables"), frozenset({CallerRole.KEEPER, CallerRole.HOST}), Scope.TABLES,
        _acts(Action.EDIT), _kinds(Kind.CORRIDOR), COMMON,
    ),
    Rule("me", reason("trust.rule_me"), MEMBERS, Scope.MANAGE, MANAGE, _kinds(Kind.ME), OWN),
    Rule("people", reason("trust.rule_people"), ADMINS, Scope.MANAGE, MANAGE, PEOPLE, OWN),
    Rule(
        "tenants", reason("trust.rule_tenants"), HOSTS, Scope.MANAGE, MANAGE,
        PEOPLE | _kinds(Kind.ORGANISATION), ANY,
    ),
    Rule(
        "host", reason("trust.rule_host"), HOSTS, Scope.READ, SEE,
        _kinds(Kind.METRICS, Kind.ASSET, Kind.NEED, Kind.ASSESSMENT, Kind.PLAN, Kind.JOB), ANY,
    ),
)  # fmt: skip

# Whom an administrator may make: a keeper changes what all share, a host everything.
GRANTS: tuple[tuple[CallerRole, frozenset[CallerRole]], ...] = (
    (CallerRole.ADMIN, frozenset({CallerRole.READER, CallerRole.OFFICER, CallerRole.ADMIN})),
    (CallerRole.HOST, MEMBERS),
)
