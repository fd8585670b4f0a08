"""Addresses given from outside: looked up once, public alone, and nothing else is reached."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.files.pinned import NotFetched, fetched, is_public, pinned

PUBLIC = ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946")
PRIVATE = (
    *("127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "0.0.0.0"),
    *("169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.8", "198.18.0.1", "203.0.113.9"),
    *("224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fdff::1", "ff02::1", "2001:db8::1", "3fff::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "64:ff9b::7f00:1"),
    *("64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "100::1", "5f00::1", "fec0::1", "not an address"),
)


def found(*ips: str):
    """A name service that knows one name by these addresses."""
    return lambda _, port, **__: [(socket.AF_INET, 1, 6, "", (ip, port)) for ip in ips]


@pytest.mark.parametrize("ip", PUBLIC)
def test_a_public_address_is_asked_at_the_very_place_that_was_looked_at(ip):
    at = pinned("https://example.org/sets.csv?a=1#part", found(ip))
    assert (at.scheme, at.host, at.port, at.path, at.ip) == ("https", "example.org", 443, "/sets.csv?a=1", ip)


@pytest.mark.parametrize("ip", PRIVATE)
def test_an_address_that_is_not_public_is_refused_alone_and_among_public_ones(ip):
    assert not is_public(ip)
    for some in ((ip,), (PUBLIC[0], ip), (ip, PUBLIC[0])):
        with pytest.raises(NotFetched, match=r"'example\.org' is not on the public Internet"):
            pinned("http://example.org/", found(*some))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_as_itself_and_written_as_ipv6(ip):
    assert is_public(str(ip)) == is_public(f"::ffff:{ip}")
    if is_public(str(ip)):
        assert ip.is_global


@given(st.ip_addresses(v=6))
def test_a_public_ipv6_address_is_one_that_is_given_out_and_leads_to_no_ipv4(ip):
    if is_public(str(ip)) and ip.ipv4_mapped is None:
        assert ip.is_global
        assert ip in ip_network("2000::/3")
        assert ip.sixtofour is None
        assert ip.teredo is None


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("file:///etc/passwd", "expected an address such as https"),
        ("gopher://example.org/", "expected an address such as https"),
        ("ftp://example.org/", "expected an address such as https"),
        ("//example.org/", "expected an address such as https"),
        ("http:///x", "expected an address such as https"),
        ("http://[::1", "expected an address such as https"),
        ("http://example.org:x/", "expected an address such as https"),
        ("http://exam\nple.org/", "expected an address such as https"),
        ("http://example.org/a b", "expected an address such as https"),
        ("http://example.org\\@127.0.0.1/", "expected an address such as https"),
        ("http://ex\u00e4mple.org/", "expected an address such as https"),
        ("http://amina:secret@example.org/", "with a name or a password in it"),
        ("http://@example.org/", "with a name or a password in it"),
        ("http://example.org:22/", "with the port 22"),
        ("http://example.org:6379/", "with the port 6379"),
        ("", "expected an address such as https"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused_before_anybody_is_asked(url, says):
    def never(*_: object, **__: object):
        raise AssertionError("was looked up")

    with pytest.raises(NotFetched, match=says) as refused:
        pinned(url, never)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://localhost/", "http://169.254.169.254/latest/",
        "http://0/", "http://[fe80::1]/", "http://127.0.0.1.:80/",
    ],
)  # fmt: skip
def test_the_machine_itself_is_not_reached_however_it_is_written(url):
    """The system's own reading of numbers and names decides, which is the one that a connection would use."""
    with pytest.raises(NotFetched):
        pinned(url)


