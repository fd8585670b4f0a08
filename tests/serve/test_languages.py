"""In which language an answer is said."""

from __future__ import annotations

import pytest

from serai.errors import Refused
from serai.serve.languages import language_of
from serai.wording import PSEUDO


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("", "en"),
        ("fr", "en"),  # RFC 9110: what is not there may be answered in another
        ("en-GB,en;q=0.8", "en"),
        (f"{PSEUDO}, en;q=0.9", PSEUDO),
        (f"en;q=0.5, {PSEUDO};q=0.6", PSEUDO),
        (f"{PSEUDO};q=0, en;q=0.1", "en"),  # q=0: not acceptable
        (f"{PSEUDO};q=none, en", "en"),
        (f"{PSEUDO};q=0.5, en;q=0.5", PSEUDO),  # a tie: the first named
        (";;,,q=1", "en"),
    ],
)
def test_a_header_is_heeded_by_its_weights(accepts, language):
    assert language_of(None, accepts) == language


def test_what_the_address_names_comes_before_the_header():
    assert language_of("pseudo", "en") == PSEUDO
    assert language_of("EN", PSEUDO) == "en"


def test_a_language_that_there_is_not_is_refused_with_those_that_there_are():
    with pytest.raises(Refused, match="no sentences in the language 'tlh'; there are en and pseudo"):
        language_of("tlh", "en")
