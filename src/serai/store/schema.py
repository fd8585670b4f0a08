"""The tables of the store: moments are whole TAI nanoseconds, bodies are JSON.

The migrations make them (`store/migrations`); a test compares both on each database.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from serai.store.corridor_tables import corridor_takings, corridor_versions
from serai.store.entrance import accounts, answers, invitations, keys, outside, sessions
from serai.store.meta import META

__all__ = [
    "META",
    "accounts",
    "answers",
    "assessments",
    "audit",
    "closed",
    "corridor_takings",
    "corridor_versions",
    "corridors",
    "element_sets",
    "fences",
    "holds",
    "invitations",
    "items",
    "jobs",
    "keys",
    "ledger",
    "offers",
    "orders",
    "organisations",
    "outbox",
    "outside",
    "people",
    "plans",
    "reports",
    "requests",
    "sessions",
    "uses",
    "votes",
]

LIVE = text("decision IN ('open', 'committed')")
WAITING = text("heard_ns IS NULL")

organisations = Table(
    "organisations",
    META,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("nation", Text, nullable=False, server_default=""),
    Column("at_ns", BigInteger, nullable=False),
)
people = Table(
    "people",
    META,
    Column("id", Text, primary_key=True),
    Column("organisation", Text, ForeignKey("organisations.id"), nullable=False),
    Column("at_ns", BigInteger, nullable=False),
)
corridors = Table(
    "corridors",
    META,
    Column("version", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("at_ns", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
)
element_sets = Table(
    "element_sets",
    META,
    Column("norad", Integer, nullable=False),
    Column("epoch_ns", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("at_ns", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("norad", "epoch_ns", "sha256"),
)
plans = Table(
    "plans",
    META,
    Column("version", Text, primary_key=True),
    Column("at_ns", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("corridor", Text, nullable=False, server_default=""),
)
assessments = Table(
    "assessments",
    META,
    Column("version", Text, primary_key=True),
    Column("corridor", Text, nullable=False),
    Column("moment_ns", BigInteger),
    Column("at_ns", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
)
requests = Table(
    "requests",
    META,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("party", Text, ForeignKey("organisations.id"), nullable=False),
    Column("need", Text, nullable=False),
    Column("wanted", Text, nullable=False),
    Column("by_ns", BigInteger),
    Column("stage", Text, nullable=False),
    Column("at_ns", BigInteger, nullable=False),
    Index("requests_by_party", "party"),
)
offers = Table(
    "offers",
    META,
    Column("id", Text, primary_key=True),
    Column("request", Text, ForeignKey("requests.id"), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("says", Text, nullable=False),
    Column("in_hand_ns", BigInteger),
    Column("covered_percent", Text),
    Column("chance", Text),
    Column("plan", Text, nullable=False),
    Column("at_ns", BigInteger, nullable=False),
    UniqueConstraint("request", "rank", name="offers_rank"),
)
uses = Table(
    "uses",
    META,
    Column("id", Text, primary_key=True),
    Column("offer", Text, ForeignKey("offers.id"), nullable=False),
    Column("owner", Text, ForeignKey("organisations.id"), nullable=False),
    Column("asset", Text, nullable=False),
    Column("start_ns", BigInteger, nullable=False),
    Column("end_ns", BigInteger, nullable=False),
    Column("term", Text, nullable=False),
    Column("forwardable", Text, nullable=False),
    Column("cost", Text, nullable=False, server_default=""),
    Index("uses_by_offer", "offer"),
    Index("uses_by_owner", "owner"),
)
orders = Table(
    "orders",
    META,
    Column("id", Text, ForeignKey("offers.id"), primary_key=True),
    Column("request", Text, ForeignKey("requests.id"), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("decision", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("fault", Text, nullable=False, server_default=""),
    Column("settled", Integer, nullable=False, server_default="0"),
    Column("deadline_ns", BigInteger, nullable=False),
    Column("skew_ns", BigInteger, nullable=False),
    Column("at_ns", BigInteger, nullable=False),
    Index("orders_one_a_request", "request", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
)
votes = Table(
    "votes",
    META,
    Column("order", Text, ForeignKey("orders.id"), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("use", Text, ForeignKey("uses.id"), nullable=False),
    Column("answer", Text, nullable=False),
    Column("fence", BigInteger, nullable=False),
    PrimaryKeyConstraint("order", "attempt", "use", "answer"),
)
holds = Table(
    "holds",
    META,
    Column("use", Text, ForeignKey("uses.id"), primary_key=True),
    Column("order", Text, ForeignKey("orders.id"), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("grip", Text, nullable=False),
    Column("asset", Text, nullable=False),
    Column("start_ns", BigInteger, nullable=False),
    Column("end_ns", BigInteger, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("expires_ns", BigInteger, nullable=False),
    Index("holds_by_asset", "asset", "end_ns"),
)
closed = Table(
    "closed",
    META,
    Column("use", Text, ForeignKey("uses.id"), nullable=False),
    Column("order", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("broken", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("use", "order", "attempt"),
)
fences = Table(
    "fences",
    META,
    Column("asset", Text, primary_key=True),
    Column("fence", BigInteger, nullable=False),
)
outbox = Table(
    "outbox",
    META,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("word", Text, nullable=False),
    Column("order", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("use", Text, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("said_ns", BigInteger, nullable=False),
    Column("heard_ns", BigInteger),
    UniqueConstraint("word", "order", "attempt", "use", name="outbox_message"),
    Index("outbox_waiting", "seq", sqlite_where=WAITING, postgresql_where=WAITING),
)
reports = Table(
    "reports",
    META,
    Column("key", Text, primary_key=True),
    Column("order", Text, ForeignKey("orders.id"), nullable=False),
    Column("stage", Text, nullable=False),
    Column("moment_ns", BigInteger, nullable=False),
    Column("fault", Text, nullable=False),
    Column("covered_percent", Text),
    Column("note", Text, nullable=False),
    Column("at_ns", BigInteger, nullable=False),
)
items = Table(
    "items",
    META,
    Column("id", Text, primary_key=True),
    Column("order", Text, ForeignKey("orders.id")),
    Column("collection", Text, nullable=False),
    Column("moment_ns", BigInteger),
    Column("at_ns", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
)
ledger = Table(
    "ledger",
    META,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    Index("ledger_by_subject", "subject", "seq"),
)
audit = Table(
    "audit",
    META,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at_ns", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("did", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("refused", Text, nullable=False),
)
jobs = Table(
    "jobs",
    META,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("worker", Text, nullable=False, server_default=""),
    Column("lease", BigInteger, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("until_ns", BigInteger, nullable=False, server_default="0"),
    Column("progress", Float, nullable=False, server_default="0"),
    Column("kept", Text),
    Column("result", Text),
    Column("at_ns", BigInteger, nullable=False),
    Index("jobs_by_state", "state", "id"),
)
