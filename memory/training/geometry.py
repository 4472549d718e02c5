"""Convex hulls, Delaunay triangulations and tours, with labels, and how outputs are judged.

Points are uniform in the unit square, numbered from 1. The orders are those of Pointer Networks: a
hull runs counter-clockwise from its lowest number; triangles have rising numbers and are sorted by
their incentres; a tour starts at point 1 (and goes to the lower of its neighbours, which the paper
leaves open).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy.spatial import ConvexHull, Delaunay

from memory.errors import EngramError

Points = npt.NDArray[np.float64]  # (n, 2)
Numbers = list[int]

_SMALL = 12  # points of problems whose hulls are found at once, by comparing all with all
MOST_CITIES = 20  # more would take the exact method hours


class GeometryError(EngramError, ValueError):
    """A problem of a size that has no exact label here."""


def hull(points: Points) -> Numbers:
    """The corners of the convex hull, counter-clockwise, the lowest number first."""
    found: Numbers = (ConvexHull(points).vertices + 1).tolist()
    start = found.index(min(found))
    return [*found[start:], *found[:start]]


def hulls(problems: npt.NDArray[np.float64]) -> list[Numbers]:
    """The hulls of many problems of one size; small ones at once, Qhull's calls would cost more."""
    if problems.shape[1] > _SMALL:
        return [hull(points) for points in problems]
    following = _following(problems)
    return [_walk(row) for row in following.tolist()]


