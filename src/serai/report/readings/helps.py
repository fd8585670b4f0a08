"""What would mend a need, as the page and the terminal list it."""

from __future__ import annotations

from serai.needs import Assessment
from serai.wording import Reason, reason


def mends(one: Assessment) -> tuple[Reason | str, ...]:
    """The remedies of a need; that nothing in the pool is one, where it falls short and none is known."""
    if one.beyond_mending:
        return (reason("needs.nothing"),)
    return one.remedies
