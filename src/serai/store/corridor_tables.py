"""The tables of a corridor's versions: who saved which, after which, and which was taken when.

The files themselves stand once, in `corridors`, by their SHA-256.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from serai.store.meta import META

corridor_versions = Table(
    "corridor_versions",
    META,
    Column("seq", Integer, nullable=False),
    Column("corridor", Text, nullable=False),
    Column("version", Text, ForeignKey("corridors.version"), nullable=False),
    Column("parent", Text, nullable=False, server_default=""),
    Column("source", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("by", Text, nullable=False),
    Column("at_ns", BigInteger, nullable=False),
    PrimaryKeyConstraint("corridor", "version"),
)
corridor_takings = Table(
    "corridor_takings",
    META,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("corridor", Text, nullable=False),
    Column("version", Text, ForeignKey("corridors.version"), nullable=False),
    Column("before", Text, nullable=False, server_default=""),
    Column("did", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("by", Text, nullable=False),
    Column("at_ns", BigInteger, nullable=False),
    Column("once", Text, nullable=False, server_default=""),
    Index("corridor_takings_by_corridor", "corridor", "seq"),
)
