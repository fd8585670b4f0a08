"""Small networks at random, and how likely their ends are joined by counting every state of their causes."""

from __future__ import annotations

import numpy as np

from serai.connect.year.reduction import Tie


def joined(links, states):
    """In which states (states, causes) of the causes nodes 0 and 1 are joined, by growing what 0 reaches."""
    nodes = max([1, *(node for link in links for node in (link.a, link.b))]) + 1
    reached = np.zeros((len(states), nodes), dtype=bool)
    reached[:, 0] = True
    stands = [states[:, sorted(link.causes)].all(axis=1) for link in links]
    for _ in range(nodes):
        for link, up in zip(links, stands, strict=True):
            either = (reached[:, link.a] | reached[:, link.b]) & up
            reached[:, link.a] |= either
            reached[:, link.b] |= either
    return reached[:, 1]


def by_states(links, up):
    """The share of all states of the causes in which nodes 0 and 1 are joined."""
    states = (np.arange(2 ** len(up))[:, None] >> np.arange(len(up)) & 1).astype(bool)
    chance = np.where(states, up, 1.0 - np.asarray(up)).prod(axis=1)
    return float(chance[joined(links, states)].sum())


def at_random(seed):
    """A network of up to 6 nodes and 16 causes, some of which several links hang on."""
    rng = np.random.default_rng(seed)
    nodes, causes = int(rng.integers(2, 7)), int(rng.integers(1, 17))
    links = []
    for _ in range(int(rng.integers(1, 12))):
        a, b = (int(x) for x in rng.choice(nodes, 2, replace=False))
        hung = rng.choice(causes, int(rng.integers(0, min(3, causes) + 1)), replace=False)
        links.append(Tie(a=a, b=b, causes=frozenset(int(c) for c in hung)))
    return links, rng.uniform(0.3, 1.0, causes)
