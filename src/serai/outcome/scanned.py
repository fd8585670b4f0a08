"""Every single loss tried on every answer, half of the answers on a second core."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serai.losses import Scan, scan, single_losses
from serai.needs import Answer
from serai.outcome.planned import Progress
from serai.outcome.processes import beside, can_fork
from serai.pool import Pool

FEW = 6  # answers: for fewer a second process is not worth its start


def scanned(answers: Sequence[Answer], pool: Pool, tell: Progress, *, cores: int) -> Scan:
    """Every need after every single loss, under the plan that the answers were made with."""
    losses = single_losses(pool)
    if cores < 2 or len(answers) < FEW or not can_fork():
        return scan(answers, pool, losses, lambda done, of: tell("trying every loss", done, of))
    mine, theirs = answers[::2], answers[1::2]
    others = beside(lambda: _figures(scan(theirs, pool, losses)))
    here = scan(mine, pool, losses, lambda done, _of: tell("trying every loss", 2 * done - 1, len(answers)))
    before, after, share_before, share_after = map(_between, _figures(here), others())
    return Scan(
        needs=tuple(a.need for a in answers),
        losses=here.losses,
        before=before,
        after=after,
        share_before=share_before,
        share_after=share_after,
    )


def _figures(found: Scan) -> tuple[NDArray[Any], ...]:
    """What a scan found, each with the needs last: plain arrays, which another process can send."""
    return found.before, found.after, found.share_before, found.share_after


def _between(even: NDArray[Any], odd: NDArray[Any]) -> NDArray[Any]:
    """Two arrays that hold every other need as one."""
    whole = np.empty((*even.shape[:-1], even.shape[-1] + odd.shape[-1]), dtype=even.dtype)
    whole[..., ::2], whole[..., 1::2] = even, odd
    return whole
