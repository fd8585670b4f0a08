"""What every request passes: a limit on its body, security headers, a line in the log, a count."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Collection, Mapping
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serai.serve.metrics import Metrics
from serai.serve.trust.uploads import BadBody, json_body, refuse_many_corners
from serai.serve.worker.messages import json_bytes
from serai.wording import reason

LOG = logging.getLogger("serai.serve")
SECURITY = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "geolocation=(), camera=(), microphone=()"),
)
UNMATCHED = "(none)"
LONGEST_LENGTH = 18  # digits of a length: more are refused unread, and int() takes no more than 4,300


class BodyTooLarge(Exception):
    """A body that is larger than the server takes."""


class KnownHosts:
    """Refuses a request that came under another name: a page elsewhere may have its own name lead here."""

    def __init__(self, app: ASGIApp, names: tuple[str, ...]) -> None:
        self._app, self._names = app, frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on that names this server (DNS rebinding)."""
        if scope["type"] == "http":
            said = dict(scope["headers"]).get(b"host", b"").decode("latin-1").casefold()
            if re.sub(r":\d+$", "", said) not in self._names:
                told = reason("serve.other_host")
                await _refuse(send, 421, told.key, "Misdirected Request", str(told))
                return
        await self._app(scope, receive, send)


class LimitedBodies:
    """Refuses a body that is larger than allowed, as soon as it is known to be.

    ``larger`` are the paths that take more.
    """

    def __init__(self, app: ASGIApp, most_b: int, larger: Mapping[str, int]) -> None:
        self._app, self._usual_b, self._larger = app, most_b, larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most_b = self._larger.get(scope["path"], self._usual_b)
        said = dict(scope["headers"]).get(b"content-length", b"0").decode("latin-1")
        if not said.isdecimal() or len(said) > LONGEST_LENGTH or int(said) > most_b:
            await self._refuse(send, most_b)
            return
        taken, begun = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most_b:
                raise BodyTooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, counted, noted)
        except BodyTooLarge:
            if not begun:
                await self._refuse(send, most_b)

    async def _refuse(self, send: Send, most_b: int) -> None:
        told = reason("serve.body_too_large", most=most_b)
        await _refuse(send, 413, told.key, "Content Too Large", str(told))


class SoundBodies:
    """Refuses a body of JSON that is deeper, longer or has more corners than is worked with, or is none.

    The limits of `trust.uploads` hold before any interface reads it; ``but`` are the paths that take no JSON.
    """

    def __init__(self, app: ASGIApp, but: Collection[str]) -> None:
        self._app, self._but = app, frozenset(but)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, its body looked at."""
        kind = dict(scope["headers"]).get(b"content-type", b"") if scope["type"] == "http" else b""
        if b"json" not in kind.lower() or scope["path"] in self._but:
            await self._app(scope, receive, send)
            return
        parts, more = list[bytes](), True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return  # whoever asked has gone
            parts.append(message.get("body", b""))
            more = message.get("more_body", False)
        raw = b"".join(parts)
        try:
            refuse_many_corners(json_body(raw) if raw else None)
        except BadBody as wrong:
            await _refuse(send, 422, wrong.key, "Unprocessable Content", str(wrong))
            return
        whole: Message | None = {"type": "http.request", "body": raw, "more_body": False}

        async def again() -> Message:
            nonlocal whole
            message, whole = whole, None
            return await receive() if message is None else message

        await self._app(scope, again, send)


async def _refuse(send: Send, status: int, key: str, title: str, detail: str) -> None:
    """Answer with a problem before any interface is asked."""
    body = json_bytes({"type": f"urn:serai:{key}", "title": title, "status": status, "detail": detail})
    headers = [(b"content-type", b"application/problem+json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Watched:
    """Adds security headers and a number to every answer, counts it and writes a line about it."""

    def __init__(self, app: ASGIApp, metrics: Metrics, prefix: str) -> None:
        self._app, self._metrics, self._prefix = app, metrics, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and watch its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, number, status, first_s = time.monotonic(), uuid4().hex, 500, None

        async def headed(message: Message) -> None:
            nonlocal status, first_s
            if message["type"] == "http.response.start":
                status, first_s = message["status"], time.monotonic() - began
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY:
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-cache")
                headers["Request-Id"] = number
            await send(message)

        try:
            await self._app(scope, receive, headed)
        finally:
            route = self._route(scope)
            self._metrics.requests.labels(scope["method"], route, status).inc()
            self._metrics.seconds.labels(route).observe(first_s or 0.0)
            LOG.info(
                "answered",
                extra={
                    "id": number, "method": scope["method"], "route": route, "status": status,
                    "ms": round(1e3 * (time.monotonic() - began), 1),
                },
            )  # fmt: skip

    def _route(self, scope: Scope) -> str:
        """The template of the path as the description has it, with the version before it."""
        route = str(getattr(scope.get("route"), "path", UNMATCHED))
        within = scope["path"].startswith(f"{self._prefix}/") and route != UNMATCHED
        return self._prefix + route if within and not route.startswith(self._prefix) else route
