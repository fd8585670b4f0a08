"""The version of a database's schema, and its way to the newest: in one transaction, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from serai.errors import Refused

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from serai.store.database import Database


class OtherSchema(Refused):
    """A database whose tables are not those that this version of serai works with."""


def newest() -> str:
    """The version of the schema that this serai works with."""
    head = _scripts().get_current_head()
    assert head is not None  # there is at least one
    return head


def schema_of(connection: Connection) -> str | None:
    """The version of a database's schema; None where it has no tables of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def upgraded(database: Database, to: str = "head") -> tuple[str | None, str]:
    """Bring a database to a version of the schema; what it was before and is now.

    One transaction on both kinds of database: one that is killed in the middle leaves the old schema, and
    may be begun again.
    """
    with database.writing() as connection:
        before = schema_of(connection)
        if before is not None and before not in {one.revision for one in _scripts().walk_revisions()}:
            raise OtherSchema("store.newer", name=database.name, found=before, known=newest())
        _run(connection, to)
        after = schema_of(connection)
    assert after is not None
    return before, after


def refuse_other(connection: Connection, name: str) -> None:
    """Refuse (`OtherSchema`) a database whose schema is not the newest."""
    found = schema_of(connection)
    if found is None:
        raise OtherSchema("store.no_tables", name=name)
    if found != newest():
        raise OtherSchema("store.other_schema", name=name, found=found, known=newest())


def _run(connection: Connection, to: str) -> None:
    scripts = _scripts()

    def steps(revision: Any, _: Any) -> Any:
        return scripts._upgrade_revs(to, revision)  # what alembic's own command `upgrade` runs

    with EnvironmentContext(Config(), scripts, fn=steps) as environment:
        environment.configure(connection=connection, fn=steps)
        environment.run_migrations()


def _scripts() -> ScriptDirectory:
    here = Path(__file__).resolve().parent
    return ScriptDirectory(str(here), version_locations=[str(here / "versions")])