def _following(problems: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """After corner i the hull goes to the j that has all others on its left; -1 for the rest."""
    way = problems[:, None] - problems[:, :, None]  # (count, i, j, 2)
    x, y = way[..., 0], way[..., 1]
    left = x[..., None] * y[:, :, None] - y[..., None] * x[:, :, None]  # (count, i, j, k)
    side = (left >= 0).all(-1) & ~np.eye(problems.shape[1], dtype=bool)
    found: npt.NDArray[np.int64] = np.where(side.any(-1), side.argmax(-1), -1)
    return found


def _walk(following: Numbers) -> Numbers:
    """Numbers of the corners, from the lowest."""
    start = next(i for i, j in enumerate(following) if j >= 0)
    found, at = [start + 1], following[start]
    while at != start:
        found.append(at + 1)
        at = following[at]
    return found


def triangulation(points: Points) -> Numbers:
    """The Delaunay triangles one after the other."""
    rows = np.sort(Delaunay(points).simplices, 1)
    centres = incentre(points[rows])
    order = np.lexsort((centres[:, 1], centres[:, 0]))
    found: Numbers = (rows[order] + 1).flatten().tolist()
    return found


def incentre(corners: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The corners' mean, weighed by the sides they face   (..., 3, 2) -> (..., 2)."""
    following, before = np.roll(corners, -1, -2), np.roll(corners, 1, -2)
    sides = np.linalg.norm(following - before, axis=-1, keepdims=True)
    centre: npt.NDArray[np.float64] = (sides * corners).sum(-2) / sides.sum(-2)
    return centre


def shortest_tour(points: Points) -> Numbers:
    """The shortest tour, by Held and Karp's dynamic programming."""
    return shortest_tours(points[None])[0]


def shortest_tours(problems: npt.NDArray[np.float64]) -> list[Numbers]:
    """The shortest tours of many problems of one size; of small ones many at once."""
    count = problems.shape[1]
    if not 3 <= count <= MOST_CITIES:
        message = f"a tour of {count} points: exact ones have 3 to {MOST_CITIES}"
        raise GeometryError(message)
    together = len(problems) if count <= _SMALL else 1  # many cities fill the memory alone
    starts = range(0, len(problems), together)
    return [tour for at in starts for tour in _shortest(problems[at : at + together])]


def _shortest(problems: npt.NDArray[np.float64]) -> list[Numbers]:
    far = np.linalg.norm(problems[:, :, None] - problems[:, None], axis=3)
    cost, came = _held_karp(far)
    rows, last = np.arange(len(far)), (cost[-1] + far[:, 1:, 0].T).argmin(0)
    left = np.full(len(far), len(cost) - 1)
    path = [last]
    for _ in range(far.shape[1] - 2):
        left, last = left ^ (1 << last), came[left, last, rows]
        path.append(last)
    found = (np.stack(path, 1) + 2).tolist()
    return [[1, *(row if row[0] < row[-1] else row[::-1])] for row in found]


def _held_karp(
    far: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """cost[S, k]: the shortest way from city 0 through all of S that ends in its k; and before k.

    cost[S, k] = min over m in S - k of cost[S - k, m] + d(m, k); both (2^(n-1), n - 1, problems).
    """
    count = far.shape[1] - 1
    away = far.transpose(1, 2, 0)  # (n, n, problems)
    cost = np.full((1 << count, count, len(far)), np.inf)
    came = np.zeros(cost.shape, dtype=np.int64)
    for city in range(count):
        cost[1 << city, city] = away[0, city + 1]
    subsets = np.arange(1 << count)
    size = np.array([int(s).bit_count() for s in subsets])
    for wanted in range(2, count + 1):
        for city in range(count):
            here = subsets[(size == wanted) & (subsets >> city & 1 == 1)]
            ways = cost[here ^ (1 << city)] + away[1:, city + 1]  # infinite through city itself
            came[here, city] = ways.argmin(1)
            cost[here, city] = ways.min(1)
    return cost, came


def length(points: Points, tour: Sequence[int]) -> float:
    """The length of a closed tour."""
    way = points[np.array(tour) - 1]
    return float(np.linalg.norm(way - np.roll(way, -1, 0), axis=1).sum())


def area(points: Points, polygon: Sequence[int]) -> float:
    """The area of a polygon, by the shoelace formula."""
    x, y = points[np.array(polygon) - 1].T
    return float(abs((x * np.roll(y, -1) - y * np.roll(x, -1)).sum()) / 2)


def same_polygon(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two polygons are the same, from wherever and whichever way round they are told."""
    if len(one) != len(other) or set(one) != set(other):
        return False
    turned = list(one)
    start = turned.index(other[0])
    turned = turned[start:] + turned[:start]
    return turned == list(other) or [turned[0], *turned[:0:-1]] == list(other)


def simple(points: Points, polygon: Sequence[int]) -> bool:
    """Whether no two sides of a polygon cross."""
    if len(polygon) < 3:
        return False
    corners = points[np.array(polygon) - 1]
    sides = list(zip(corners, np.roll(corners, -1, 0), strict=True))
    return not any(_cross(*one, *other) for one, other in combinations(sides, 2))


def _cross(a: Points, b: Points, c: Points, d: Points) -> bool:
    """Whether the insides of two line segments meet."""
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Points, b: Points, c: Points) -> float:
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


Judgement = dict[str, float]


def judge_hull(points: Points, said: Sequence[int], right: Sequence[int]) -> Judgement:
    """The same polygon; a simple one; the share of the hull's area that it covers."""
    fine = simple(points, said)
    covered = area(points, said) / area(points, right) if fine else 0.0
    return {
        "accuracy": same_polygon(said, right), "simple": float(fine), "area of simple": covered,
    }  # fmt: skip


def judge_triangles(points: Points, said: Sequence[int], right: Sequence[int]) -> Judgement:  # noqa: ARG001 as the others
    """The same triangles; the share of the right ones that are among them."""
    found, wanted = _triples(said), _triples(right)
    return {"accuracy": found == wanted, "coverage": len(found & wanted) / len(wanted)}


def _triples(numbers: Sequence[int]) -> set[tuple[int, ...]]:
    return {tuple(sorted(numbers[at : at + 3])) for at in range(0, len(numbers), 3)}


def judge_tour(points: Points, said: Sequence[int], right: Sequence[int]) -> Judgement:
    """Length, and the optimum's; how often it is the optimum; how often a tour at all."""
    valid = sorted(said) == list(range(1, len(points) + 1))
    made, best = length(points, said) if said else 0.0, length(points, right)
    return {
        "length": made, "optimum": best, "accuracy": float(valid and made <= best + 1e-9),
        "valid": float(valid),
    }  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """A kind of problem: the right outputs of many of one size, and how an output is judged."""

    labels: Callable[[npt.NDArray[np.float64]], list[Numbers]]
    judge: Callable[[Points, Sequence[int], Sequence[int]], Judgement]
    steps: Callable[[int], int]  # the longest output for n points, the end included


PROBLEMS = {
    "hull": Problem(hulls, judge_hull, lambda n: n + 1),
    "delaunay": Problem(
        lambda problems: [triangulation(one) for one in problems],
        judge_triangles,
        lambda n: 3 * (2 * n - 5) + 1,
    ),
    "tsp": Problem(shortest_tours, judge_tour, lambda n: n + 1),
}


def draw(rng: np.random.Generator, count: int, points: int) -> npt.NDArray[np.float64]:
    """`count` problems of `points` points each   (count, points, 2)."""
    return rng.random((count, points, 2))
