"""What is wrong with built pages: links that lead nowhere, and anything that is asked of another server."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

REMOTE = re.compile(r"url\(\s*['\"]?(?:https?:)?//|@import\s+['\"](?:https?:)?//")


@dataclass
class Page:
    """The links of a page, what it loads, and the places in it that links may lead to."""

    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.page.places.add(given["id"])
        if tag == "a" and "href" in given:
            self.page.links.append(given["href"])
        self.page.loads += [given[name] for name in ("src", "poster", "data") if given.get(name)]
        if tag == "link" and given.get("rel") not in ("prev", "next", "index", "search"):
            self.page.loads.append(given.get("href", ""))


def read(file: Path) -> Page:
    """Read a built page."""
    reader = _Reader()
    reader.feed(file.read_text(encoding="utf-8"))
    return reader.page


def faults(site: Path) -> list[str]:
    """One line for each link that leads nowhere and each request to another server, by page."""
    pages = {file.resolve(): read(file) for file in sorted(site.rglob("*.html"))}
    found = []
    for file, page in pages.items():
        name = file.relative_to(site.resolve())
        found += [f"{name}: asks {load}" for load in page.loads if remote(load)]
        local = [*page.links, *page.loads]
        found += [f"{name}: {link} leads nowhere" for link in local if not leads(file, link, pages)]
    found += [
        f"{style.relative_to(site)}: asks another server"
        for style in sorted(site.rglob("*.css"))
        if REMOTE.search(style.read_text(encoding="utf-8"))
    ]
    return found


def remote(address: str) -> bool:
    """Is it another server that would be asked?"""
    return address.startswith("//") or urlsplit(address).scheme in ("http", "https")


def leads(file: Path, link: str, pages: dict[Path, Page]) -> bool:
    """Does a link of a page lead to a file, and to a place in it, where it names one?"""
    if remote(link) or urlsplit(link).scheme in ("mailto", "data"):
        return True
    path, place = urldefrag(link)
    path = path.partition("?")[0]  # a style sheet's version
    there = (file.parent / unquote(path)).resolve() if path else file
    if not there.is_file():
        return False
    return not place or there not in pages or unquote(place) in pages[there].places
