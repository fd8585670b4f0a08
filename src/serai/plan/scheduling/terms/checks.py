"""What makes terms impossible to read: a quota below zero, a term for nobody, an unknown state."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from serai.plan.scheduling.checks import at_least, known, named_once
from serai.plan.scheduling.nouns import Resource
from serai.plan.scheduling.terms.nouns import (
    AMOUNTS,
    GRANTED,
    REFUSED,
    UNKNOWN,
    Licence,
    OwnUse,
    SharingPartner,
    UseQuota,
)
from serai.wording import Reason, reason

STATES = (GRANTED, REFUSED, UNKNOWN)


def quotas_wrong(
    quotas: Sequence[UseQuota], resources: Collection[str], parties: Collection[str]
) -> Iterator[Reason]:
    """What is wrong with the quotas."""
    yield from named_once("quota", [one.id for one in quotas])
    for one in quotas:
        where = reason("schedule.of_quota", id=one.id)
        yield from _on(one, where, resources)
        if one.of not in AMOUNTS:
            yield reason("schedule.quota_of", where=where, known=AMOUNTS, got=one.of)
        figures = {"taken": one.taken} | ({} if one.at_most is None else {"at_most": one.at_most})
        yield from at_least(where, figures, 0)
        yield from _nobody(where, one.parties, parties)


def own_uses_wrong(
    own: Sequence[OwnUse], resources: Collection[str], parties: Collection[str]
) -> Iterator[Reason]:
    """What is wrong with what owners want for themselves."""
    yield from named_once("own use", [one.id for one in own])
    for one in own:
        where = reason("schedule.of_own_use", id=one.id)
        yield from _on(one, where, resources)
        if one.of not in AMOUNTS:
            yield reason("schedule.quota_of", where=where, known=AMOUNTS, got=one.of)
        yield from at_least(where, {"at_least": one.at_least}, 0)
        yield from _nobody(where, (one.owner,), parties)


def _on(one: UseQuota | OwnUse, where: Reason, resources: Collection[str]) -> Iterator[Reason]:
    yield from known("resource", one.on, resources, where)
    if not one.on:
        yield reason("schedule.on_nothing", where=where)
    if one.start is not None and one.end is not None and one.end <= one.start:
        yield reason("schedule.backwards", where=where, start=one.start, end=one.end)


def _nobody(where: Reason, named: Sequence[str], parties: Collection[str]) -> Iterator[Reason]:
    for name in named:
        if name not in parties:
            yield reason("schedule.for_nobody", where=where, party=name)


def licences_wrong(licences: Sequence[Licence]) -> Iterator[Reason]:
    """What is wrong with the licences."""
    yield from named_once("licence", [one.id for one in licences])
    for one in licences:
        if one.state not in STATES:
            where = reason("schedule.of_licence", id=one.id)
            yield reason("schedule.licence_state", where=where, known=STATES, got=one.state)


def partners_wrong(partners: Sequence[SharingPartner]) -> Iterator[Reason]:
    """A partner that is there twice, or has no name."""
    yield from named_once("partner", [one.id for one in partners])
    if any(not one.id for one in partners):
        yield reason("schedule.partner_unnamed")


def kept_back_wrong(resources: Sequence[Resource]) -> Iterator[Reason]:
    """Windows that end before they start, or are kept back by nobody."""
    for one in resources:
        where = reason("schedule.of_resource", id=one.id)
        for start, end in one.kept_back:
            if end <= start:
                yield reason("schedule.backwards", where=where, start=start, end=end)
        if one.kept_back and not one.owner:
            yield reason("schedule.kept_by_nobody", where=where)
