"""The network round a unit, task, policy or target, or a whole small one, as a Picture and as a page to keep.

`write_network_page(reader, centre=unit_id, depth=2, limit=300, path="网络.html", lang="zh")` writes one file that
opens in any browser with no internet. The documents it rests on stand at its head, each with its openness.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

from graph_store.store import GraphReader
from queries import documents, network, policies, targets, tasks, units
from visualizations.legend import COLLECTIVE, KIND_LOOKS
from visualizations.offline_network import offline_network
from visualizations.picture import Dot, Link, Picture, placed, short

_LABEL_ROOM = 16
_SOURCES = 60
_LEVELS = ("省", "市", "州", "县", "区", "旗", "乡", "镇")  # 县财政局: of which county?
_NOT_FIRST = "，。、；：？！…”’）》〉】〕"


def write_network_page(
    reader: GraphReader,
    *,
    centre: str | None,
    depth: int | None,
    limit: int,
    path: str | os.PathLike[str],
    lang: str = "zh",
) -> Picture:
    """Write the page and give the picture that it shows; without a centre, the whole graph up to `limit` nodes.

    Raises NotFound for a centre that is not in the graph, BadInput for a depth other than 1 or 2.
    """
    picture = network_picture(reader, centre=centre, depth=depth, limit=limit, lang=lang)
    Path(path).write_text(offline_network(picture, lang), encoding="utf-8")
    return picture


def network_picture(
    reader: GraphReader,
    *,
    centre: str | None = None,
    depth: int | None = None,
    limit: int = 300,
    policy_id: str = "",
    jurisdiction: str = "",
    lang: str = "zh",
) -> Picture:
    """The picture round a node, or of a policy or place or everything where `centre` is empty.

    Without a `depth`, a unit is shown with the units in its tasks, anything else with its direct neighbours.
    Measures below a task that name nobody themselves are left out of a unit's picture, and counted in `more`.
    """
    folded = 0
    if centre:
        reach = depth or (2 if centre.startswith("unit_") else 1)
        found, folded = _without_lone_measures(network.neighbourhood(reader, centre, depth=reach, limit=limit))
    else:
        found = network.whole_network(reader, policy_id=policy_id, jurisdiction=jurisdiction, limit=limit)
    heads = {node.id: node for node in found.nodes}
    subject = heads[centre].title if centre and centre in heads else jurisdiction or _policy_title(reader, policy_id)
    word = "responsibility network" if lang == "en" else "责任关系图"
    picture = Picture(
        title=f"{short(subject, 40)} {word}".strip() if subject else word,
        centre=centre or "",
        dots=_dots(found, lang),
        links=_links(found),
        sources=_sources(reader, centre, heads[centre].label if centre in heads else "", jurisdiction, policy_id),
        more=_more(found.left_out, folded, lang),
    )
    return placed(picture)


def _dots(found: network.Network, lang: str) -> tuple[Dot, ...]:
    homes = {edge.source: edge.target for edge in found.edges if edge.type in ("PART_OF", "SUBTASK_OF")}
    units_drawn = [node for node in found.nodes if node.label == "Unit"]
    borne = Counter(node.name for node in units_drawn)
    places = {node.group for node in units_drawn if node.group}
    dots = []
    for index, node in enumerate(found.nodes):
        lone = borne[node.name] == 1 and (len(places) < 2 or not node.name.startswith(_LEVELS))
        name = node.title if node.label == "Unit" and not lone else node.name
        group = homes.get(node.id, "") if node.label == "Task" else ""
        if node.collective:
            group = COLLECTIVE
        dots.append(
            Dot(
                id=node.id,
                kind=node.label if node.label in KIND_LOOKS else "Document",
                name=node.name if node.label == "Task" else node.title,
                label=wrapped(short(name, _LABEL_ROOM), 8 if node.label == "Task" else 10),
                sort=f"{index:06}",
                group=group,
                detail=_detail(node, lang),
                url=page_of(node.label, node.id),
            )
        )
    return tuple(dots)


def _detail(node: network.NetworkNode, lang: str) -> tuple[str, ...]:
    if node.collective:
        return ("a collective name" if lang == "en" else "统称",)
    return (node.title,) if node.label in ("Task", "Target") else ()


def _links(found: network.Network) -> tuple[Link, ...]:
    return tuple(
        Link(
            id=f"{edge.source}~{edge.type}~{edge.target}",
            source=edge.source,
            target=edge.target,
            look=edge.role or edge.type,
            said=edge.quote or "",
        )
        for edge in found.edges
    )


def page_of(label: str, id_: str) -> str:
    """The address of a node's own page; empty for kinds that have none."""
    kinds = {"Unit": "units", "Task": "tasks", "Policy": "policies", "Target": "targets", "Document": "documents"}
    return f"/{kinds[label]}/{id_}" if label in kinds else ""