class Answers(BaseHTTPRequestHandler):
    """A server on loopback that stands for a public one."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["Host"]))  # type: ignore[attr-defined]
        status, headers, body = self.server.says[self.path]  # type: ignore[attr-defined]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(says) -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Answers)
    server.says, server.asked = says, []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def asked(says, url="http://example.org/a", lookups=None, most_b=1_000):
    """Fetch with a public address whose connection leads to the server; what came, who was asked, where."""
    names = lookups or {"example.org": [PUBLIC[0]]}
    looked: list[str] = []
    went: list[tuple[str, int]] = []

    def lookup(host: str, port: int, **_: object):
        looked.append(host)
        some = names[host]
        return found(some.pop(0) if len(some) > 1 else some[0])(host, port)

    with served(says) as server:

        def connect(address: tuple[str, int], timeout: float):
            went.append(address)
            return socket.create_connection(("127.0.0.1", server.server_port), timeout=timeout)

        came: object
        try:
            came = fetched(url, within_s=20.0, most_b=most_b, lookup=lookup, connect=connect)
        except NotFetched as refused:
            came = refused
    return came, server.asked, looked, went


def test_what_a_public_server_gives_is_taken_in_its_own_name_and_looked_up_once():
    came, told, looked, went = asked({"/a": (200, {}, b"1,2\n")})
    assert came == b"1,2\n"
    assert told == [("/a", "example.org")]
    assert looked == ["example.org"]
    assert went == [(PUBLIC[0], 80)]


def test_a_name_that_is_answered_otherwise_the_second_time_leads_nowhere_else():
    """DNS rebinding: the first answer is public, each later one is the machine itself."""
    names = {"example.org": [PUBLIC[0], "127.0.0.1"]}
    came, _, looked, went = asked({"/a": (200, {}, b"x")}, lookups=names)
    assert (came, looked, went) == (b"x", ["example.org"], [(PUBLIC[0], 80)])
    names = {"example.org": [PUBLIC[0], "127.0.0.1"]}
    came, told, looked, went = asked({"/a": (302, {"Location": "/b"}, b"")}, lookups=names)
    assert isinstance(came, NotFetched)
    assert came.key == "files.fetch_private"
    assert (len(told), looked, went) == (1, ["example.org"] * 2, [(PUBLIC[0], 80)])


@pytest.mark.parametrize(
    ("location", "key"),
    [
        ("http://127.0.0.1/", "files.fetch_private"),
        ("http://inside.example/", "files.fetch_private"),
        ("//inside.example/x", "files.fetch_private"),
        ("file:///etc/passwd", "files.fetch_no_address"),
        ("http://example.org:22/", "files.fetch_port"),
        ("http://a:b@example.org/", "files.fetch_password"),
    ],
)
def test_a_redirection_is_looked_at_like_the_address_itself(location, key):
    names = {"example.org": [PUBLIC[0]], "inside.example": ["10.0.0.7"], "127.0.0.1": ["127.0.0.1"]}
    came, told, _, went = asked({"/a": (301, {"Location": location}, b"")}, lookups=names)
    assert isinstance(came, NotFetched)
    assert came.key == key
    assert len(told) == len(went) == 1


def test_a_redirection_to_a_public_server_is_followed_and_one_without_end_is_not():
    names = {"example.org": [PUBLIC[0]], "other.example": [PUBLIC[1]]}
    says = {
        "/a": (302, {"Location": "https://other.example:8080/b".replace("s:", ":", 1)}, b""),
        "/b": (200, {}, b"y"),
    }
    came, told, _, went = asked(says, lookups=names)
    assert came == b"y"
    assert told[1] == ("/b", "other.example:8080")
    assert went[1] == (PUBLIC[1], 8080)
    came, told, _, _ = asked({"/a": (302, {"Location": "/a"}, b"")})
    assert isinstance(came, NotFetched)
    assert came.key == "files.fetch_detours"
    assert len(told) == 4


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ((200, {}, b"x" * 1_001), "files.fetch_large"),
        ((200, {"Content-Length": "10"}, b"short"), "files.fetch_broken"),
        ((404, {}, b""), "files.fetch_status"),
        ((500, {}, b"secret of the inside"), "files.fetch_status"),
        ((302, {}, b""), "files.fetch_detours"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_of_it_is_told(answer, key):
    came, *_ = asked({"/a": answer})
    assert isinstance(came, NotFetched)
    assert came.key == key
    assert "secret" not in str(came)


def test_as_much_as_may_come_is_taken_and_no_answer_is_a_sentence():
    assert asked({"/a": (200, {}, b"x" * 1_000)})[0] == b"x" * 1_000

    def refuses(*_: object, **__: object):
        raise ConnectionRefusedError

    with pytest.raises(NotFetched, match=r"'example\.org' gave no whole answer"):
        fetched("http://example.org/", within_s=5.0, most_b=9, lookup=found(PUBLIC[0]), connect=refuses)

    def unknown(*_: object, **__: object):
        raise socket.gaierror

    with pytest.raises(NotFetched, match=r"no server of the name 'example\.org' is known"):
        pinned("http://example.org/", unknown)
    with pytest.raises(NotFetched, match="not on the public Internet"):
        pinned("http://example.org/", found())


def test_the_judge_of_addresses_agrees_with_python_where_that_refuses():
    for ip in PRIVATE[:-1]:
        if not ip_address(ip.partition("%")[0]).is_global:
            assert not is_public(ip)
