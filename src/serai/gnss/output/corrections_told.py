"""What a correction service gave a track: the share of epochs, the bounds, why the others went without."""

from __future__ import annotations

from collections import Counter

import numpy as np

from serai.gnss.solution import Track
from serai.time import utc_texts
from serai.wording import percent

MOST = 3  # reasons told in words; all of them stand in the JSON


def corrections_text(name: str, track: Track) -> str:
    """In lines: the file's name, the share corrected, median protection levels, the commonest reasons."""
    lines = [f"corrected by {name}: {percent(float(track.solved.mean()))} of the epochs"]
    if track.protection_m is not None:
        levels = [
            f"{what} {np.nanmedian(of):.1f} m"
            for what, of in zip(("HPL", "VPL"), track.protection_m.T, strict=True)
            if np.isfinite(of).any()
        ]
        lines.append(f"median protection levels, precision approach: {', '.join(levels)}")
    reasons = Counter(str(note) for note in track.notes if note)
    lines += [f"{count} epochs without: {note}" for note, count in reasons.most_common(MOST)]
    return "\n".join(lines)


def corrections_json(name: str, sender: int | None, track: Track) -> dict[str, object]:
    """The same as an object, with the reason of every epoch that went without."""
    missed = [e for e, note in enumerate(track.notes) if note]
    times = utc_texts(track.tai_ns[missed], decimals=3)
    return {
        "file": name,
        "sender": sender,
        "share": round(float(track.solved.mean()), 4),
        "without": [
            {"time": time, "why": str(track.notes[e])} for time, e in zip(times, missed, strict=True)
        ],
    }
