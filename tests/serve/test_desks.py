"""What is not there, and what is but is not for a partner, are told alike; the operator is told which."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from serai.errors import Refused
from serai.serve.desks import ABSENT, absent_alike
from serai.serve.trust.caller import OPERATOR
from serai.store.database import Database

PARTNER = replace(OPERATOR, organisation="pakistan", person="officer")
UNASKED = cast(Database, None)  # no name of the store is in these refusals


@pytest.mark.parametrize("key", ABSENT)
def test_a_partner_is_told_only_that_a_thing_is_not_there_and_the_operator_what_there_is(key: str):
    with pytest.raises(Refused) as told, absent_alike(UNASKED, PARTNER):
        raise Refused(key, name="x", known=())
    assert told.value.key == "serve.absent"
    with pytest.raises(Refused) as told, absent_alike(UNASKED, OPERATOR):
        raise Refused(key, name="x", known=())
    assert told.value.key == key


def test_any_other_refusal_reaches_a_partner_as_it_is():
    with pytest.raises(Refused) as told, absent_alike(UNASKED, PARTNER):
        raise Refused("store.busy")
    assert told.value.key == "store.busy"
