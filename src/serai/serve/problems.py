"""Refusals as problem details (RFC 9457): the one clear sentence, its key, and what to do."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from serai.errors import Refused
from serai.pool.pool import NotInPool
from serai.serve.admission import TooBusy
from serai.serve.bodies.problem import MEDIA
from serai.serve.gone import Gone
from serai.serve.keeper import NotWarm
from serai.serve.languages import language_of
from serai.serve.openapi import MethodsOfPaths, methods_at, methods_of_paths
from serai.serve.worker.line import Unanswered, WorkerFault
from serai.serve.worker.messages import json_bytes
from serai.wording import Reason, reason, say
from serai.wording.catalogue import ENGLISH

LOG = logging.getLogger("serai.serve")
GONE = 499  # the client closed the request: not of RFC 9110, but what logs are searched for (nginx)
STATUS: Mapping[str, int] = {  # of a refusal, by its key; any other is 422
    "serve.absent": 404,
    "serve.no_table": 404,
    "serve.no_route": 404,
    "serve.who": 401,
    "trust.not_let_in": 401,
    "trust.forged": 403,
    "trust.still_running": 409,
    "trust.too_many": 429,
    "trust.too_much_work": 429,
    "trust.work_at_once": 429,
    "trust.busy": 503,
    "trust.no_account": 404,
    "trust.no_key": 404,
    "trust.account_there": 409,
    "trust.not_first": 409,
    "trust.last_host": 409,
    "store.no_request": 404,
    "store.no_offer": 404,
    "store.no_order": 404,
    "store.no_version": 404,
    "store.another_version": 409,
    "store.nothing_before": 409,
    "store.not_again": 409,
    "store.not_held": 409,
    "store.bound": 409,
    "store.committed": 409,
    "store.not_in_doubt": 409,
    "store.not_an_owner": 409,
    "store.another_order": 409,
    "store.report_unpromised": 409,
    "store.busy": 503,
    "store.full": 503,
    "store.away": 503,
}


def problem(
    status: int,
    key: str,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    instance: str | None = None,
    where: list[str] | None = None,
) -> Response:
    """A problem as a response."""
    body = {
        "type": f"urn:serai:{key}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **({} if instance is None else {"instance": instance}),
        **({} if where is None else {"where": where}),
    }
    return Response(json_bytes(body), status, dict(headers or {}), MEDIA)


def said_in(request: Request) -> str:
    """The language to say a problem in; English where the one asked for is the problem."""
    try:
        return language_of(request.query_params.get("language"), request.headers.get("accept-language", ""))
    except Refused:
        return ENGLISH


def refused(
    request: Request,
    why: Reason | Refused,
    headers: Mapping[str, str] | None = None,
    where: list[str] | None = None,
) -> Response:
    """The problem that a refusal is."""
    told = why if isinstance(why, Reason) else why.reason
    status = 404 if isinstance(why, NotInPool) else STATUS.get(told.key, 422)
    return problem(status, told.key, say(told, said_in(request)), headers=headers, where=where)


def add_problems(app: FastAPI) -> None:
    """Answer every refusal and every fault with a problem, whatever raised it; its paths are all there."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(Unanswered, _unanswered)
    app.add_exception_handler(NotWarm, _not_warm)
    app.add_exception_handler(TooBusy, _too_busy)
    app.add_exception_handler(TimeoutError, _too_long)
    app.add_exception_handler(Gone, _gone)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, partial(_plain, methods_of_paths(app)))
    app.add_exception_handler(WorkerFault, _fault)
    app.add_exception_handler(Exception, _fault)


async def _refused(request: Request, why: Exception) -> Response:
    assert isinstance(why, Refused)
    wait_s = getattr(why, "retry_after_s", None)
    headers = {} if wait_s is None else {"Retry-After": str(math.ceil(wait_s))}
    if why.key in ("serve.who", "trust.not_let_in"):
        headers["WWW-Authenticate"] = "Bearer"
    return refused(request, why, headers=headers, where=getattr(why, "where", None))


async def _unanswered(_: Request, why: Exception) -> Response:
    assert isinstance(why, Unanswered)
    status = 404 if why.why.absent else STATUS.get(why.why.key, 422)
    return problem(status, why.why.key, why.why.detail)


async def _not_warm(request: Request, _: Exception) -> Response:
    told = reason("serve.not_warm")
    return problem(503, told.key, say(told, said_in(request)), headers={"Retry-After": "5"})


async def _too_busy(request: Request, why: Exception) -> Response:
    assert isinstance(why, TooBusy)
    told = reason("serve.own_share") if why.own else reason("serve.too_busy")
    headers = {"Retry-After": str(why.retry_after_s)}
    return problem(429 if why.own else 503, told.key, say(told, said_in(request)), headers=headers)


async def _too_long(request: Request, _: Exception) -> Response:
    told = reason("serve.too_long")
    return problem(503, told.key, say(told, said_in(request)), headers={"Retry-After": "30"})


async def _gone(_: Request, why: Exception) -> Response:
    assert isinstance(why, Gone)
    return Response(status_code=GONE)  # for the log and the count: nobody reads it


async def _malformed(request: Request, why: Exception) -> Response:
    assert isinstance(why, RequestValidationError)
    some = why.errors()[:10]
    where = [".".join(map(str, one["loc"])) for one in some]
    told = reason("serve.malformed", where=where[0] if where else "body", says=some[0]["msg"] if some else "")
    return problem(422, told.key, say(told, said_in(request)), where=where)


async def _plain(paths: MethodsOfPaths, request: Request, why: Exception) -> Response:
    assert isinstance(why, HTTPException)
    if why.status_code == HTTPStatus.NOT_FOUND:
        return refused(request, reason("serve.no_route", path=request.url.path))
    if why.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        told = reason("serve.no_method", method=request.method, path=request.url.path)
        allowed = ", ".join(sorted(methods_at(paths, request.url.path)))
        return problem(405, told.key, say(told, said_in(request)), headers={"Allow": allowed})
    told = reason("serve.not_read", says=str(why.detail))
    return problem(why.status_code, told.key, say(told, said_in(request)), headers=why.headers)


async def _fault(request: Request, why: Exception) -> Response:
    name = f"urn:uuid:{uuid4()}"
    LOG.error("fault", extra={"instance": name, "path": request.url.path}, exc_info=why)
    told = reason("serve.fault")
    return problem(500, told.key, say(told, said_in(request)), instance=name)
