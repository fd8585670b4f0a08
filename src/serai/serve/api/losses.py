"""Which single loss breaks which needs, and which agreement would help most?"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from serai.serve.bodies.losses import AdviceBody, MatrixBody, SinglePointsBody
from serai.serve.door import Language, Reader
from serai.serve.served import Here

router = APIRouter(tags=["losses"])


@router.get("/single-points", response_model=SinglePointsBody)
async def single_points(request: Request, here: Here, caller: Reader, language: Language) -> Response:
    """The single points of failure, heaviest first, and the known outages rehearsed."""
    return await here.told(request, caller, "single-points", language)


@router.get("/matrix", response_model=MatrixBody)
async def matrix(request: Request, here: Here, caller: Reader, language: Language) -> Response:
    """Every need after every single loss."""
    return await here.told(request, caller, "matrix", language)


@router.get("/advice", response_model=AdviceBody)
async def advice(request: Request, here: Here, caller: Reader, language: Language) -> Response:
    """The agreements that would help: what each mends, and which losses no longer matter."""
    return await here.told(request, caller, "advice", language, heavy=True)
