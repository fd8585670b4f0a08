"""The application: the interfaces joined, with what every request passes and what runs beside them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI, Response

from serai.files.upload import UPLOAD_B
from serai.serve import console_files
from serai.serve.api import (
    corridor,
    health,
    losses,
    needs,
    people,
    places,
    plan,
    record,
    requests,
    session,
    versions,
    what_if,
)
from serai.serve.feed import ChangeFeed
from serai.serve.fetching import Fetching
from serai.serve.keeper import Keeper
from serai.serve.metrics import Metrics
from serai.serve.middleware import KnownHosts, LimitedBodies, SoundBodies, Watched
from serai.serve.openapi import described
from serai.serve.problems import add_problems
from serai.serve.served import Served
from serai.serve.settings import ServeSettings
from serai.serve.trust.entrance import Entrance
from serai.serve.trust.limits import Buckets
from serai.serve.versions import Versions
from serai.serve.worker.messages import json_bytes
from serai.store.database import Database

VERSION = "/api/v1"
TRIES, TRIES_PER_S = 10.0, 0.1  # of one name to log in: ten at once, then one in ten seconds
ASKED, ASKED_PER_S = 100.0, 20.0  # of one caller: a page with its map asks some dozens at once
ROUTERS: tuple[APIRouter, ...] = (
    needs.router,
    what_if.router,
    losses.router,
    places.router,
    plan.router,
    corridor.router,
    versions.router,
    requests.router,
    session.router,
    people.router,
    record.router,
)
ABOUT = """
A corridor as a service: is every need met, by what path, with what margin; what would break it, and what
would mend it. Answers are of now: an assessment is kept warm and renewed. Sentences come in the language
asked for; moments are UTC, angles degrees, lengths metres; what is unknown is null or says so.
"""


def application(settings: ServeSettings, database: Database) -> FastAPI:
    """The server of one corridor at one database."""
    metrics = Metrics()
    app = FastAPI(lifespan=_running, openapi_url=None, docs_url=None, redoc_url=None)
    kept = Versions(settings, database)
    keeper = Keeper(settings, kept)
    entrance = Entrance(database, settings.now_second)
    feed = ChangeFeed(settings, database, keeper)
    app.state.served = Served(
        settings,
        keeper,
        database,
        metrics,
        feed,
        entrance,
        Buckets(TRIES_PER_S, TRIES),
        Buckets(ASKED_PER_S, ASKED),
        kept,
        Fetching(settings, kept, keeper.renew),
    )
    _join(app)
    told = cache(lambda: json_bytes(_described(app, settings)))

    @app.get(f"{VERSION}/openapi.json", include_in_schema=False)
    async def openapi() -> Response:
        return Response(told(), media_type="application/json")

    app.include_router(console_files.router)
    add_problems(app)
    app.add_middleware(SoundBodies, but=(VERSION + versions.ARCHIVE,))
    app.add_middleware(KnownHosts, names=settings.hosts)
    app.add_middleware(LimitedBodies, most_b=settings.body_b, larger={VERSION + versions.ARCHIVE: UPLOAD_B})
    app.add_middleware(Watched, metrics=metrics, prefix=VERSION)
    return app


def description(settings: ServeSettings) -> dict[str, Any]:
    """What the API is (OpenAPI), without a server."""
    app = FastAPI()
    _join(app)
    return _described(app, settings)


def _join(app: FastAPI) -> None:
    """Every interface, those of operation beside those of the version."""
    app.include_router(health.router)
    for router in ROUTERS:
        app.include_router(router, prefix=VERSION)


def _described(app: FastAPI, settings: ServeSettings) -> dict[str, Any]:
    summary = "The corridor as a service"
    return described(
        app, title="serai", version=settings.version, summary=summary, description=ABOUT.strip(),
        openapi_version="3.1.0",
    )  # fmt: skip


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    """What runs beside the interfaces: the corridor is kept warm until the server ends."""
    served: Served = app.state.served
    keeper = served.keeper
    work = (keeper.keep(), served.feed.follow(), served.fetching.keep(lambda: keeper.ready))
    beside = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for one in beside:
            one.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        served.database.close()
