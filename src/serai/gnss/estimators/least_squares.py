"""Least squares with correlated observations, small and dense, for compiled loops."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.jit import compiled

Floats = NDArray[np.float64]

SINGULAR = 1e-12  # a pivot this small against the largest is rounding: the unknown is not determined


@compiled
def cholesky(a: Floats, n: int) -> bool:
    """Replace the lower half of a positive definite (n, n) by its Cholesky factor; False if it is not one."""
    for j in range(n):
        d = a[j, j]
        for k in range(j):
            d -= a[j, k] * a[j, k]
        if not d > 0.0:
            return False
        d = np.sqrt(d)
        a[j, j] = d
        for i in range(j + 1, n):
            s = a[i, j]
            for k in range(j):
                s -= a[i, k] * a[j, k]
            a[i, j] = s / d
    return True


@compiled
def forward(low: Floats, n: int, b: Floats, columns: int) -> None:
    """Replace the columns of b (n, columns) by the solution of low x = b."""
    for i in range(n):
        for k in range(i):
            w = low[i, k]
            if w != 0.0:
                for c in range(columns):
                    b[i, c] -= w * b[k, c]
        d = low[i, i]
        for c in range(columns):
            b[i, c] /= d


@compiled
def lower_inverse(low: Floats, n: int, out: Floats) -> None:
    """The inverse of a lower triangular matrix, into the lower half of ``out``."""
    for j in range(n):
        out[j, j] = 1.0 / low[j, j]
        for i in range(j + 1, n):
            s = 0.0
            for k in range(j, i):
                s -= low[i, k] * out[k, j]
            out[i, j] = s / low[i, i]


@compiled
def solve(
    h: Floats, y: Floats, covariance: Floats, n: int, m: int, x: Floats, inverse: Floats, normal: Floats
) -> bool:
    """Generalised least squares y = h x with a covariance of the n observations, m unknowns.

    Fills ``x`` (m) and ``inverse`` (m, m), the covariance of x. ``covariance`` becomes its Cholesky factor,
    h and y are whitened in place (so y - h x are the whitened residuals). False when it cannot be solved.
    """
    if n < m or not cholesky(covariance, n):
        return False
    forward(covariance, n, h, m)
    for i in range(n):
        s = y[i]
        for k in range(i):
            s -= covariance[i, k] * y[k]
        y[i] = s / covariance[i, i]
    for a in range(m):
        for b in range(a + 1):
            s = 0.0
            for i in range(n):
                s += h[i, a] * h[i, b]
            normal[a, b] = s
    if not _invert(normal, m, inverse):
        return False
    for a in range(m):
        s = 0.0
        for i in range(n):
            s += h[i, a] * y[i]
        normal[a, 0] = s
    for a in range(m):
        s = 0.0
        for b in range(m):
            s += inverse[a, b] * normal[b, 0]
        x[a] = s
    return True


@compiled
def _invert(normal: Floats, m: int, inverse: Floats) -> bool:
    """The inverse of a normal matrix (its lower half is read and spoilt); False where it has no full rank."""
    for a in range(m):
        if not normal[a, a] > 0.0:
            return False
    scale = normal[0, 0]
    for a in range(m):
        scale = max(scale, normal[a, a])
    if not cholesky(normal, m):
        return False
    for a in range(m):
        if normal[a, a] * normal[a, a] < SINGULAR * scale:
            return False
    lower_inverse(normal, m, inverse)
    for a in range(m):  # L^-T L^-1
        for b in range(a + 1):
            s = 0.0
            for k in range(a, m):
                s += inverse[k, a] * inverse[k, b]
            normal[a, b] = s
    for a in range(m):
        for b in range(a + 1):
            inverse[a, b] = normal[a, b]
            inverse[b, a] = normal[a, b]
    return True
