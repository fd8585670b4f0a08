"""Who may come in: accounts, invitations, sessions, keys; answers kept by key, and names shown outside."""

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
)

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables of accounts and of what they come in by."""
    _people()
    _ways_in()
    _outside()


def _people() -> None:
    op.create_table(
        "accounts",
        Column("id", Text, primary_key=True),
        Column("organisation", Text, ForeignKey("organisations.id"), nullable=False),
        Column("name", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("password", Text, nullable=False, server_default=""),
        Column("shut", Integer, nullable=False, server_default="0"),
        Column("at_ns", BigInteger, nullable=False),
        UniqueConstraint("organisation", "name", name="accounts_name"),
    )
    op.create_table(
        "invitations",
        Column("hash", Text, primary_key=True),
        Column("account", Text, ForeignKey("accounts.id"), nullable=False),
        Column("until_ns", BigInteger, nullable=False),
        Column("used_ns", BigInteger),
    )


def _ways_in() -> None:
    op.create_table(
        "sessions",
        Column("hash", Text, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("account", Text, ForeignKey("accounts.id"), nullable=False),
        Column("at_ns", BigInteger, nullable=False),
        Column("seen_ns", BigInteger, nullable=False),
        Column("until_ns", BigInteger, nullable=False),
        Column("ended_ns", BigInteger),
    )
    op.create_index("sessions_by_account", "sessions", ["account"])
    op.create_table(
        "keys",
        Column("hash", Text, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("account", Text, ForeignKey("accounts.id"), nullable=False),
        Column("label", Text, nullable=False),
        Column("scopes", Text, nullable=False),
        Column("at_ns", BigInteger, nullable=False),
        Column("seen_ns", BigInteger),
        Column("until_ns", BigInteger, nullable=False),
        Column("ended_ns", BigInteger),
        Column("follows", Text, nullable=False, server_default=""),
    )
    op.create_index("keys_by_account", "keys", ["account"])


def _outside() -> None:
    op.create_table(
        "answers",
        Column("organisation", Text, nullable=False),
        Column("person", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("asked", Text, nullable=False),
        Column("lease", Text, nullable=False),
        Column("until_ns", BigInteger, nullable=False),
        Column("status", Integer),
        Column("body", Text),
        Column("at_ns", BigInteger, nullable=False),
        PrimaryKeyConstraint("organisation", "person", "key"),
    )
    op.create_table(
        "outside",
        Column("name", Text, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("inside", Text, nullable=False),
        UniqueConstraint("kind", "inside", name="outside_one_name"),
    )
