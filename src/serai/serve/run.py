"""One server from its start to its end: the port is taken, what is begun is finished, the worker let go."""

from __future__ import annotations

import uvicorn

from serai.serve.app import application
from serai.serve.logs import log_in_lines
from serai.serve.settings import LOOPBACK, ServeSettings
from serai.store.database import Database

GRACE_S = 10  # for answers that are under way when the server is told to end


def run_server(settings: ServeSettings, database: Database) -> None:
    """Serve a corridor on this machine alone until SIGINT or SIGTERM."""
    log_in_lines()
    config = uvicorn.Config(
        application(settings, database),
        host=LOOPBACK,
        port=settings.port,
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
    uvicorn.Server(config).run()
