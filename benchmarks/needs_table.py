"""The needs of the reference corridor before and after verdicts came to be judged as they are: docs/needs.md.

Run: serai assess --json > answer.json; .venv/bin/python -m benchmarks.needs_table answer.json
Records the answer's states in needs_after.csv and writes the page; without an answer it writes the page
from what is recorded. needs_before.csv holds what commit 07c8b73 said of the same day, needs_changes.csv
why a need that changed has changed. A test asks that the page is what these tables give and that no change
lacks its reason.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

from serai.files.whole import put

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "needs.md"
AFTER = (
    "need",
    "state",
    "share",
    "met_days",
    "days",
    "fortnight",
    "verdict",
    "state_without",
    "share_without",
)
HEAD = """# The needs of the reference corridor, before and after

Every need of the reference corridor from 2026-08-22T00:00:00Z: what was said of it before verdicts were
judged as [concepts](concepts.md) tells (commit 07c8b73), and what is said now. *Day* is the state with
the certain share of the time (or of requests or images); *fortnight* the state of the mean of fourteen
days, with the days on which the need is met; *verdict* the worse of the two, and of the year where a share of
one is asked. Where a need is asked under
a premise, day and verdict are those under it, and *without its premise* is beside. Written by
`benchmarks/needs_table.py`.

| need | before | day | fortnight | verdict | without its premise | what changed, and why |
|---|---|---|---|---|---|---|
"""


def main(answer: Path | None) -> None:
    """Record an answer, where one is given, and write the page."""
    if answer is not None:
        found = json.loads(answer.read_text(encoding="utf-8"))
        put(HERE / "needs_after.csv", recorded(found["needs"]))
    put(PAGE, page())
    print(f"{PAGE}: {len(changed())} of {len(rows('before'))} needs changed")


def recorded(needs: list[dict[str, object]]) -> str:
    """The states of an answer's needs, as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, AFTER, lineterminator="\n")
    writer.writeheader()
    for need in sorted(needs, key=lambda n: str(n["id"])):
        ahead, premise = need.get("fortnight") or {}, need.get("premise") or {}
        assert isinstance(ahead, dict)
        assert isinstance(premise, dict)
        states = ahead.get("states", [])
        writer.writerow(
            {
                "need": need["id"],
                "state": need["state"],
                "share": _digits(need["share_met"]),
                "met_days": states.count("met") if states else "",
                "days": len(states) or "",
                "fortnight": ahead.get("state", ""),
                "verdict": need["verdict"],
                "state_without": premise.get("state_without", ""),
                "share_without": _digits(premise.get("share_without")),
            }
        )
    return out.getvalue()


def rows(name: str) -> dict[str, dict[str, str]]:
    """The rows of one of the three tables, by need."""
    with (HERE / f"needs_{name}.csv").open(encoding="utf-8", newline="") as lines:
        return {row["need"]: row for row in csv.DictReader(lines)}


def changed() -> list[str]:
    """The needs whose day, share or verdict is another than before."""
    before, after = rows("before"), rows("after")
    return [
        need
        for need, was in before.items()
        if (after[need]["state"], after[need]["share"]) != (was["state"], was["share"])
        or after[need]["verdict"] != was["state"]
    ]


def page() -> str:
    """The page as the tables give it."""
    before, after, why = rows("before"), rows("after"), rows("changes")
    lines = []
    for need, was in before.items():
        now = after[need]
        days = f"{now['fortnight']}, {now['met_days']} of {now['days']} days" if now["days"] else "-"
        without = _said(now["state_without"], now["share_without"]) if now["state_without"] else "-"
        reason = why[need]["why"] if need in why else "-"
        cells = (
            need,
            _said(was["state"], was["share"]),
            _said(now["state"], now["share"]),
            days,
            now["verdict"],
        )
        lines.append("| " + " | ".join((*cells, without, reason)) + " |")
    return HEAD + "\n".join(lines) + "\n"


def _said(state: str, share: str) -> str:
    return f"{state}, {100.0 * float(share):.1f} %" if share else state


def _digits(share: object) -> str:
    return "" if share is None else f"{float(str(share)):.4f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
