"""The workers of a dask scheduler as an executor; the extra `cluster`, loaded only when one is named."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module

from serai.errors import Refused

ANSWERS_S = 10


@contextmanager
def workers(scheduler: str | None) -> Iterator[Executor | None]:
    """An executor of a scheduler's workers, closed in the end; None where no scheduler is named."""
    if scheduler is None:
        yield None
        return
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise Refused("series.no_cluster_extra") from None
    try:
        client = distributed.Client(scheduler, timeout=ANSWERS_S, set_as_default=False)
    except (OSError, ValueError):
        raise Refused("series.no_scheduler", address=scheduler) from None
    with client:
        yield client.get_executor()
