"""The states of a network whose links hang on causes, path by path, the likeliest first: compiled.

The likeliest path is found by E. W. Dijkstra's search, the likeliest set of states by a heap.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.jit import alone, compiled

F = NDArray[np.float64]
Integers = NDArray[np.int64]
Bytes = NDArray[np.int8]

FREE, UP, DOWN = 0, 1, 2  # of a cause in a set of states: it may be either, or is known to be
SMALLEST = 1e-12  # of a link's weight, so that ways without a cause are not all alike
OPEN, JOINED, PARTED = 0, 1, 2  # of a set: nobody looked, the ends are joined, or are not
BEST, VIA, DONE = 0, 1, 2  # rows of what is worked in


@compiled
def _length(causes: Integers, first: int, last: int, weight: F, state: Bytes) -> float:
    """How unlikely a link is in a state: infinite where one of its causes is down."""
    length = SMALLEST
    for at in range(first, last):
        if state[causes[at]] == DOWN:
            return np.inf
        if state[causes[at]] == FREE:
            length += weight[causes[at]]
    return length


@compiled
def _nearest(work: F) -> int:
    """The node nearest to the start of those not done yet; -1 where none can be reached."""
    here, away = -1, np.inf
    for node in range(work.shape[1]):
        if work[DONE, node] == 0.0 and work[BEST, node] < away:
            here, away = node, work[BEST, node]
    return here


@compiled
def _likeliest(
    ties: Integers,
    beside: Integers,
    first: Integers,
    causes: Integers,
    first_cause: Integers,
    weight: F,
    state: Bytes,
    start: int,
    end: int,
    work: F,
    found: Bytes,
) -> int:
    """Mark in ``found`` (causes,) what the likeliest path between two nodes hangs on; 0 if there is none."""
    nodes = work.shape[1]
    for node in range(nodes):
        work[BEST, node], work[VIA, node], work[DONE, node] = np.inf, -1.0, 0.0
    work[BEST, start] = 0.0
    here = _nearest(work)
    while here >= 0 and here != end:
        work[DONE, here] = 1.0
        for at in range(first[here], first[here + 1]):
            k = beside[at]
            further = work[BEST, here] + _length(causes, first_cause[k], first_cause[k + 1], weight, state)
            other = ties[k, 0] + ties[k, 1] - here
            if further < work[BEST, other]:
                work[BEST, other], work[VIA, other] = further, k
        here = _nearest(work)
    if here < 0:
        return 0
    while here != start:
        k = int(work[VIA, here])
        for c in range(first_cause[k], first_cause[k + 1]):
            found[causes[c]] = 1
        here = ties[k, 0] + ties[k, 1] - here
    return 1


@compiled
def _before(likely: F, one: int, other: int) -> bool:
    """Which of two sets of states is looked at first: the likelier, of equals the one found first."""
    return likely[one] > likely[other] or (likely[one] == likely[other] and one < other)


@compiled
def _push(heap: Integers, size: int, likely: F, row: int) -> None:
    """Put a row on the heap, of which ``size`` places are taken."""
    at = size
    while at > 0 and _before(likely, row, heap[(at - 1) // 2]):
        heap[at] = heap[(at - 1) // 2]
        at = (at - 1) // 2
    heap[at] = row


@compiled
def _pop(heap: Integers, size: int, likely: F) -> int:
    """Take the first row off a heap of ``size``."""
    top, row, at = int(heap[0]), heap[size - 1], 0
    while 2 * at + 1 < size - 1:
        child = 2 * at + 1
        if child + 1 < size - 1 and _before(likely, heap[child + 1], heap[child]):
            child += 1
        if not _before(likely, heap[child], row):
            break
        heap[at] = heap[child]
        at = child
    heap[at] = row
    return top


@compiled
def _enough(open_: F, within: F) -> bool:
    """Whether what nobody looked at weighs little enough in every case."""
    worst = 0.0
    for case in range(len(within)):
        worst = max(worst, open_[case] - within[case])
    return worst <= 0.0


@compiled
def _parted(
    row: int, used: int, order: Integers, path: Bytes, up: F, states: Bytes, mass: F, open_: F
) -> int:
    """Fix the causes of a path as up in a row, one by one, and put a row for each that is down after it.

    Answers how many rows are used then.
    """
    for place in range(len(order)):
        cause = order[place]
        if path[cause] == 0 or states[row, cause] != FREE:
            continue
        for other in range(states.shape[1]):
            states[used, other] = states[row, other]
        states[used, cause], states[row, cause] = DOWN, UP
        for case in range(up.shape[1]):
            mass[used, case] = mass[row, case] * (1.0 - up[cause, case])
            mass[row, case] *= up[cause, case]
            open_[case] += mass[used, case]
        used += 1
    return used


@alone
def disjoint_sets(
    ties: Integers, beside: Integers, first: Integers, causes: Integers, first_cause: Integers,
    weight: F, up: F, order: Integers, start: int, end: int, within: F, most: int,
    states: Bytes, kind: Bytes, mass: F, likely: F, heap: Integers, work: F, path: Bytes, open_: F,
) -> int:  # fmt: skip
    """Sets of states that do not meet: joined, parted, and open where nobody looked; answers how many.

    ``ties`` (links, 2) are pairs of nodes. Those at node n are ``beside[first[n]:first[n + 1]]``; link k
    hangs on ``causes[first_cause[k]:first_cause[k + 1]]``. ``up`` (causes, cases) are the chances, the first
    case the one by which the likeliest set is looked at next; ``weight`` (causes,) is -ln of its chances and
    ``order`` the causes in the order in which they are fixed. Sought until what is open weighs at most
    ``within`` (cases,), or ``most`` sets were made. Each set has a row: of ``states`` (rows, causes), of
    ``kind`` and of ``mass`` (rows, cases). ``likely``, ``heap`` (rows,), ``work`` (3, nodes), ``path``
    (causes,) and ``open_`` (cases,) are room to work in.
    """
    states[0], mass[0], open_[:], kind[0], likely[0], heap[0] = FREE, 1.0, 1.0, OPEN, 1.0, 0
    used, size = 1, 1
    while size > 0 and used < most and not _enough(open_, within):
        row, size = _pop(heap, size, likely), size - 1
        for case in range(len(within)):
            open_[case] -= mass[row, case]
        path[:] = 0
        if not _likeliest(
            ties, beside, first, causes, first_cause, weight, states[row], start, end, work, path
        ):
            kind[row] = PARTED
            continue
        before, used = used, _parted(row, used, order, path, up, states, mass, open_)
        kind[row] = JOINED
        for new in range(before, used):
            kind[new], likely[new] = OPEN, mass[new, 0]
            _push(heap, size, likely, new)
            size += 1
    return used
