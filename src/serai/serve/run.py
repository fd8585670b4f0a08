"""One server from its start to its end: the port is taken, what is begun is finished, the worker let go."""

from __future__ import annotations

import uvicorn
from fastapi import FastAPI

from serai.serve.app import application
from serai.serve.logs import log_in_lines
from serai.serve.settings import LOOPBACK, ServeSettings
from serai.store.database import Database

GRACE_S = 10  # for answers that are under way when the server is told to end


def config_of(app: FastAPI, port: int) -> uvicorn.Config:
    """How the application is served: on this machine alone, without a name, patient and bounded."""
    return uvicorn.Config(
        app,
        host=LOOPBACK,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=32_768,
        limit_concurrency=2_000,
        backlog=512,
    )


def run_server(settings: ServeSettings, database: Database) -> None:
    """Serve a corridor on this machine alone until SIGINT or SIGTERM."""
    log_in_lines()
    uvicorn.Server(config_of(application(settings, database), settings.port)).run()
