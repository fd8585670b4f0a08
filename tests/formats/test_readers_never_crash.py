"""Broken files, thousands of them: each is read or refused in a sentence; nothing else ever comes out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats import broken

from serai.errors import Refused

LONGEST_SENTENCE = 400  # characters; one line a duty officer can read


@cache
def readers() -> dict[str, tuple[Callable[..., object], bytes]]:
    return broken.samples()


@pytest.mark.parametrize("name", sorted(broken.samples()))
def test_the_samples_themselves_are_whole(name):
    read, sample = readers()[name]
    read(sample)


@pytest.mark.parametrize("name", sorted(broken.samples()))
@settings(max_examples=150)
@given(data=st.data())
def test_a_broken_file_is_read_or_refused(name, data):
    read, sample = readers()[name]
    for damage in data.draw(st.lists(broken.DAMAGE, min_size=1, max_size=4)):
        sample = broken.damaged(sample, damage)
    for lenient in (False, True):
        try:
            read(sample, lenient=lenient)
        except Refused as told:
            sentence = str(told)
            assert "\n" not in sentence
            assert len(sentence) < LONGEST_SENTENCE
