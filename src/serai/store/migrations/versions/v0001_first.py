"""The first schema: who, what was asked, offered, held, agreed and came, and the ledger."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    text,
)

from serai.store.triggers import OF_KIND

revision = "0001"
down_revision = None
OPEN_OR_COMMITTED = text("decision IN ('open', 'committed')")


def upgrade() -> None:
    """Make every table, and what the database itself refuses."""
    _who()
    _inputs()
    _asked()
    _agreed()
    _held()
    _said()
    _came()
    _recorded()
    for statement in OF_KIND[op.get_bind().dialect.name]:
        op.execute(statement)


def _who() -> None:
    op.create_table(
        "organisations",
        Column("id", Text, primary_key=True),
        Column("name", Text, nullable=False),
        Column("nation", Text, nullable=False, server_default=""),
        Column("at_ns", BigInteger, nullable=False),
    )
    op.create_table(
        "people",
        Column("id", Text, primary_key=True),
        Column("organisation", Text, ForeignKey("organisations.id"), nullable=False),
        Column("at_ns", BigInteger, nullable=False),
    )


def _inputs() -> None:
    op.create_table(
        "corridors",
        Column("version", Text, primary_key=True),
        Column("name", Text, nullable=False),
        Column("at_ns", BigInteger, nullable=False),
        Column("body", Text, nullable=False),
    )
    op.create_table(
        "element_sets",
        Column("norad", Integer, nullable=False),
        Column("epoch_ns", BigInteger, nullable=False),
        Column("name", Text, nullable=False),
        Column("at_ns", BigInteger, nullable=False),
        Column("body", Text, nullable=False),
        PrimaryKeyConstraint("norad", "epoch_ns"),
    )
    op.create_table(
        "plans",
        Column("version", Text, primary_key=True),
        Column("at_ns", BigInteger, nullable=False),
        Column("body", Text, nullable=False),
    )


def _asked() -> None:
    op.create_table(
        "requests",
        Column("id", Text, primary_key=True),
        Column("key", Text, nullable=False, unique=True),
        Column("party", Text, ForeignKey("organisations.id"), nullable=False),
        Column("need", Text, nullable=False),
        Column("wanted", Text, nullable=False),
        Column("by_ns", BigInteger),
        Column("stage", Text, nullable=False),
        Column("at_ns", BigInteger, nullable=False),
    )
    op.create_table(
        "offers",
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
    op.create_table(
        "uses",
        Column("id", Text, primary_key=True),
        Column("offer", Text, ForeignKey("offers.id"), nullable=False),
        Column("owner", Text, ForeignKey("organisations.id"), nullable=False),
        Column("asset", Text, nullable=False),
        Column("start_ns", BigInteger, nullable=False),
        Column("end_ns", BigInteger, nullable=False),
        Column("term", Text, nullable=False),
        Column("forwardable", Text, nullable=False),
    )


def _agreed() -> None:
    op.create_table(
        "orders",
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
    )
    op.create_index(
        "orders_one_a_request",
        "orders",
        ["request"],
        unique=True,
        sqlite_where=OPEN_OR_COMMITTED,
        postgresql_where=OPEN_OR_COMMITTED,
    )
    op.create_table(
        "votes",
        Column("order", Text, ForeignKey("orders.id"), nullable=False),
        Column("attempt", Integer, nullable=False),
        Column("use", Text, ForeignKey("uses.id"), nullable=False),
        Column("answer", Text, nullable=False),
        Column("fence", BigInteger, nullable=False),
        PrimaryKeyConstraint("order", "attempt", "use", "answer"),
    )


def _held() -> None:
    op.create_table(
        "holds",
        Column("use", Text, ForeignKey("uses.id"), primary_key=True),
        Column("order", Text, ForeignKey("orders.id"), nullable=False),
        Column("attempt", Integer, nullable=False),
        Column("grip", Text, nullable=False),
        Column("asset", Text, nullable=False),
        Column("start_ns", BigInteger, nullable=False),
        Column("end_ns", BigInteger, nullable=False),
        Column("fence", BigInteger, nullable=False),
        Column("expires_ns", BigInteger, nullable=False),
    )
    op.create_index("holds_by_asset", "holds", ["asset", "end_ns"])
    op.create_table(
        "closed",
        Column("use", Text, ForeignKey("uses.id"), nullable=False),
        Column("order", Text, nullable=False),
        Column("attempt", Integer, nullable=False),
        Column("broken", Integer, nullable=False, server_default="0"),
        PrimaryKeyConstraint("use", "order", "attempt"),
    )
    op.create_table(
        "fences",
        Column("asset", Text, primary_key=True),
        Column("fence", BigInteger, nullable=False),
    )


def _said() -> None:
    op.create_table(
        "outbox",
        Column("seq", Integer, primary_key=True, autoincrement=True),
        Column("word", Text, nullable=False),
        Column("order", Text, nullable=False),
        Column("attempt", Integer, nullable=False),
        Column("use", Text, nullable=False),
        Column("fence", BigInteger, nullable=False),
        Column("said_ns", BigInteger, nullable=False),
        Column("heard_ns", BigInteger),
        UniqueConstraint("word", "order", "attempt", "use", name="outbox_message"),
    )
    op.create_index(
        "outbox_waiting",
        "outbox",
        ["seq"],
        sqlite_where=text("heard_ns IS NULL"),
        postgresql_where=text("heard_ns IS NULL"),
    )


def _came() -> None:
    op.create_table(
        "reports",
        Column("key", Text, primary_key=True),
        Column("order", Text, ForeignKey("orders.id"), nullable=False),
        Column("stage", Text, nullable=False),
        Column("moment_ns", BigInteger, nullable=False),
        Column("fault", Text, nullable=False),
        Column("covered_percent", Text),
        Column("note", Text, nullable=False),
        Column("at_ns", BigInteger, nullable=False),
    )
    op.create_table(
        "items",
        Column("id", Text, primary_key=True),
        Column("order", Text, ForeignKey("orders.id")),
        Column("collection", Text, nullable=False),
        Column("moment_ns", BigInteger),
        Column("at_ns", BigInteger, nullable=False),
        Column("body", Text, nullable=False),
    )


def _recorded() -> None:
    op.create_table(
        "ledger",
        Column("seq", BigInteger, primary_key=True, autoincrement=False),
        Column("kind", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("hash", Text, nullable=False, unique=True),
    )
    op.create_index("ledger_by_subject", "ledger", ["subject", "seq"])
    op.create_table(
        "audit",
        Column("seq", Integer, primary_key=True, autoincrement=True),
        Column("at_ns", BigInteger, nullable=False),
        Column("by", Text, nullable=False),
        Column("did", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("refused", Text, nullable=False),
    )
