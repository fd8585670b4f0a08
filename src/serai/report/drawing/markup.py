"""Elements of HTML and SVG: text is escaped by construction, and what comes out is well-formed XML too."""

from __future__ import annotations

from collections.abc import Iterable

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})

Child = object  # a Markup, any other text (escaped), None (nothing), or an iterable of these
Value = str | float | bool | None


class Markup(str):
    """Text that is markup already and is not escaped again."""

    __slots__ = ()


def escaped(text: str) -> Markup:
    """Any text as it may stand in an element or in an attribute."""
    return Markup(text.translate(ESCAPES))


def el(tag: str, /, *children: Child, **attributes: Value) -> Markup:
    """One element. ``class_`` is class, ``data_state`` data-state; None and False leave an attribute out."""
    inside = "".join(_each(children))
    opened = tag + "".join(
        _attribute(k, v) for k, v in attributes.items() if v is not None and v is not False
    )
    return Markup(f"<{opened}/>" if tag in VOID else f"<{opened}>{inside}</{tag}>")


def table(*children: Child, **attributes: Value) -> Markup:
    """A table in a frame of its own: where its columns cannot wrap any further, the frame scrolls."""
    return el("div", el("table", *children, **attributes), class_="table-frame")


def joined(parts: Iterable[Child], between: str = "") -> Markup:
    """Parts one after another, with a text between them."""
    return Markup(escaped(between).join(_one(p) for p in parts if p is not None))


def _attribute(name: str, value: Value) -> str:
    if isinstance(value, float):
        value = f"{value:.2f}".rstrip("0").rstrip(".")
    text = name if value is True else str(value)
    return f' {name.rstrip("_").replace("_", "-")}="{text.translate(ESCAPES)}"'


def _each(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, str) or not isinstance(child, Iterable):
            yield _one(child)
        else:
            yield from _each(child)


def _one(child: Child) -> str:
    return child if isinstance(child, Markup) else str(child).translate(ESCAPES)
