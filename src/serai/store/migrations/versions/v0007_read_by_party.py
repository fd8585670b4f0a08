"""The seventh schema: a partner's requests are found without reading all; a taking names its act."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the indexes by which a partner's own requests are read, and the name of an act that took."""
    op.create_index("requests_by_party", "requests", ["party"])
    op.create_index("uses_by_offer", "uses", ["offer"])
    op.create_index("uses_by_owner", "uses", ["owner"])
    op.add_column("corridor_takings", Column("once", Text, nullable=False, server_default=""))
