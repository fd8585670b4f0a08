"""What the database itself refuses, whoever writes: a use held twice, and any change of the ledger."""

from __future__ import annotations

from collections.abc import Mapping

_OVERLAP = """EXISTS (SELECT 1 FROM holds WHERE asset = NEW.asset AND use <> NEW.use
    AND start_ns < NEW.end_ns AND NEW.start_ns < end_ns)"""

SQLITE = (
    f"""CREATE TRIGGER holds_one_holder BEFORE INSERT ON holds WHEN {_OVERLAP}
    BEGIN SELECT RAISE(ABORT, 'a use is held already'); END""",
    """CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END""",
    """CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END""",
)
POSTGRESQL = (
    f"""CREATE FUNCTION holds_one_holder() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF {_OVERLAP} THEN RAISE EXCEPTION 'a use is held already'; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER holds_one_holder BEFORE INSERT ON holds
    FOR EACH ROW EXECUTE FUNCTION holds_one_holder()""",
    """CREATE FUNCTION ledger_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the ledger is only added to'; END $$""",
    """CREATE TRIGGER ledger_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_added_to()""",
)
OF_KIND: Mapping[str, tuple[str, ...]] = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
