"""The head of a page: its title and its own styles, and that a browser fetches nothing for it."""

from __future__ import annotations

from collections.abc import Sequence

from serai.report.drawing.markup import Markup, el
from serai.report.drawing.resources import resource

# The page holds all that it needs; a browser that keeps to this fetches nothing, whatever a table may say.
NO_REQUESTS = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
IMAGES = "; img-src data:"


def page_head(title: str, styles: Sequence[str], *, images: bool = False) -> Markup:
    """The head element of a page with these style sheets inside it; ``images`` may be part of the page."""
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", http_equiv="Content-Security-Policy", content=NO_REQUESTS + (IMAGES if images else "")),
        el("title", title),
        el("style", Markup("".join(resource(name) for name in styles))),
    )
