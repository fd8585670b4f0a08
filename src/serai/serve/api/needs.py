"""How the needs stand: all that an assessment says of each, and the verdicts in short."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from serai.serve.bodies.needs import AssessmentBody, LanesBody, NeedBody, VerdictsBody
from serai.serve.door import Language, Reader
from serai.serve.served import Here

router = APIRouter(tags=["needs"])


@router.get("/verdicts", response_model=VerdictsBody)
async def verdicts(request: Request, here: Here, caller: Reader, language: Language) -> Response:
    """Every need's verdict in a line, and the lamps: the day's first, then with the fortnight."""
    return await here.told(request, caller, "verdicts", language)


@router.get("/needs", response_model=AssessmentBody)
async def needs(request: Request, here: Here, caller: Reader, language: Language) -> Response:
    """Every need with figures, path, why, remedies, and what it hangs on: as `serai assess --json`."""
    return await here.told(request, caller, "needs", language)


@router.get("/needs/{need}", response_model=NeedBody)
async def one_need(request: Request, here: Here, caller: Reader, language: Language, need: str) -> Response:
    """One need, by its id."""
    return await here.told(request, caller, "need", language, {"need": need[:80]})


@router.get("/lanes", response_model=LanesBody)
async def lanes(request: Request, here: Here, caller: Reader, language: Language) -> Response:
    """What answers show over the day: satellites in view, geometry, errors of positioning."""
    return await here.told(request, caller, "lanes", language)
