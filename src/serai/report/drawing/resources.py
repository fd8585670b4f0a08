"""The style sheets and the script that a page or picture carries inside it."""

from __future__ import annotations

from importlib.resources import files


def resource(name: str) -> str:
    """The text of a style sheet or script of this package."""
    return files("serai.report").joinpath("assets", name).read_text(encoding="utf-8")
