from itertools import combinations, permutations

import numpy as np
import pytest

from memory.training import geometry
from memory.training.geometry import GeometryError

SQUARE = np.array([[0.5, 0.5], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0], [1.0, 1.0]])


def test_a_hull_runs_counter_clockwise_from_its_lowest_number() -> None:
    assert geometry.hull(SQUARE) == [2, 5, 3, 4]


def test_every_point_is_in_the_hull() -> None:
    points = geometry.draw(np.random.default_rng(0), 1, 12)[0]
    corners = points[np.array(geometry.hull(points)) - 1]
    for a, b in zip(corners, np.roll(corners, -1, 0), strict=True):
        assert all(geometry._side(a, b, p) >= -1e-12 for p in points)


def test_triangles_are_sorted_and_empty_of_other_points() -> None:
    points = geometry.draw(np.random.default_rng(1), 1, 8)[0]
    numbers = geometry.triangulation(points)
    triples = [numbers[at : at + 3] for at in range(0, len(numbers), 3)]
    centres = [tuple(geometry.incentre(points[np.array(t) - 1])) for t in triples]
    assert centres == sorted(centres)
    assert all(a < b < c for a, b, c in triples)
    covered = sum(geometry.area(points, triple) for triple in triples)
    assert covered == pytest.approx(geometry.area(points, geometry.hull(points)))
    for triple in triples:  # Delaunay: nobody inside the circle through its corners
        a, b, c = points[np.array(triple) - 1]
        centre = np.linalg.solve(2 * np.array([b - a, c - a]), [b @ b - a @ a, c @ c - a @ a])
        assert np.linalg.norm(points - centre, axis=1).min() >= np.linalg.norm(a - centre) - 1e-9


def test_the_incentre_is_equally_far_from_all_sides() -> None:
    corners = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 3.0]])
    assert geometry.incentre(corners).tolist() == pytest.approx([1.0, 1.0])


@pytest.mark.parametrize("count", [3, 6, 13])
def test_many_tours_at_once_are_those_found_one_by_one(count: int) -> None:
    drawn = geometry.draw(np.random.default_rng(count), 3, count)
    assert geometry.shortest_tours(drawn) == [geometry.shortest_tour(one) for one in drawn]


@pytest.mark.parametrize("count", [3, 4, 7])
def test_held_karp_finds_what_trying_all_tours_finds(count: int) -> None:
    for points in geometry.draw(np.random.default_rng(count), 4, count):
        found = geometry.shortest_tour(points)
        best = min(
            geometry.length(points, (1, *rest)) for rest in permutations(range(2, count + 1))
        )
        assert geometry.length(points, found) == pytest.approx(best)
        assert sorted(found) == list(range(1, count + 1))
        assert found[0] == 1
        assert found[1] < found[-1]


def test_the_mean_tour_of_five_points_is_that_of_table_2() -> None:
    drawn = geometry.draw(np.random.default_rng(0), 500, 5)
    mean = np.mean([geometry.length(p, geometry.shortest_tour(p)) for p in drawn])
    assert mean == pytest.approx(2.12, abs=0.06)


def test_tours_too_long_for_the_exact_method_are_refused() -> None:
    with pytest.raises(GeometryError, match="a tour of 21 points"):
        geometry.shortest_tour(np.zeros((21, 2)))


def test_polygons_are_the_same_from_wherever_they_are_told() -> None:
    assert geometry.same_polygon([2, 5, 3, 4], [3, 4, 2, 5])
    assert geometry.same_polygon([4, 3, 5, 2], [2, 5, 3, 4])
    assert not geometry.same_polygon([2, 3, 5, 4], [2, 5, 3, 4])
    assert not geometry.same_polygon([2, 5, 3], [2, 5, 3, 4])
    assert not geometry.same_polygon([], [1, 2, 3])


def test_a_hull_is_judged() -> None:
    right = geometry.hull(SQUARE)
    whole = geometry.judge_hull(SQUARE, right, right)
    assert whole == {"accuracy": 1, "simple": 1, "area of simple": 1}
    half = geometry.judge_hull(SQUARE, [2, 5, 3], right)
    assert half == {"accuracy": 0, "simple": 1, "area of simple": pytest.approx(0.5)}
    assert geometry.judge_hull(SQUARE, [2, 3, 5, 4], right)["simple"] == 0  # a bow tie
    assert geometry.judge_hull(SQUARE, [], right)["accuracy"] == 0


def test_triangles_are_judged_as_sets() -> None:
    judged = geometry.judge_triangles(SQUARE, [4, 2, 1, 1, 2, 5], [1, 2, 4, 1, 3, 4])
    assert judged == {"accuracy": 0, "coverage": 0.5}


def test_a_tour_is_judged_by_its_length() -> None:
    points = SQUARE[1:]
    right = geometry.shortest_tour(points)
    judged = geometry.judge_tour(points, right, right)
    assert judged == {"length": 4, "optimum": 4, "accuracy": 1, "valid": 1}
    crossed = next(
        [1, *rest] for rest in permutations((2, 3, 4)) if geometry.length(points, [1, *rest]) > 4.1
    )
    assert geometry.judge_tour(points, crossed, right)["accuracy"] == 0
    assert geometry.judge_tour(points, [1, 2], right)["valid"] == 0


def test_segments_that_share_an_end_do_not_cross() -> None:
    triangle = np.array([[0.0, 0.0], [1.0, 0.0], [0.3, 1.0]])
    assert geometry.simple(triangle, [1, 2, 3])
    assert not any(
        geometry._cross(*one, *other)
        for one, other in combinations(zip(triangle, np.roll(triangle, -1, 0), strict=True), 2)
    )


@pytest.mark.parametrize("points", [3, 4, 9, 13])
def test_hulls_found_together_are_those_found_one_by_one(points: int) -> None:
    drawn = geometry.draw(np.random.default_rng(points), 20, points)
    assert geometry.hulls(drawn) == [geometry.hull(one) for one in drawn]
