"""Ambiguity resolution by the LAMBDA method: integer least squares.

P. J. G. Teunissen, J. Geodesy 70 (1995) 65 (decorrelation); X.-W. Chang, X. Yang, T. Zhou, J. Geodesy 79
(2005) 552 (MLAMBDA: the order of permutations and the shrinking search). A solution is trusted when the
second best integers fit several times worse than the best (ratio test; S. Verhagen, P. J. G. Teunissen, GPS
Solutions 17 (2013) 535).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from serai.jit import compiled

Floats = NDArray[np.float64]

SEARCHED_AT_MOST = 200_000  # nodes of the search tree; a sound ambiguity set needs a few hundred


def integer_least_squares(
    float_cycles: Floats, covariance: Floats, candidates: int = 2
) -> tuple[Floats, Floats]:
    """Ambiguity resolution: best integer vectors (candidates, n) for float ones (n,); squared distances."""
    n = len(float_cycles)
    low, d = _factor(np.asarray(covariance, dtype=np.float64))
    z = np.eye(n)
    _reduce(low, d, z)
    turned = z.T @ float_cycles
    found, distance, _ = _search(low, d, turned, candidates, SEARCHED_AT_MOST)
    back = np.linalg.solve(z.T, found.T).T
    return np.round(back), distance


def success_rate(covariance: Floats) -> float:
    """The bootstrapped chance that rounding the decorrelated ambiguities gives the right integers.

    P. J. G. Teunissen, J. Geodesy 72 (1998) 606: a product of 2 Phi(1 / (2 sigma)) - 1.
    """
    low, d = _factor(np.asarray(covariance, dtype=np.float64))
    _reduce(low, d, np.eye(len(d)))
    half = 0.5 / np.sqrt(np.maximum(d, 1e-300))
    return float(np.prod([math.erf(x / math.sqrt(2.0)) for x in half]))


@compiled
def _factor(q: Floats) -> tuple[Floats, Floats]:
    """Q = L' D L with unit lower L, as the decorrelation wants it."""
    n = q.shape[0]
    a, low, d = q.copy(), np.zeros((n, n)), np.zeros(n)
    for i in range(n - 1, -1, -1):
        d[i] = a[i, i]
        root = np.sqrt(max(a[i, i], 1e-300))
        for j in range(i + 1):
            low[i, j] = a[i, j] / root
        for j in range(i):
            for k in range(j + 1):
                a[j, k] -= low[i, k] * low[i, j]
        for j in range(i + 1):
            low[i, j] /= low[i, i]
    return low, d


@compiled
def _gauss(low: Floats, z: Floats, i: int, j: int) -> None:
    mu = np.round(low[i, j])
    if mu != 0.0:
        for k in range(i, low.shape[0]):
            low[k, j] -= mu * low[k, i]
        for k in range(low.shape[0]):
            z[k, j] -= mu * z[k, i]


@compiled
def _reduce(low: Floats, d: Floats, z: Floats) -> None:
    """Integer transformations that make L nearly diagonal and D rising: neighbours change places."""
    n = low.shape[0]
    j = k = n - 2
    while j >= 0:
        if j <= k:
            for i in range(j + 1, n):
                _gauss(low, z, i, j)
        delta = d[j] + low[j + 1, j] ** 2 * d[j + 1]
        if delta + 1e-6 < d[j + 1]:
            eta, lam = d[j] / delta, d[j + 1] * low[j + 1, j] / delta
            d[j], d[j + 1] = eta * d[j + 1], delta
            for i in range(j):
                a0, a1 = low[j, i], low[j + 1, i]
                low[j, i] = -low[j + 1, j] * a0 + a1
                low[j + 1, i] = eta * a0 + lam * a1
            low[j + 1, j] = lam
            for i in range(j + 2, n):
                low[i, j], low[i, j + 1] = low[i, j + 1], low[i, j]
            for i in range(n):
                z[i, j], z[i, j + 1] = z[i, j + 1], z[i, j]
            j, k = n - 2, j
        else:
            j -= 1


@compiled
def _search(low: Floats, d: Floats, zs: Floats, m: int, nodes: int) -> tuple[Floats, Floats, bool]:
    """Depth-first search for the m nearest integer vectors, the ellipsoid shrinking with each found."""
    n = low.shape[0]
    found, distance = np.zeros((m, n)), np.full(m, np.inf)
    s, zb, z, step, dist = np.zeros((n, n)), np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n)
    k = n - 1
    zb[k] = zs[k]
    z[k] = np.round(zb[k])
    step[k] = 1.0 if zb[k] - z[k] > 0.0 else -1.0
    have, largest, limit = 0, 0, np.inf
    for _ in range(nodes):
        new = dist[k] + (zb[k] - z[k]) ** 2 / d[k]
        if new < limit:
            if k > 0:
                k -= 1
                dist[k] = new
                for i in range(k + 1):
                    s[k, i] = s[k + 1, i] + (z[k + 1] - zb[k + 1]) * low[k + 1, i]
                zb[k] = zs[k] + s[k, k]
                z[k] = np.round(zb[k])
                step[k] = 1.0 if zb[k] - z[k] > 0.0 else -1.0
                continue
            if have < m:
                place = have
                have += 1
            else:
                place = largest
            found[place], distance[place] = z, new
            if have == m:
                largest = int(np.argmax(distance))
                limit = distance[largest]
        else:
            if k == n - 1:
                break
            k += 1
        z[k] += step[k]
        step[k] = -step[k] - (1.0 if step[k] > 0.0 else -1.0)
    order = np.argsort(distance)
    return found[order], distance[order], have == m
