"""The console: the page of a duty room, built from `web/` and kept in the package; it asks the interfaces."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "console"
ONLY_FROM_HERE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class ConsoleFiles(StaticFiles):
    """The built files, which ask nothing of any other host and run no script but their own."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER, html=True)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, with what it may load."""
        answer = await super().get_response(path, scope)
        answer.headers["Content-Security-Policy"] = ONLY_FROM_HERE
        return answer
