"""The corridor's tables changed: checked, saved as a version, listed, compared, taken and taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from serai.serve.bodies.day import CheckBody
from serai.serve.bodies.versions import (
    NAME,
    ComparedBody,
    Note,
    TablesAsked,
    TakingAsked,
    TakingBody,
    VersionBody,
    VersionName,
    VersionsBody,
)
from serai.serve.door import Keeping, OfCorridor
from serai.serve.repeated import IdempotencyKey, done_before, done_once
from serai.serve.served import Here
from serai.serve.tabled import (
    SentTables,
    changed_over,
    differing,
    file_of,
    listed,
    looked_at,
    refuse_unsound,
    saved,
    taken,
    taken_back,
    whole_over,
)
from serai.serve.trust.uploads import corridor_files

router = APIRouter(tags=["corridor"])
CREATED, TEXT, RAW = 201, "text/plain; charset=utf-8", "application/octet-stream"
ARCHIVE = "/corridor/versions/archive"
Named = Annotated[str, Path(pattern=NAME, description="The beginning of its SHA-256, eight digits or more.")]
SENT: Mapping[str, object] = {
    "required": True,
    "content": {RAW: {"schema": {"type": "string", "format": "binary"}}},
}


@router.get("/corridor/versions", response_model=VersionsBody)
def all_versions(here: Here, _: OfCorridor) -> dict[str, object]:
    """Every version of the tables: who saved it, when, why, after which; and which was taken when."""
    return listed(here)


@router.post("/corridor/check", response_model=CheckBody)
async def check_changed(here: Here, caller: Keeping, asked: TablesAsked) -> dict[str, object]:
    """What would be wrong, doubtful or unknown in changed tables; nothing is saved."""
    sent = await asyncio.to_thread(changed_over, here, asked)
    found, _ = await looked_at(here, caller, sent)
    return found


@router.post("/corridor/versions", response_model=VersionBody, status_code=CREATED)
async def save(here: Here, caller: Keeping, asked: TablesAsked, key: IdempotencyKey) -> Response:
    """Save changed tables as a version, if they can be read; taking it is an act of its own."""
    before = await asyncio.to_thread(done_before, here, caller, key, "save", asked)
    if before is not None:
        return before
    sent = await asyncio.to_thread(changed_over, here, asked)
    return await _saved(here, caller, key, asked, sent, asked.note)


@router.post(
    ARCHIVE, response_model=VersionBody, status_code=CREATED, openapi_extra={"requestBody": dict(SENT)}
)
async def save_archive(
    request: Request,
    here: Here,
    caller: Keeping,
    key: IdempotencyKey,
    note: Annotated[Note, Query()] = "",
    parent: Annotated[VersionName | None, Query()] = None,
) -> Response:
    """Save a whole corridor, sent as a zip of its folder, as a version."""
    raw = await request.body()
    before = await asyncio.to_thread(done_before, here, caller, key, "save archive", raw)
    if before is not None:
        return before
    files = await asyncio.to_thread(corridor_files, raw)
    sent = await asyncio.to_thread(whole_over, here, files, parent)
    return await _saved(here, caller, key, raw, sent, note)


@router.get(
    "/corridor/versions/{version}/files/{name:path}",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}},
)
def version_file(here: Here, _: Keeping, version: Named, name: str) -> Response:
    """One table of a version."""
    return Response(file_of(here, version, name[:200]), media_type=TEXT)


@router.get("/corridor/versions/{version}/changes", response_model=ComparedBody)
def changes(
    here: Here,
    _: Keeping,
    version: Named,
    over: Annotated[VersionName | None, Query(description="Compared with; its parent.")] = None,
) -> dict[str, object]:
    """What differs in a version from another, row by row and cell by cell."""
    return differing(here, version, over)


@router.post("/corridor/versions/{version}/take", response_model=TakingBody)
def take(here: Here, caller: Keeping, version: Named, asked: TakingAsked, key: IdempotencyKey) -> Response:
    """Bring a version into force: it is assessed, and answers are of it once it is."""
    answer = done_once(
        here, caller, key, f"take {version}", asked,
        lambda: taken(here, caller, version, asked, key),
    )  # fmt: skip
    here.keeper.renew()
    return answer


@router.post("/corridor/take-back", response_model=TakingBody)
def back(here: Here, caller: Keeping, asked: TakingAsked, key: IdempotencyKey) -> Response:
    """Bring the version before that in force into force again; once more, the one before that."""
    answer = done_once(here, caller, key, "take back", asked, lambda: taken_back(here, caller, asked, key))
    here.keeper.renew()
    return answer


async def _saved(
    here: Here, caller: Keeping, key: str, asked: TablesAsked | bytes, sent: SentTables, note: str
) -> Response:
    """A version of sent tables, once they were looked at."""
    act = "save archive" if isinstance(asked, bytes) else "save"
    found, files = await looked_at(here, caller, sent)
    refuse_unsound(here, found)
    return await asyncio.to_thread(
        done_once, here, caller, key, act, asked, lambda: saved(here, caller, sent, files, note), CREATED
    )
