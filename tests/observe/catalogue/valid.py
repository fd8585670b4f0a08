"""Judges STAC items by the schemas of the specification and of its extensions, without a network.

Those of the core come with pystac; those of the extensions lie in `schemas/` as their projects publish them
(github.com/stac-extensions, Apache-2.0).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from pystac.validation.local_validator import get_local_schema_cache
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

FOLDER = Path(__file__).resolve().parent / "schemas"
CORE = "https://schemas.stacspec.org/v1.1.0/item-spec/json-schema/item.json"
PROJJSON = "https://proj.org/schemas/v0.7/projjson.schema.json"  # not used by any item here


@cache
def _schemas() -> dict[str, Any]:
    found = dict(get_local_schema_cache())
    for file in sorted(FOLDER.glob("*.json")):
        schema = json.loads(file.read_text(encoding="utf-8"))
        found[str(schema["$id"]).removesuffix("#")] = schema
    return {**found, PROJJSON: {}}


@cache
def _registry() -> Any:
    some = [
        (name, Resource.from_contents(schema, default_specification=DRAFT7))
        for name, schema in _schemas().items()
    ]
    return Registry().with_resources(some)


def faults(item: dict[str, Any]) -> list[str]:
    """What is wrong with an item by the core and by each extension that it names; an unknown one is wrong."""
    said = []
    for name in (CORE, *item["stac_extensions"]):
        schema = _schemas()[name]
        said += [
            f"{name}: {'/'.join(map(str, one.path))}: {one.message}"
            for one in Draft7Validator(schema, registry=_registry()).iter_errors(item)
        ]
    return said
