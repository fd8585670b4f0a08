"""STAC items (specification 1.0 and 1.1): what came of an order, as its provider's catalogue tells it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import func, insert, select

from serai.errors import Refused
from serai.store.chain import PLAIN
from serai.store.documents.bodies import sha256_of
from serai.store.holds import Decision
from serai.store.rows import order_row
from serai.store.schema import items, uses
from serai.store.step import Step
from serai.time import Instant
from serai.time.asked import moment_asked

Item = Mapping[str, object]
NEEDED = ("id", "type", "stac_version", "geometry", "properties", "assets")


class NotAnItem(Refused):
    """An object that is no STAC item, or another one of a name that is taken."""


def stac_items(said: Mapping[str, object]) -> list[Item]:
    """The items of a JSON object: itself, or those of a collection; none where it is neither."""
    if said.get("type") == "Feature":
        return [said]
    features = said.get("features")
    if said.get("type") == "FeatureCollection" and isinstance(features, list):
        return [one for one in features if isinstance(one, dict)]
    return []


def keep_items(act: Step, some: Sequence[Item], order: str) -> list[tuple[str, bool]]:
    """Put items on record, with the order that they are of where one is named; each name, and is it new?"""
    if order:
        row = order_row(act.connection, order)
        if row.decision != Decision.COMMITTED.value:
            raise NotAnItem("store.report_unpromised", order=order, stage=row.stage)
    return [(str(one.get("id")), _keep(act, one, order)) for one in some]


def _keep(act: Step, one: Item, order: str) -> bool:
    name, taken = _checked(one)
    body = json.dumps(one, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"))
    known = act.connection.execute(select(items).where(items.c.id == name)).first()
    if known is not None:
        if known.body != body or (order and known.order not in (None, order)):
            raise NotAnItem("store.item_taken", item=name)
        return False
    act.connection.execute(
        insert(items).values(
            id=name, order=order or None, collection=str(one.get("collection") or ""),
            moment_ns=taken.tai_ns, at_ns=act.now.tai_ns, body=body,
        )
    )  # fmt: skip
    act.tells(
        "item.kept", order or name, item=name, sha256=sha256_of(body), moment=taken.utc(decimals=0),
        as_ordered=_as_ordered(act, order, taken),
    )  # fmt: skip
    return True


def _checked(one: Item) -> tuple[str, Instant]:
    """The name of an item and when its image was begun; refused (`NotAnItem`) where it is none."""
    if missing := tuple(key for key in NEEDED if key not in one):
        raise NotAnItem("store.item_lacks", item=str(one.get("id", "?")), fields=missing)
    name, about = str(one["id"]), one["properties"]
    if not PLAIN.fullmatch(name):
        raise NotAnItem("store.not_plain", got=name)
    said = (about.get("datetime") or about.get("start_datetime")) if isinstance(about, dict) else None
    try:
        return name, moment_asked(str(said or ""), None)
    except Refused:
        raise NotAnItem("store.item_time", item=name, got=str(said or "")) from None


def _as_ordered(act: Step, order: str, taken: Instant) -> bool | None:
    """Whether an image was begun while the order had its assets; None without an order."""
    if not order:
        return None
    asked = select(func.count()).where(
        uses.c.offer == order, uses.c.start_ns <= taken.tai_ns, uses.c.end_ns > taken.tai_ns
    )
    return bool(act.connection.scalar(asked.select_from(uses)))
