"""Asking a public server for element sets, politely, and what it answered.

CelesTrak's usage policy (celestrak.org/usage-policy.php, 2026-05-22): data are updated every two hours and
are not to be asked for more often; a program stops at any answer that is not 200 and tells a human; an
address that goes on is blocked.
"""

from __future__ import annotations

import http.client
import json
import re
import urllib.error
import urllib.parse
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from serai.errors import Refused
from serai.files import NotUnpacked, json_of, put, text, unpacked
from serai.files.web import TooLate, TooMuch, answer, body, shown
from serai.time import Instant
from serai.wording import Reason, reason

TWO_HOURS_S = 7_200.0
PATIENCE_S = 60.0
LARGEST_BYTES = 1 << 26  # 64 MB, also when unpacked: the whole active catalogue is 3 MB
NOTHING_NEW = "GP data has not updated"  # how CelesTrak's 403 begins when only nothing is newer


class FetchRefused(Refused):
    """Element sets could not be had; the corridor's own are as they were.

    ``answered`` says whether the server was reached, so that it counts as asked.
    """

    def __init__(self, url: str, why: Reason, *, answered: bool = True) -> None:
        self.url, self.answered = url, answered
        super().__init__("fetch.refused", why=why)


class AskedAlready(Refused):
    """The same data were asked for within the two hours in which they cannot have changed."""

    def __init__(self, url: str, asked: Instant) -> None:
        self.url, self.asked, self.again = url, asked, asked.plus(seconds=TWO_HOURS_S)
        at, again = asked.utc(decimals=0), self.again.utc(decimals=0)
        super().__init__("fetch.asked_already", server=host(url), at=at, again=again)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTime:
    """When a server was last asked, what it said its answer was called, and for which satellites."""

    url: str
    asked: str
    etag: str = ""
    last_modified: str = ""
    norads: tuple[int, ...] = ()

    @classmethod
    def read(cls, path: Path, url: str) -> LastTime | None:
        """The record of the last time this address was asked; None when there is none that can be read."""
        try:
            said = json_of(text(path), path.name)
            last = cls(**{**said, "norads": tuple(said.get("norads", ()))})
            Instant.from_utc(last.asked)
        except (OSError, ValueError, TypeError, AttributeError):
            return None
        return last if last.url == shown(url) else None

    def write(self, path: Path) -> None:
        """Keep the record for the next time."""
        put(path, json.dumps(asdict(self), indent=1) + "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server gave: the text, or None where nothing has changed since the last time.

    ``whole`` says that an early end would have shown: by the length, the chunks or the checksum of the text.
    """

    text: str | None
    whole: bool = True
    etag: str = ""
    last_modified: str = ""


def host(url: str) -> str:
    """The server's name in an address."""
    return urllib.parse.urlsplit(shown(url)).netloc or shown(url)


def ask(url: str, last: LastTime | None, answered: Callable[[], None] | None = None) -> Reply:
    """Ask once; raises FetchRefused with what the server said unless it gave a whole text or 304.

    ``answered`` is called as soon as the server answers, before anything of the answer is read.
    """
    _refuse_malformed(url)
    try:
        with answer(url, within_s=PATIENCE_S, headers=_headers(last), detours=False) as response:
            _tell(answered)
            return _reply(url, response)
    except urllib.error.HTTPError as error:
        _tell(answered)
        if error.code == http.HTTPStatus.NOT_MODIFIED and last is not None:
            return Reply(text=None)
        raise FetchRefused(url, _refusal(url, error)) from None
    except (http.client.HTTPException, OSError) as fault:
        why, reached = _broken(host(url), fault)
        raise FetchRefused(url, why, answered=reached) from None


def _broken(server: str, fault: Exception) -> tuple[Reason, bool]:
    """Why no whole answer came, and whether the server was reached."""
    if isinstance(fault, TooLate):
        return reason("fetch.too_late", server=server, patience=PATIENCE_S), True
    if isinstance(fault, TooMuch):
        return reason("fetch.too_large", server=server, most=LARGEST_BYTES), True
    if isinstance(fault, urllib.error.URLError):
        return reason("fetch.not_reached", server=server, says=str(fault.reason)), False
    says = type(fault).__name__ if isinstance(fault, http.client.HTTPException) else str(fault)
    return reason("fetch.broke_off", server=server, says=says), True


def _headers(last: LastTime | None) -> dict[str, str]:
    """The headers of a request: what is asked for, and what was given the last time."""
    headers = {"User-Agent": "serai", "Accept": "text/csv", "Accept-Encoding": "gzip"}
    if last is not None and last.etag:
        headers["If-None-Match"] = last.etag
    if last is not None and last.last_modified:
        headers["If-Modified-Since"] = last.last_modified
    return headers


def _tell(answered: Callable[[], None] | None) -> None:
    if answered is not None:
        answered()


def _refuse_malformed(url: str) -> None:
    """Refuse what is no address of the web, before anybody is asked."""
    try:
        parts = urllib.parse.urlsplit(url)
        sound = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    else:
        if parts.scheme not in ("http", "https"):
            raise FetchRefused(url, reason("fetch.no_address", url=shown(url)), answered=False)
    if not sound or not re.fullmatch("[!-~]+", url):
        raise FetchRefused(url, reason("fetch.no_server", url=shown(url)), answered=False)


def _reply(url: str, response: http.client.HTTPResponse) -> Reply:
    announced = response.headers.get("Content-Length")
    came = body(response, LARGEST_BYTES)
    if announced is not None and announced.isdecimal() and len(came) != int(announced):
        why = reason("fetch.broke_off_after", server=host(url), came=len(came), announced=int(announced))
        raise FetchRefused(url, why)
    try:
        if response.headers.get("Content-Encoding") == "gzip":
            came = unpacked(came, host(url), LARGEST_BYTES)
        said = came.decode("utf-8-sig")
    except (NotUnpacked, UnicodeDecodeError) as wrong:
        if isinstance(wrong, NotUnpacked) and wrong.key == "files.swells":
            raise FetchRefused(url, reason("fetch.swells", server=host(url))) from None
        raise FetchRefused(url, reason("fetch.no_text", server=host(url))) from None
    return Reply(
        text=said,
        whole=announced is not None
        or "chunked" in response.headers.get("Transfer-Encoding", "").lower()
        or response.headers.get("Content-Encoding") == "gzip",
        etag=response.headers.get("ETag", ""),
        last_modified=response.headers.get("Last-Modified", ""),
    )


def _refusal(url: str, error: urllib.error.HTTPError) -> Reason:
    """What a server's answer that is not 200 says, and what to do."""
    server = host(url)
    said = " ".join(error.read(2_000).decode("utf-8", "replace").split())
    if error.code == http.HTTPStatus.FORBIDDEN and said.startswith(NOTHING_NEW):
        return reason("fetch.nothing_newer", server=server, said=said.rstrip("."))
    if error.code == http.HTTPStatus.FORBIDDEN:
        return reason("fetch.blocked", server=server)
    if error.code in (301, 302, 303, 307, 308):
        location = error.headers.get("Location")
        there = shown(urllib.parse.urljoin(url, location)) if location else reason("fetch.elsewhere")
        return reason("fetch.moved", server=server, code=error.code, there=there)
    return reason("fetch.answered", server=server, code=error.code, says=str(error.reason))
