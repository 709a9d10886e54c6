"""Places for the nodes of a picture, worked out before it is shown: no node moves when a page opens.

`radial` puts a centre in the middle, its neighbours on a ring sorted by group (tasks by policy) and what lies
further on outer rings beside what it hangs on. `spring` is for a whole small graph. The same graph gives the same
places on every machine and in every order of its nodes and edges.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

Place = tuple[float, float]

_ARC = 125.0  # room on a line for one node and its label, in points of the picture
_STEP = 240.0  # from one ring to the next
_BETWEEN = 82.0  # from one line of a ring to the next
_ON_ONE_LINE = 14  # more than this and a ring has two lines, nodes stepping from one to the other; then three …
_WIDE, _HIGH = 120.0, 62.0  # room that a node with its label takes in a whole graph
_SCREEN = 1.35  # width of a drawing against its height
_PACKED = 60  # parts that are put where they fit best
_GAP = 1.2  # room between two groups, in nodes


def radial(
    nodes: Sequence[str],
    edges: Iterable[tuple[str, str]],
    *,
    centre: str,
    group: Mapping[str, str] | None = None,
) -> dict[str, Place]:
    """Place every node around `centre`: ring by distance, `group` keeps like beside like.

    Nodes that no edge joins to the centre stand on a last ring of their own.
    """
    order = {node: index for index, node in enumerate(nodes)}
    beside = _neighbours(nodes, edges)
    groups = group or {}
    angles: dict[str, float] = {centre: 0.0}
    places: dict[str, Place] = {centre: (0.0, 0.0)}
    radius = 0.0
    for depth, ring in enumerate(_rings(nodes, beside, centre)):
        if depth == 0:
            wanted = sorted(ring, key=lambda n: (groups.get(n, ""), order[n]))
        else:
            pull = {node: _mean_angle([angles[n] for n in beside[node] if n in angles]) for node in ring}
            wanted = sorted(ring, key=lambda n: (round(pull[n], 6), groups.get(n, ""), order[n]))
        radius = _place_ring(wanted, groups if depth == 0 else {}, radius, angles, places)
    return places


def spring(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, Place]:
    """Place a whole small graph by springs, with a fixed seed; parts that nothing joins stand side by side.

    No two nodes come nearer than a label needs.
    """
    beside = _neighbours(sorted(nodes), edges)
    parts = sorted(_parts(beside), key=lambda part: (-len(part), part[0]))
    drawn = [_spread(_sprung(part, beside)) for part in parts]
    boxes = [_box(own) for own in drawn]
    places: dict[str, Place] = {}
    for own, (left, top, _, _), (across, down) in zip(drawn, boxes, _packed(boxes), strict=True):
        places.update({node: (x - left + across, y - top + down) for node, (x, y) in own.items()})
    return places


def _box(own: Mapping[str, Place]) -> tuple[float, float, float, float]:
    """Left, top, width and height of some places."""
    left, top = min(x for x, _ in own.values()), min(y for _, y in own.values())
    return left, top, max(x for x, _ in own.values()) - left, max(y for _, y in own.values()) - top


def _packed(boxes: Sequence[tuple[float, float, float, float]]) -> list[Place]:
    """A corner for each box, the largest first, so that together they fill a screen that is wider than high.

    Each goes where the whole grows least, at the right or the lower end of one that stands; past the first
    `_PACKED`, which are small, in lines below.
    """
    found: list[Place] = []
    standing: list[tuple[float, float, float, float]] = []
    wide = high = 0.0
    line: list[float] = []
    for _, _, own_wide, own_high in boxes:
        size = (own_wide + _STEP, own_high + _STEP)
        if len(found) < _PACKED:
            corner = _corner(standing, size, (wide, high))
            standing.append((*corner, *size))
        else:
            line = [0.0, high, 0.0] if not line or line[0] + size[0] > wide else line
            corner = (line[0], line[1])
            line = [line[0] + size[0], line[1], max(line[2], size[1])]
        found.append(corner)
        wide, high = max(wide, corner[0] + size[0]), max(high, corner[1] + size[1])
    return found


def _corner(standing: Sequence[tuple[float, float, float, float]], size: Place, whole: Place) -> Place:
    corners = [(0.0, 0.0)]
    for x, y, wide, high in standing:
        corners += [(x + wide, y), (x, y + high), (x + wide, 0.0), (0.0, y + high)]
    fits = (
        corner
        for corner in corners
        if not any(
            corner[0] < x + wide and x < corner[0] + size[0] and corner[1] < y + high and y < corner[1] + size[1]
            for x, y, wide, high in standing
        )
    )

    def grown(corner: Place) -> tuple[float, float, float]:
        wide, high = max(whole[0], corner[0] + size[0]), max(whole[1], corner[1] + size[1])
        return round(max(wide / _SCREEN, high), 3), round(corner[1], 3), round(corner[0], 3)

    return min(fits, key=grown)


def _parts(beside: Mapping[str, list[str]]) -> list[list[str]]:
    """The connected parts, each sorted."""
    left = dict.fromkeys(beside)
    parts = []
    while left:
        front = [next(iter(left))]
        part = set(front)
        while front:
            front = sorted({n for node in front for n in beside[node]} - part)
            part.update(front)
        parts.append(sorted(part))
        for node in part:
            del left[node]
    return parts


def _sprung(part: list[str], beside: Mapping[str, list[str]]) -> dict[str, Place]:
    """One connected part by springs."""
    import rustworkx

    if len(part) == 1:
        return {part[0]: (0.0, 0.0)}
    graph = rustworkx.PyGraph(multigraph=False)
    index = dict(zip(part, graph.add_nodes_from(part), strict=True))
    graph.add_edges_from([(index[a], index[b], 1.0) for a in part for b in beside[a] if a < b])
    size = math.ceil(110 * math.sqrt(len(part)))
    found = rustworkx.spring_layout(graph, seed=20, num_iter=150, scale=size, k=2.2 / math.sqrt(len(part)))
    return {node: (float(found[index[node]][0]), float(found[index[node]][1])) for node in part}


def _spread(places: dict[str, Place]) -> dict[str, Place]:
    """Push nodes apart that lie nearer than a label needs, a little each round, always in the same order."""
    at = {node: [x, y] for node, (x, y) in places.items()}
    for _ in range(60):
        moved = False
        cells: dict[tuple[int, int], list[str]] = defaultdict(list)
        for node, (x, y) in at.items():
            cells[int(x // _WIDE), int(y // _HIGH)].append(node)
        for (column, row), here in cells.items():
            near = [n for c in (column, column + 1) for r in (row - 1, row, row + 1) for n in cells.get((c, r), ())]
            for first in here:
                for second in near:
                    moved = ((first < second or second not in here) and _push(at[first], at[second])) or moved
        if not moved:
            break
    return {node: (x, y) for node, (x, y) in at.items()}


def _push(first: list[float], second: list[float]) -> bool:
    """Move two nodes apart where they are too near, along the axis on which they need to move less."""
    across, down = second[0] - first[0], second[1] - first[1]
    lack_x, lack_y = _WIDE - abs(across), _HIGH - abs(down)
    if first is second or lack_x <= 0.5 or lack_y <= 0.5:
        return False
    axis = 0 if lack_x / _WIDE < lack_y / _HIGH else 1
    shift = (lack_x, lack_y)[axis] / 2 * (1 if (across, down)[axis] >= 0 else -1)
    first[axis] -= shift
    second[axis] += shift
    return True


def _neighbours(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    known = set(nodes)
    beside: dict[str, set[str]] = defaultdict(set)
    for left, right in edges:
        if left in known and right in known and left != right:
            beside[left].add(right)
            beside[right].add(left)
    return {node: sorted(beside[node]) for node in nodes}


def _rings(nodes: Sequence[str], beside: Mapping[str, list[str]], centre: str) -> list[list[str]]:
    """Nodes by distance from the centre, the centre itself left out; what it does not reach comes last."""
    seen = {centre}
    rings: list[list[str]] = []
    front = [centre]
    while front:
        nearest = sorted({n for node in front for n in beside[node]} - seen)
        seen.update(nearest)
        if nearest:
            rings.append(nearest)
        front = nearest
    apart = [node for node in nodes if node not in seen]
    return [*rings, apart] if apart else rings


def _place_ring(
    ring: list[str],
    groups: Mapping[str, str],
    inside: float,
    angles: dict[str, float],
    places: dict[str, Place],
) -> float:
    """Spread a ring's nodes over the circle in their order; give the radius of its outermost line."""
    slots: list[float] = []
    at = 0.0
    for index, node in enumerate(ring):
        if index and groups and groups.get(node) != groups.get(ring[index - 1]):
            at += _GAP
        slots.append(at)
        at += 1.0
    total = at + (_GAP if groups else 0.0)
    lines = max(1, min(6, math.ceil(math.sqrt(len(ring) / _ON_ONE_LINE))))
    first = max(inside + _STEP, _ARC * total / (2 * math.pi * lines))
    for index, (node, slot) in enumerate(zip(ring, slots, strict=True)):
        angle = 2 * math.pi * slot / total - math.pi / 2
        reach = first + (index % lines) * _BETWEEN
        angles[node] = angle
        places[node] = (reach * math.cos(angle), reach * math.sin(angle))
    return first + (lines - 1) * _BETWEEN


def _mean_angle(angles: Sequence[float]) -> float:
    """The direction in the middle of several, between -π/2 and 3π/2, where the first ring begins and ends."""
    if not angles:
        return 1.5 * math.pi
    angle = math.atan2(math.fsum(math.sin(a) for a in angles), math.fsum(math.cos(a) for a in angles))
    return angle if angle >= -math.pi / 2 else angle + 2 * math.pi
