"""Several questions in one process: what somebody may see, by a name, and then each answer or refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from serai.errors import Refused
from serai.serve.worker import messages
from serai.serve.worker.asked import Asked, objects, text
from serai.serve.worker.messages import json_bytes
from serai.serve.worker.view import CallerView
from serai.serve.worker.warm import WarmCorridor

Answered = Callable[[WarmCorridor, Asked], Iterable[Mapping[str, object] | bytes]]


def several(answered: Answered, warm: WarmCorridor, asked: Asked) -> Iterator[bytes]:
    """The name of the asker's view; then a message for each question asked: its answer, or a refusal."""
    yield CallerView.of(warm, asked).name.encode()
    viewer = {"viewer": asked.get("viewer")}
    for one in objects(asked, "asked"):
        try:
            parts = answered(warm, {**one, **viewer})
            yield messages.part(b"".join(p if isinstance(p, bytes) else json_bytes(p) for p in parts))
        except Refused as refused:
            yield messages.refusal(refused, text(one, "language"))
