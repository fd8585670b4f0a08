"""The tables of who may come in: accounts, invitations, sessions, keys; answers kept; names shown outside.

Of a password, a session, a key and an invitation only a hash is kept; none of these stands in an export.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from serai.store.meta import META

accounts = Table(
    "accounts",
    META,
    Column("id", Text, primary_key=True),
    Column("organisation", Text, ForeignKey("organisations.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False, server_default=""),
    Column("shut", Integer, nullable=False, server_default="0"),
    Column("at_ns", BigInteger, nullable=False),
    Unique("organisation", "name", name="accounts_name"),
)
invitations = Table(
    "invitations",
    META,
    Column("hash", Text, primary_key=True),
    Column("account", Text, ForeignKey("accounts.id"), nullable=False),
    Column("until_ns", BigInteger, nullable=False),
    Column("used_ns", BigInteger),
)
sessions = Table(
    "sessions",
    META,
    Column("hash", Text, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("account", Text, ForeignKey("accounts.id"), nullable=False),
    Column("at_ns", BigInteger, nullable=False),
    Column("seen_ns", BigInteger, nullable=False),
    Column("until_ns", BigInteger, nullable=False),
    Column("ended_ns", BigInteger),
    Index("sessions_by_account", "account"),
)
keys = Table(
    "keys",
    META,
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
    Index("keys_by_account", "account"),
)
answers = Table(
    "answers",
    META,
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
outside = Table(
    "outside",
    META,
    Column("name", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("inside", Text, nullable=False),
    Unique("kind", "inside", name="outside_one_name"),
)
