"""The third schema: what a use costs, in the words of its term."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the cost to uses."""
    op.add_column("uses", Column("cost", Text, nullable=False, server_default=""))
