"""The little pool that planners and the checker are tried on."""

from __future__ import annotations

import pytest

from serai.pool import Pool
from serai.time import Span
from tests.plan import story


@pytest.fixture
def pool() -> Pool:
    return story.pool()


@pytest.fixture
def day() -> Span:
    return story.span(0, 86_400)
