"""Whoever asked may have gone: work is done while somebody is there to take what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import Request

T = TypeVar("T")


class Gone(Exception):
    """The connection that asked is closed: nobody is there to be answered."""


async def while_there(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """What comes of some work; Gone, with the work cancelled, where whoever asked goes before."""
    working, going = asyncio.create_task(work), asyncio.create_task(_goes(request))
    try:
        await asyncio.wait((working, going), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Gone
        return await working
    finally:
        for one in (working, going):
            one.cancel()
        await asyncio.gather(working, going, return_exceptions=True)


async def _goes(request: Request) -> None:
    """Wait until the connection of a request is closed; what may still come of its body is let by."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
