"""Arrays of numbers as numpy keeps them (.npy), read within the bounds of the bytes that are there."""

from __future__ import annotations

import io
from tokenize import TokenError

import numpy as np
from numpy.typing import NDArray

from serai.files.data import BadData
from serai.wording import reason

MAGIC = b"\x93NUMPY"


def array_of(raw: bytes, file: str) -> NDArray[np.float64]:
    """The numbers of an .npy file in double precision; refused (`BadData`) where it is none."""
    if not raw.startswith(MAGIC):
        raise BadData(file, reason("files.no_array"))
    try:
        found = np.load(io.BytesIO(raw), allow_pickle=False)
        if found.dtype.kind not in "fiu":
            raise BadData(file, reason("files.no_array"))
        return np.asarray(found, dtype=np.float64)
    except BadData:
        raise
    # a damaged header is evaluated by numpy as Python, and a giant shape is asked of the memory
    except (ValueError, EOFError, TypeError, SyntaxError, TokenError, OverflowError, MemoryError, KeyError):
        raise BadData(file, reason("files.no_array")) from None
