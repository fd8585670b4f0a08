"""`serai serve`: the corridor as a service over HTTP."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from serai import __version__
from serai.cli.input.options import At, Folder, between
from serai.cli.orders.options import Base, address
from serai.errors import Refused

PORT = 8321


def serve(
    folder: Folder = None,
    port: Annotated[
        int,
        typer.Option("--port", metavar="P", callback=between(1, 65_535), help="Of the loopback address."),
    ] = PORT,
    database: Base = None,
    at: At = None,
    renew: Annotated[
        float,
        typer.Option("--renew", metavar="S", callback=between(60, 86_400), help="Assess again after S."),
    ] = 3600.0,
    fetch: Annotated[
        float | None,
        typer.Option(
            "--fetch", metavar="HOURS", callback=between(2, 720), help="Fetch element sets so often; never."
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="URL", help="Where to fetch them; CelesTrak when left out."),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the description of the API (OpenAPI) and end.")
    ] = False,
) -> None:
    """The corridor as a service: needs, verdicts, what-ifs, places, plans, requests and orders over HTTP.

    It answers for now: the corridor is assessed at the start and again each hour, in a process of its own.
    It listens at 127.0.0.1 alone; whoever is on this machine may do everything. The database is made where
    there is none. Ctrl-C ends it; what is under way is finished.

    \b
    Examples:
      serai serve
      serai serve corridors/belt-and-road --port 8400 --database corridor.db
      serai serve --fetch 8
      serai serve --json
    """
    if any(find_spec(name) is None for name in ("fastapi", "uvicorn", "prometheus_client")):
        raise Refused("cli.no_serve")
    where = address(database)
    from serai.cli.console import echo, print_json
    from serai.cli.input.parsing import instant
    from serai.cli.input.reference import reference_corridor
    from serai.fetch import CELESTRAK
    from serai.serve.app import description
    from serai.serve.run import run_server
    from serai.serve.settings import LOOPBACK, ServeSettings
    from serai.store.database import Database
    from serai.store.migrations.run import upgraded

    settings = ServeSettings(
        folder=(folder or reference_corridor()).resolve(),
        database=where,
        port=int(port),
        at=instant(at),
        renew_s=renew,
        fetch_h=fetch,
        fetch_url=source or CELESTRAK,
        version=__version__,
    )
    if json:
        print_json(description(settings))
        return
    opened = Database.at(where, new=True)
    upgraded(opened)
    echo(f"serai: http://{LOOPBACK}:{settings.port}/api/v1 (description: /api/v1/openapi.json)", err=True)
    echo("serai: listening on this machine alone; whoever is on it may do everything", err=True)
    echo(f"serai: database {opened.name}; ready in half a minute (/ready tells); Ctrl-C ends it", err=True)
    run_server(settings, opened)
