"""In which language an answer is said: as the address asks (?language=), else as the header prefers."""

from __future__ import annotations

from serai.errors import Refused
from serai.wording.catalogue import ENGLISH, PSEUDO, languages


def known_languages() -> tuple[str, ...]:
    """Every language that sentences can be said in; the pseudo-language shows what is not translated."""
    return (*languages(), PSEUDO)


def language_of(asked: str | None, accepts: str) -> str:
    """The language to answer in: the one named, refused where there is none such; else the one preferred.

    A header that names none of ours is answered in English (RFC 9110, 12.5.4).

    >>> language_of(None, "fr;q=0.8, en;q=0.5"), language_of("EN", "")
    ('en', 'en')
    """
    known = {one.casefold(): one for one in known_languages()}
    if asked is not None:
        if asked.casefold() not in known:
            raise Refused("serve.no_language", got=asked, known=tuple(known))
        return known[asked.casefold()]
    for tag in _by_preference(accepts):
        found = known.get(tag) or known.get(tag.partition("-")[0])
        if found is not None:
            return found
    return ENGLISH


def _by_preference(accepts: str) -> list[str]:
    """The tags of an Accept-Language header, the most wanted first, without those that are not wanted."""
    weighed = []
    for place, part in enumerate(accepts.split(",")[:20]):
        tag, _, weight = part.partition(";")
        quality = _quality(weight)
        if tag.strip() and quality > 0.0:
            weighed.append((-quality, place, tag.strip().casefold()))
    return [tag for _, _, tag in sorted(weighed)]


def _quality(said: str) -> float:
    """The weight of a preference, 1 where none is said and 0 where it cannot be read."""
    name, _, value = said.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
