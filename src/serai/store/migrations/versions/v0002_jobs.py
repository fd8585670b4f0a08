"""The second schema: one lease table of jobs."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Float, Integer, Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of jobs."""
    op.create_table(
        "jobs",
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
    )
    op.create_index("jobs_by_state", "jobs", ["state", "id"])
