"""The outcome that tests of the report use too."""

from tests.report.conftest import outcome

__all__ = ["outcome"]
