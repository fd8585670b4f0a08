"""Small networks at random, and how likely their ends are joined by counting every state of their causes."""

from __future__ import annotations

from itertools import product

import numpy as np

from serai.connect.year.reduction import Tie


def by_states(links, up):
    """The share of all states of the causes in which nodes 0 and 1 are joined."""
    total = 0.0
    for state in product((False, True), repeat=len(up)):
        chance = float(np.prod([u if s else 1.0 - u for u, s in zip(up, state, strict=True)]))
        reached, grown = {0}, True
        while grown:
            grown = False
            for link in links:
                if all(state[c] for c in link.causes) and (link.a in reached) != (link.b in reached):
                    reached |= {link.a, link.b}
                    grown = True
        total += chance * (1 in reached)
    return total


def at_random(seed):
    """A network of up to 6 nodes and 11 causes, some of which several links hang on."""
    rng = np.random.default_rng(seed)
    nodes, causes = int(rng.integers(2, 7)), int(rng.integers(1, 12))
    links = []
    for _ in range(int(rng.integers(1, 10))):
        a, b = (int(x) for x in rng.choice(nodes, 2, replace=False))
        hung = rng.choice(causes, int(rng.integers(0, min(3, causes) + 1)), replace=False)
        links.append(Tie(a=a, b=b, causes=frozenset(int(c) for c in hung)))
    return links, rng.uniform(0.3, 1.0, causes)
