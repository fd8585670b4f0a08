"""The sixth schema: a corridor's versions, and which of them was taken when."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, PrimaryKeyConstraint, Text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables of versions and of takings."""
    op.create_table(
        "corridor_versions",
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
    op.create_table(
        "corridor_takings",
        Column("seq", Integer, primary_key=True, autoincrement=False),
        Column("corridor", Text, nullable=False),
        Column("version", Text, ForeignKey("corridors.version"), nullable=False),
        Column("before", Text, nullable=False, server_default=""),
        Column("did", Text, nullable=False),
        Column("note", Text, nullable=False, server_default=""),
        Column("by", Text, nullable=False),
        Column("at_ns", BigInteger, nullable=False),
    )
    op.create_index("corridor_takings_by_corridor", "corridor_takings", ["corridor", "seq"])
