"""Whatever happens to a file, the folder is read or refused in sentences: never a fault of the program."""

from __future__ import annotations

import random

from tests.corridor.conftest import SERVICES, TOWNS

from serai.corridor import check

JUNK = (
    *("", "-1", "nan", "1e400", "9" * 30, "yes", "é", "\0", ";", "owner:", "group:", "a:b", '"', "\n", "\r"),
    *(
        "0:5 90",
        "2026-13-45",
        "T01",
        "kashi",
        "1_0",
        "٣",
        "180.0001",
        "\u2028",
        "country:",
        "everyone;",
        "x" * 999,
    ),
)
ROUNDS = 250


def spoil(text: bytes, rng: random.Random) -> bytes:
    """One cell replaced, one byte changed, the end cut off, or two lines exchanged."""
    how = rng.random()
    at = rng.randrange(len(text))
    if how < 0.15:
        return text[:at] + bytes([rng.randrange(256)]) + text[at + 1 :]
    if how < 0.25:
        return text[:at]
    lines = text.decode().split("\n")
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    if how < 0.35:
        lines[a], lines[b] = lines[b], lines[a]
    else:
        cells = lines[a].split(",")
        cells[rng.randrange(len(cells))] = rng.choice(JUNK)
        lines[a] = ",".join(cells)
    return "\n".join(lines).encode()


def test_a_folder_spoilt_at_random_is_read_or_refused(valleys):
    rng = random.Random(20260822)
    files = sorted(valleys.path.iterdir())
    refused = 0
    for _ in range(ROUNDS):
        file = rng.choice(files)
        whole = file.read_bytes()
        file.write_bytes(spoil(whole, rng))
        report = check(valleys.path, SERVICES, [TOWNS])
        refused += not report.sound
        assert all(": " in str(p) and "\n" not in str(p.expected) for p in report.problems)
        file.write_bytes(whole)
    assert ROUNDS / 4 < refused < ROUNDS