def wrapped(label: str, room: int) -> str:
    """A label on lines of at most `room` characters, as even as they can be, none begun with a closing mark."""
    count = -(-len(label) // room) or 1
    lines: list[str] = []
    rest = label
    for left in range(count, 0, -1):
        cut = -(-len(rest) // left)
        while 0 < cut < len(rest) and rest[cut] in _NOT_FIRST:
            cut += 1
        lines.append(rest[:cut])
        rest = rest[cut:]
    return "\n".join(line for line in lines if line)


def _sources(reader: GraphReader, centre: str | None, label: str, jurisdiction: str, policy_id: str) -> tuple[str, ...]:
    """Number, title and openness of the documents that a picture rests on."""
    if centre and label == "Unit":
        duties = units.duties_of(reader, centre, limit=2000)
        wanted = [duty.document_id for duty in (*duties.duties, *duties.through)]
    elif centre and label == "Task":
        wanted = [tasks.task_by_id(reader, centre).document_id]
    elif centre and label == "Target":
        wanted = [targets.target(reader, centre).target.document_id]
    elif centre or policy_id:
        wanted = [id_ for id_, _ in policies.policy(reader, centre or policy_id).documents]
    else:
        wanted = [row.id for row in documents.list_documents(reader, jurisdiction=jurisdiction, limit=_SOURCES)]
    return tuple(source_line(documents.document(reader, id_)) for id_ in list(dict.fromkeys(wanted))[:_SOURCES])


def source_line(row: documents.DocumentRow) -> str:
    """A document as a page that leaves the system names it: 大政发1号《…》（此件公开发布）."""
    title = f"《{row.title}》" if row.title else row.file
    return f"{row.number or ''}{title}（{row.openness or '未标注公开属性'}）"


def _policy_title(reader: GraphReader, policy_id: str) -> str:
    return policies.policy_by_id(reader, policy_id).title if policy_id else ""


def _more(left_out: int, folded: int, lang: str) -> str:
    english = lang == "en"
    said = []
    if left_out:
        narrow = f"{left_out} more nodes are not drawn; narrow the choice to see them."
        said.append(narrow if english else f"另有{left_out}个节点未画出；缩小范围可以看到。")
    if folded:
        below = f"{folded} measures below these tasks name nobody themselves and are not drawn; see the tasks."
        said.append(below if english else f"另有{folded}项下级措施未单列单位，未画出，见各任务的页面。")
    return "".join(said)


def _without_lone_measures(found: network.Network) -> tuple[network.Network, int]:
    """A unit's network without the tasks that only hang below another; with how many there were."""
    kinds = {node.id: node.label for node in found.nodes}
    if not found.centre or kinds.get(found.centre) != "Unit":
        return found, 0
    named = {edge.target for edge in found.edges if edge.role}
    lone = {id_ for id_, kind in kinds.items() if kind == "Task" and id_ not in named}
    nodes = tuple(node for node in found.nodes if node.id not in lone)
    edges = tuple(edge for edge in found.edges if edge.source not in lone and edge.target not in lone)
    return replace(found, nodes=nodes, edges=edges), len(lone)
