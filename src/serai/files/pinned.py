"""The door to a server whose address somebody else gave: only public addresses, looked up once and kept.

A name is looked up once; every address that it has must be a public one, and the connection goes to that very
address, so that a name which is answered otherwise the second time (DNS rebinding) leads nowhere else. Each
redirection is looked at in the same way, and no proxy is asked, which would look the name up by itself. So no
address given from outside reaches the machine itself, its network, or the host's own services (SSRF).
Networks that are not public: the IANA special-purpose registries for IPv4 and IPv6 (2026-11).
"""

from __future__ import annotations

import socket
import ssl
import time
import urllib.parse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from typing import Any

from serai.errors import Refused
from serai.files.web import TooMuch, body, shown

PORTS = frozenset({80, 443, 8080, 8443})  # the web's: other services answer to more than they should
REDIRECTIONS = 3
NOT_PUBLIC = tuple(
    ip_network(net)
    for net in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
        *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
        *("224.0.0.0/4", "240.0.0.0/4"),
    )
)
GLOBAL_V6 = ip_network("2000::/3")  # what is given out; all else is private, special or not in use
NOT_PUBLIC_V6 = tuple(
    ip_network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)  # 2001::/32 (Teredo) and 2002::/16 (6to4) lead to IPv4 addresses that stand in them: refused as a whole

Lookup = Callable[..., Sequence[tuple[Any, ...]]]


class NotFetched(Refused):
    """An address that is not fetched from, or that gave nothing that could be taken."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """An address as it is asked: the name for the server and its certificate, and where it is for good."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str


def is_public(ip: str) -> bool:
    """Whether an address is one of the public Internet; IPv4 written as IPv6 is taken for what it is."""
    try:
        found = ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if isinstance(found, IPv4Address):
        return not any(found in net for net in NOT_PUBLIC)
    return "%" not in ip and found in GLOBAL_V6 and not any(found in net for net in NOT_PUBLIC_V6)


def pinned(url: str, lookup: Lookup = socket.getaddrinfo) -> Pinned:
    """An address with its name looked up, once; refused (`NotFetched`) unless all that it means is public."""
    try:
        parts = urllib.parse.urlsplit(url)
        host, port = parts.hostname or "", parts.port
        plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    except ValueError:
        host, port, plain, parts = "", None, False, urllib.parse.urlsplit("")
    if not plain or not host or parts.scheme not in ("http", "https"):
        raise NotFetched("files.fetch_no_address", url=shown(url))
    if parts.username is not None or parts.password is not None:
        raise NotFetched("files.fetch_password", url=shown(url))
    port = port if port is not None else 443 if parts.scheme == "https" else 80
    if port not in PORTS:
        raise NotFetched("files.fetch_port", url=shown(url), port=port)
    try:
        found = lookup(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched("files.fetch_no_name", host=host) from None
    ips = [str(one[4][0]) for one in found]
    if not ips or not all(map(is_public, ips)):
        raise NotFetched("files.fetch_private", host=host)
    path = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return Pinned(parts.scheme, host, port, path, ips[0])


def fetched(
    url: str,
    *,
    within_s: float,
    most_b: int,
    lookup: Lookup = socket.getaddrinfo,
    connect: Callable[..., socket.socket] = socket.create_connection,
) -> bytes:
    """What a public address gives to GET, all of it by one deadline; refused as `NotFetched`."""
    until_s = time.monotonic() + within_s
    for _ in range(REDIRECTIONS + 1):
        at = pinned(url, lookup)
        try:
            came = _asked(at, max(0.1, until_s - time.monotonic()), most_b, connect)
        except TooMuch:
            raise NotFetched("files.fetch_large", host=at.host, most=8.0 * most_b) from None
        except NotFetched:
            raise
        except (OSError, HTTPException, ValueError):
            raise NotFetched("files.fetch_broken", host=at.host) from None
        if time.monotonic() >= until_s:
            raise NotFetched("files.fetch_late", host=at.host, within=within_s)
        if isinstance(came, bytes):
            return came
        url = urllib.parse.urljoin(url, came)
    raise NotFetched("files.fetch_detours", most=REDIRECTIONS)


def _asked(at: Pinned, within_s: float, most_b: int, connect: Callable[..., socket.socket]) -> bytes | str:
    """What one server gave: the bytes, or where it sends us."""
    line = _line(at, within_s, connect)
    watch = Timer(within_s, _cut, [line])
    watch.daemon = True
    watch.start()
    try:
        line.request("GET", at.path, headers={"User-Agent": "serai", "Accept-Encoding": "identity"})
        return _taken(at, line.getresponse(), most_b)
    finally:
        watch.cancel()
        line.close()


def _taken(at: Pinned, answer: HTTPResponse, most_b: int) -> bytes | str:
    if answer.status in (301, 302, 303, 307, 308):
        return answer.headers.get("Location") or ""
    if answer.status != 200:
        raise NotFetched("files.fetch_status", host=at.host, status=answer.status)
    came = body(answer, most_b)
    announced = answer.headers.get("Content-Length")
    if announced is not None and announced.isdecimal() and len(came) != int(announced):
        raise NotFetched("files.fetch_broken", host=at.host)
    return came


def _line(at: Pinned, within_s: float, connect: Callable[..., socket.socket]) -> HTTPConnection:
    """A connection to the pinned address, in the server's name (Host, and SNI with its certificate)."""
    there = connect((at.ip, at.port), timeout=within_s)
    if at.scheme == "https":
        secure = HTTPSConnection(at.host, at.port, timeout=within_s)
        secure.sock = ssl.create_default_context().wrap_socket(there, server_hostname=at.host)
        return secure
    plain = HTTPConnection(at.host, at.port, timeout=within_s)
    plain.sock = there
    return plain


def _cut(line: HTTPConnection) -> None:
    if line.sock is not None:
        try:
            line.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # ended already
