"""Least squares with correlated observations, small and dense, for compiled loops."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.jit import compiled

Floats = NDArray[np.float64]

SINGULAR = 1e-12  # a pivot this small against the largest is rounding: the unknown is not determined


@compiled
def cholesky(a: Floats, n: int) -> bool:
    """Replace the lower half of a positive definite (n, n) by its Cholesky factor; False if it is not one.

    The upper half becomes the factor's transpose: worked out there, along rows, sums are of neighbours.
    """
    for i in range(n):
        for j in range(i):
            a[j, i] = a[i, j]
    for k in range(n):
        if not a[k, k] > 0.0:
            return False
        d = np.sqrt(a[k, k])
        a[k, k] = d
        for j in range(k + 1, n):
            a[k, j] /= d
        for i in range(k + 1, n):
            w = a[k, i]
            for j in range(i, n):
                a[i, j] -= w * a[k, j]
    for i in range(n):
        for j in range(i):
            a[i, j] = a[j, i]
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
    for i in range(n):
        for j in range(i):
            out[i, j] = 0.0
        for k in range(i):
            w = low[i, k]
            for j in range(k + 1):
                out[i, j] -= w * out[k, j]
        d = low[i, i]
        for j in range(i):
            out[i, j] /= d
        out[i, i] = 1.0 / d


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
    if not inverse_of_normal(h, n, m, inverse, normal):
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
def inverse_of_normal(h: Floats, n: int, m: int, inverse: Floats, normal: Floats) -> bool:
    """The inverse of h' h, (m, m), of n observations alike; False where they do not tell the unknowns."""
    if n < m:
        return False
    for a in range(m):
        for b in range(a + 1):
            s = 0.0
            for i in range(n):
                s += h[i, a] * h[i, b]
            normal[a, b] = s
    return _invert(normal, m, inverse)


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
