"""The one list of the store's tables, which each file of tables adds to."""

from __future__ import annotations

from sqlalchemy import MetaData

META = MetaData()
