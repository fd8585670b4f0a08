"""Addresses inside a text as links: of pages, and of publications by their DOI."""

from __future__ import annotations

import re
from urllib.parse import quote

from serai.report.drawing.markup import Markup, el, escaped, joined

# A page's address, or a DOI (ISO 26324: "10.", a registrant, "/" and a suffix), without a full stop behind it
_ADDRESS = re.compile(
    r"(?P<page>https?://[^\s;,<>\"']*[^\s;,<>\"'.):])|(?P<doi>\b10\.\d{4,9}/[^\s;,<>\"']*[^\s;,<>\"'.)])"
)


def linked(text: str) -> Markup:
    """A text with its addresses as links; everything else is escaped."""
    parts: list[Markup] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        page, doi = found["page"], found["doi"]
        parts.append(escaped(text[end : found.start()]))
        address = page or f"https://doi.org/{quote(doi, safe='/:;().-_')}"
        parts.append(el("a", page or doi, href=address, rel="noopener noreferrer"))
        end = found.end()
    return joined((*parts, escaped(text[end:])))
