"""Places are there for every node, the same on every run, and no two nodes of a neighbourhood share one."""

import math

from hypothesis import given
from hypothesis import strategies as st

from visualizations.layout import radial, spring

NODES = st.integers(min_value=1, max_value=60)


def _graph(count: int, data: st.DataObject) -> tuple[list[str], list[tuple[str, str]]]:
    nodes = [f"n{i:03}" for i in range(count)]
    ends = st.sampled_from(nodes)
    return nodes, data.draw(st.lists(st.tuples(ends, ends), max_size=120))


@given(NODES, st.data())
def test_every_node_of_a_neighbourhood_has_a_place_of_its_own(count: int, data: st.DataObject) -> None:
    nodes, edges = _graph(count, data)
    places = radial(nodes, edges, centre=nodes[0], group={n: n[-1] for n in nodes})
    assert set(places) == set(nodes)
    assert places[nodes[0]] == (0.0, 0.0)
    found = list(places.values())
    assert all(math.dist(a, b) > 20 for i, a in enumerate(found) for b in found[:i])


@given(NODES, st.data())
def test_the_order_of_the_edges_does_not_move_anything(count: int, data: st.DataObject) -> None:
    nodes, edges = _graph(count, data)
    turned = [(b, a) for a, b in reversed(edges)]
    assert radial(nodes, edges, centre=nodes[0]) == radial(nodes, turned, centre=nodes[0])


def test_tasks_of_one_policy_stand_side_by_side() -> None:
    tasks = [f"t{i}" for i in range(9)]
    group = {task: f"p{i % 3}" for i, task in enumerate(tasks)}
    places = radial(["u", *tasks], [("u", t) for t in tasks], centre="u", group=group)
    turns = sorted(tasks, key=lambda t: math.atan2(places[t][0], -places[t][1]) % (2 * math.pi))
    assert [group[t] for t in turns] == ["p0"] * 3 + ["p1"] * 3 + ["p2"] * 3


def test_springs_place_everything_and_always_alike() -> None:
    nodes = [f"n{i}" for i in range(40)]
    edges = [(nodes[i], nodes[(i * 7) % 40]) for i in range(40)]
    first = spring(nodes, edges)
    assert first == spring(list(reversed(nodes)), list(reversed(edges)))
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in first.values())


def test_a_lone_node_stands_in_the_middle() -> None:
    assert spring(["a"], []) == {"a": (0.0, 0.0)}
    assert spring([], []) == {}
    assert radial(["a"], [("a", "a")], centre="a") == {"a": (0.0, 0.0)}


def test_parts_stand_side_by_side_and_fill_a_wide_screen() -> None:
    parts = [[f"p{part:02}n{i}" for i in range(30 - part)] for part in range(12)]
    edges = [(part[0], other) for part in parts for other in part[1:]]
    places = spring([node for part in parts for node in part], edges)
    boxes = []
    for part in parts:
        xs, ys = [places[n][0] for n in part], [places[n][1] for n in part]
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
    for index, (left, top, right, bottom) in enumerate(boxes):
        for x, y, x2, y2 in boxes[:index]:
            assert right < x or x2 < left or bottom < y or y2 < top
    wide, high = max(b[2] for b in boxes), max(b[3] for b in boxes)
    assert 0.9 < wide / high < 1.9
