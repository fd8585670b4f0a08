"""The fourth schema: what verdicts and plans rest on is named by its hash."""

from __future__ import annotations

from hashlib import sha256

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, PrimaryKeyConstraint, Text, text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table of assessments, name each plan's corridor, and element sets by their own hash too."""
    op.create_table(
        "assessments",
        Column("version", Text, primary_key=True),
        Column("corridor", Text, nullable=False),
        Column("moment_ns", BigInteger),
        Column("at_ns", BigInteger, nullable=False),
        Column("body", Text, nullable=False),
    )
    op.add_column("plans", Column("corridor", Text, nullable=False, server_default=""))
    _element_sets()


def _element_sets() -> None:
    """A satellite may have two sets of one epoch: the table is made again, with the rows that it had."""
    connection = op.get_bind()
    known = connection.execute(text("SELECT norad, epoch_ns, name, at_ns, body FROM element_sets")).all()
    op.drop_table("element_sets")
    made = op.create_table(
        "element_sets",
        Column("norad", Integer, nullable=False),
        Column("epoch_ns", BigInteger, nullable=False),
        Column("sha256", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("at_ns", BigInteger, nullable=False),
        Column("body", Text, nullable=False),
        PrimaryKeyConstraint("norad", "epoch_ns", "sha256"),
    )
    rows = [{**row._mapping, "sha256": sha256(row.body.encode()).hexdigest()} for row in known]
    if rows and made is not None:
        op.bulk_insert(made, rows)
