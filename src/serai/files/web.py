"""The one door to a server: http and https only, one deadline for the whole answer, a bound on its size."""

from __future__ import annotations

import base64
import socket
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from threading import Timer
from typing import Any

SECRET = ("key", "token", "password", "passwd", "pwd", "secret", "auth", "signature", "sig")
_PIECE_B = 1 << 16


class TooLate(OSError):
    """The whole answer was not there by the deadline."""


class TooMuch(OSError):
    """The answer is larger than is read."""


@contextmanager
def answer(
    url: str, *, within_s: float, headers: dict[str, str] | None = None, detours: bool = True
) -> Iterator[HTTPResponse]:
    """The answer to a question, open for `body`; from the connection to the last byte by one deadline.

    A name and a password in the address are sent as they are meant (RFC 7617) and never shown. Without
    ``detours`` a redirection is raised as the error it then is; none leads away from http and https.
    """
    until = time.monotonic() + within_s
    watch = _Watch(until)
    plain, told = _without_password(url)
    request = urllib.request.Request(plain, headers={**(headers or {}), **told})  # noqa: S310  (only these)
    opener = urllib.request.OpenerDirector()
    for handler in (
        _Web(watch),
        urllib.request.ProxyHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.UnknownHandler(),
        *([urllib.request.HTTPRedirectHandler()] if detours else []),
    ):
        opener.add_handler(handler)
    try:
        with opener.open(request, timeout=within_s) as response:
            yield response
        _refuse_late(until, within_s)
    except TooMuch:
        raise
    except Exception:  # what is cut at the deadline looks like an end, to whoever reads it
        _refuse_late(until, within_s)
        raise
    finally:
        watch.end()


def _refuse_late(until: float, within_s: float) -> None:
    if time.monotonic() >= until:
        raise TooLate(within_s) from None


def body(response: HTTPResponse, most_b: int) -> bytes:
    """What an answer holds; `TooMuch` above the bound. Fewer bytes than it announced come as they are."""
    out = bytearray()
    while piece := response.read1(_PIECE_B):
        out += piece
        if len(out) > most_b:
            raise TooMuch(most_b)
    return bytes(out)


def shown(url: str) -> str:
    """An address as it may be shown: without a name, a password or the value of a key."""
    try:
        parts = urllib.parse.urlsplit(url)
    except ValueError:
        return url
    place = parts.netloc.rpartition("@")[2]
    query = "&".join(map(_veiled, parts.query.split("&")))
    return urllib.parse.urlunsplit((parts.scheme, place, parts.path, query, parts.fragment))


def _veiled(pair: str) -> str:
    name, sign, _ = pair.partition("=")
    return f"{name}=..." if sign and name.casefold().rpartition("_")[2].rpartition("-")[2] in SECRET else pair


def _without_password(url: str) -> tuple[str, dict[str, str]]:
    """The address without the name and password in it, and the header that says them."""
    parts = urllib.parse.urlsplit(url)
    who, sign, place = parts.netloc.rpartition("@")
    if not sign:
        return url, {}
    told = base64.b64encode(urllib.parse.unquote(who).encode()).decode("ascii")
    return urllib.parse.urlunsplit(parts._replace(netloc=place)), {"Authorization": f"Basic {told}"}


class _Watch:
    """Shuts every connection of one question at its deadline, whatever is being waited for."""

    def __init__(self, until: float) -> None:
        self._until = until
        self._timers: list[Timer] = []

    def over(self, line: socket.socket) -> None:
        timer = Timer(max(0.0, self._until - time.monotonic()), _shut, [line])
        timer.daemon = True
        self._timers.append(timer)
        timer.start()

    def end(self) -> None:
        for timer in self._timers:
            timer.cancel()


def _shut(line: socket.socket) -> None:
    try:
        socket.socket.shutdown(line, socket.SHUT_RDWR)
    except OSError:
        return  # closed already


def _watched(kind: type[HTTPConnection], watch: _Watch, *given: Any, **named: Any) -> HTTPConnection:
    """A connection, plain or secure, that a watch shuts at the deadline."""
    line = kind(*given, **named)
    connect = line.connect

    def connected() -> None:
        connect()
        watch.over(line.sock)

    line.connect = connected  # type: ignore[method-assign]  # one way for both kinds of connection
    return line


class _Web(urllib.request.AbstractHTTPHandler):
    """Opens http and https on connections that a watch shuts."""

    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, request: urllib.request.Request) -> HTTPResponse:
        return self.do_open(partial(_watched, HTTPConnection, self._watch), request)

    def https_open(self, request: urllib.request.Request) -> HTTPResponse:
        return self.do_open(partial(_watched, HTTPSConnection, self._watch), request)

    http_request = urllib.request.AbstractHTTPHandler.do_request_
    https_request = urllib.request.AbstractHTTPHandler.do_request_
