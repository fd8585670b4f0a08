"""The description of the API (OpenAPI 3.1): every refusal is a problem, on every path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.routing import compile_path

from serai.serve.bodies.problem import MEDIA, ProblemBody

MethodsOfPaths = tuple[tuple[re.Pattern[str], frozenset[str]], ...]
UNUSED = ("HTTPValidationError", "ValidationError")
LOCAL, COMMON = "#/$defs/", "#/components/schemas/"  # where a schema's own definitions stand, and all
WORDS: Mapping[str, str] = {
    "4XX": "Refused: one sentence says what came, what was expected, what to do.",
    "5XX": "Not now, or a fault; `Retry-After` says when to ask again, where that helps.",
}


def described(app: FastAPI, **about: Any) -> dict[str, Any]:
    """The whole description of an application."""
    found: dict[str, Any] = get_openapi(routes=app.routes, **about)
    schemas = found["components"]["schemas"]
    for name in UNUSED:
        schemas.pop(name, None)
    schemas["ProblemBody"] = ProblemBody.model_json_schema()
    body = {"content": {MEDIA: {"schema": {"$ref": "#/components/schemas/ProblemBody"}}}}
    for path in found["paths"].values():
        for one in path.values():
            one["responses"].pop("422", None)
            one["responses"] |= {status: {"description": said, **body} for status, said in WORDS.items()}
    _gather(found, schemas)
    return found


def _gather(part: Any, schemas: dict[str, Any]) -> None:
    """Bring the definitions of a part's own schemas to those of all, and point there: others read no else."""
    if isinstance(part, list):
        for one in part:
            _gather(one, schemas)
    if not isinstance(part, dict):
        return
    for name, schema in part.pop("$defs", {}).items():
        schemas.setdefault(name, schema)
        _gather(schema, schemas)
    for key, value in tuple(part.items()):
        if isinstance(value, str) and value.startswith(LOCAL):
            part[key] = value.replace(LOCAL, COMMON, 1)
        else:
            _gather(value, schemas)


def methods_of_paths(app: FastAPI) -> MethodsOfPaths:
    """Every path of an application, as a pattern, with all methods by which it is asked."""
    paths = get_openapi(title="", version="", routes=app.routes)["paths"]
    return tuple((compile_path(path)[0], frozenset(map(str.upper, of))) for path, of in paths.items())


def methods_at(paths: MethodsOfPaths, path: str) -> frozenset[str]:
    """Every method by which a path is asked, whichever of its routes has it."""
    return frozenset(method for pattern, of in paths if pattern.match(path) for method in of)
