"""Quantities over the day that answers show beside their figures: how many satellites, which geometry."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from serai.needs import Lane, Series, exhibits_of
from serai.report.data.json import number
from serai.serve.worker.asked import Asked, text
from serai.serve.worker.view import CallerView
from serai.serve.worker.warm import WarmCorridor
from serai.time import Instant
from serai.wording import say

Told = dict[str, object]


def lanes_over_the_day(warm: WarmCorridor, asked: Asked) -> Iterator[Told]:
    """Each lane of each need that the caller sees: its moments, the quantity drawn, others beside it."""
    told, language = CallerView.of(warm, asked).told, text(asked, "language")
    answers = {answer.need.id: answer for answer in told.answers}
    yield {
        "corridor": told.corridor.id,
        "at": told.at.utc(),
        "lanes": [
            {
                "need": one.need.id,
                "title": say(lane.title, language),
                "about": say(lane.about, language),
                "times": [Instant(int(tai_ns)).utc() for tai_ns in lane.tai_ns],
                "drawn": series_told(lane.drawn, language),
                "beside": [series_told(series, language) for series in lane.beside],
            }
            for one in told.assessments
            if one.need.id in answers
            for lane in exhibits_of(Lane, answers[one.need.id].notes.exhibits)
        ],
    }


def series_told(series: Series, language: str) -> Told:
    """A quantity as far as its decimals are known."""
    values = np.round(series.values.astype(np.float64), series.decimals)
    return {
        "name": say(series.name, language),
        "unit": say(series.unit, language),
        "values": [number(value) for value in values.tolist()],
    }
