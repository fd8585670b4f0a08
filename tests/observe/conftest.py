"""The little pool of the observation tests, and its world."""

from __future__ import annotations

import pytest

from serai.pool import Pool
from serai.world import World
from tests.observe import story


@pytest.fixture(scope="module")
def little() -> Pool:
    return story.pool()


@pytest.fixture(scope="module")
def sky(little: Pool) -> World:
    return story.world(little)
