"""A network ready to draw: dots with places and words, links with their looks, the same for every page.

县财政局, its tasks and the other units in them → a Picture that both the live page and the stand-alone page show.
Everything in it is plain text; nothing is HTML. Links are never dropped: two roles of one unit in one task are two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from visualizations.layout import radial, spring
from visualizations.legend import COLLECTIVE, COLLECTIVE_COLOUR, KIND_LOOKS, ROLE_LOOKS, edge_look

#: above this a whole graph is not laid out by springs: the caller is asked to choose a centre
SPRING_LIMIT = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One node: `label` is short and stands in the picture, `name` is whole, `detail` lines are shown on click."""

    id: str
    kind: str
    name: str
    label: str
    sort: str = ""
    group: str = ""
    detail: tuple[str, ...] = ()
    url: str = ""
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One relationship; `look` is a role (`lead`) or a type of the schema (`PART_OF`), `said` its words and place."""

    id: str
    source: str
    target: str
    look: str
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is drawn. `sources` are the documents it rests on, each with its openness; `more` says what is left out."""

    title: str
    centre: str
    dots: tuple[Dot, ...]
    links: tuple[Link, ...]
    sources: tuple[str, ...] = ()
    more: str = ""


def placed(picture: Picture) -> Picture:
    """The picture with a place for every dot: round its centre, or by springs where it has none."""
    ids = [dot.id for dot in sorted(picture.dots, key=lambda d: (d.group, d.sort, d.id))]
    pairs = sorted({(link.source, link.target) for link in picture.links})
    if picture.centre and picture.centre in set(ids):
        places = radial(ids, pairs, centre=picture.centre, group={dot.id: dot.group for dot in picture.dots})
    elif len(ids) <= SPRING_LIMIT:
        places = spring(ids, pairs)
    else:
        places = radial(ids, pairs, centre=_busiest(ids, pairs))
    dots = tuple(replace(d, x=round(places[d.id][0], 1), y=round(places[d.id][1], 1)) for d in picture.dots)
    return replace(picture, dots=dots)


def picture_data(picture: Picture, lang: str) -> dict[str, object]:
    """The picture as plain JSON: nodes, edges, legend, sources."""
    parallel: Counter[tuple[str, str]] = Counter()
    edges = []
    for link in picture.links:
        pair = (min(link.source, link.target), max(link.source, link.target))
        look = edge_look(link.look)
        edges.append(
            {
                "id": link.id,
                "source": link.source,
                "target": link.target,
                "look": look.key,
                "label": look.label(lang),
                "said": link.said,
                "turn": parallel[pair],
            }
        )
        parallel[pair] += 1
    return {
        "title": picture.title,
        "centre": picture.centre,
        "nodes": [_node(dot, picture.centre) for dot in picture.dots],
        "edges": edges,
        "legend": legend_data(picture.dots, picture.links, lang),
        "sources": list(picture.sources),
        "more": picture.more,
    }


def legend_data(dots: Iterable[Dot], links: Iterable[Link], lang: str) -> dict[str, list[dict[str, object]]]:
    """The kinds and relationships that a picture really shows, in the order of the schema, with their counts."""
    kinds = Counter(dot.kind for dot in dots)
    looks = Counter(edge_look(link.look).key for link in links)
    ordered = [*ROLE_LOOKS, *sorted(set(looks) - set(ROLE_LOOKS))]
    return {
        "kinds": [
            {"key": k, "label": look.label(lang), "colour": look.colour, "shape": look.shape, "count": kinds[k]}
            for k, look in KIND_LOOKS.items()
            if kinds[k]
        ],
        "roles": [
            {
                "key": key,
                "label": edge_look(key).label(lang),
                "colour": edge_look(key).colour,
                "line": edge_look(key).line,
                "width": edge_look(key).width,
                "count": looks[key],
            }
            for key in ordered
            if looks[key]
        ],
    }


def short(text: str, room: int) -> str:
    """The first `room` characters of a text on one line, with … where something is left out."""
    line = " ".join(text.split())
    return line if len(line) <= room else line[: room - 1] + "…"


def _node(dot: Dot, centre: str) -> dict[str, object]:
    look = KIND_LOOKS.get(dot.kind, KIND_LOOKS["Document"])
    collective = dot.kind == "Unit" and dot.group == COLLECTIVE
    return {
        "id": dot.id,
        "kind": dot.kind,
        "name": dot.name,
        "label": dot.label,
        "colour": COLLECTIVE_COLOUR if collective else look.colour,
        "shape": look.shape,
        "many": collective,
        "detail": list(dot.detail),
        "url": dot.url,
        "x": dot.x,
        "y": dot.y,
        "centre": dot.id == centre,
    }


def _busiest(ids: list[str], pairs: list[tuple[str, str]]) -> str:
    """The node with most neighbours, the first by id among equals."""
    degree = Counter(node for pair in pairs for node in pair)
    return min(ids, key=lambda node: (-degree[node], node))
