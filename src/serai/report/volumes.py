"""What the passes bring down to each station: how many, how much a pass, and which rates nobody published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from serai.needs import Answer, Assessment
from serai.outcome import Outcome
from serai.pool import Pool
from serai.report.markup import Markup, el, joined, table
from serai.report.words import asset_name, number, period, some

Row = Mapping[str, Any]
STEPS = ((1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (0.0, "kB"))
NAMED = 4  # satellites without a published rate; the others are counted


def station_rows(outcome: Outcome) -> tuple[Assessment | None, Sequence[Row]]:
    """The stations' volumes over the shortest period judged, with the need whose period that is."""
    found = [(outcome[a.need.id], rows) for a in outcome.answers if (rows := _rows(a))]
    if not found:
        return None, ()
    return min(found, key=lambda pair: (pair[0].within.duration_s, -len(pair[1])))


def path_rows(one: Assessment, answer: Answer | None) -> list[Row]:
    """The volumes of the stations on a need's path, over its own period."""
    return [row for row in _rows(answer) if row["station"] in one.path]


def volume_words(pool: Pool, one: Assessment, answer: Answer | None) -> str | None:
    """What the passes bring to the stations on a need's path, a sentence each; None where there is none."""
    return "; ".join(row_words(pool, row) for row in path_rows(one, answer)) or None


def row_words(pool: Pool, row: Row) -> str:
    """One station's passes in words: "Kashi hears 97 passes, 64 GB a pass in 31 of them (recalled) ..."."""
    passes = "1 pass" if row["passes"] == 1 else f"{row['passes']} passes"
    heard = f"{asset_name(pool, row['station'])} hears {passes}"
    if row["rain_db"] is not None:
        heard += f" (rain takes {row['rain_db']:.1f} dB in X band near the horizon, 99.5 % of the year)"
    silent = _silent(pool, row)
    if not row["known_passes"]:
        return f"{heard}; how much comes down is unknown: nobody published the rate of {silent}"
    each = f"{data(row['bits_per_pass'])} a pass"
    if row["known_passes"] == row["passes"]:
        return f"{heard}, {each} ({row['basis']})"
    return (
        f"{heard}, {each} in the {row['known_passes']} whose rates are known ({row['basis']}); "
        f"nobody published the rate of {silent}"
    )


def volumes_section(outcome: Outcome) -> Markup | None:
    """The stations with what their passes bring, most passes first."""
    need, rows = station_rows(outcome)
    if need is None:
        return None
    lede = (
        f"Free passes from {period(need.within)} of the satellites whose images may come down there under "
        "the terms in force. A pass brings the lesser of the satellite's and the station's rate while it "
        "lasts; where either is not published, what it brings is unknown. Rain is what X band loses at the "
        "lowest elevation of a contact, for 99.5 % of an average year."
    )
    headings = (
        "Station",
        "Passes",
        "A pass lasts",
        "A pass brings",
        "All that is known",
        "Rain takes",
        "Not published: rate of",
    )
    head = el("thead", el("tr", joined(el("th", h, scope="col") for h in headings)))
    ranked = sorted(rows, key=lambda r: (-r["known_bits"], -r["passes"], r["station"]))
    body = el("tbody", joined(_row(outcome.pool, row) for row in ranked))
    return el(
        "section",
        el("h2", "Data brought down"),
        el("p", lede, class_="lede"),
        table(head, body, class_="volumes"),
        id="volumes",
    )


def data(bits: float) -> str:
    """An amount of data in bytes, as an operator says it.

    >>> data(5.14e11), data(9.6e12)
    ('64.2 GB', '1.2 TB')
    """
    size = bits / 8.0
    least, unit = next(step for step in STEPS if size >= step[0])
    return f"{number(size / (least or 1e3))} {unit}"


def _rows(answer: Answer | None) -> Sequence[Row]:
    found = answer.notes.extra.get("station_volumes", ()) if answer is not None else ()
    return found if isinstance(found, Sequence) else ()


def _row(pool: Pool, row: Row) -> Markup:
    known = bool(row["known_passes"])
    each = data(row["bits_per_pass"]) if known else "unknown"
    rain = "unknown" if row["rain_db"] is None else f"{row['rain_db']:.1f} dB"
    whole = row["known_passes"] == row["passes"]
    of = "" if whole or not known else f"in {row['known_passes']} of {row['passes']} passes"
    return el(
        "tr",
        el("td", el("strong", asset_name(pool, row["station"]))),
        el("td", row["passes"], class_="number", data_label="passes"),
        el(
            "td",
            f"{row['seconds'] / row['passes'] / 60.0:.1f} min",
            class_="number",
            data_label="a pass lasts",
        ),
        el(
            "td",
            each,
            el("small", row["basis"]) if known else None,
            class_="number",
            data_label="a pass brings",
        ),
        el(
            "td",
            data(row["known_bits"]) if known else "unknown",
            el("small", of) if of else None,
            class_="number",
            data_label="all that is known",
        ),
        el("td", rain, title=row["rain_by"] or None, class_="number", data_label="rain takes"),
        el("td", _silent(pool, row), data_label="not published: rate of"),
        class_=None if known else "unknown",
    )


def _silent(pool: Pool, row: Row) -> str:
    return some([asset_name(pool, i) for i in row["silent"]], NAMED)
