"""The whole graph for people who load Neo4j by themselves: CSV files of `neo4j-admin database import`, or Cypher.

Both carry the mark and each document's fingerprint, so that `zeren --graph neo4j://…` goes on from what was loaded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from graph_store.errors import BadInput, NotFound
from graph_store.neo4j_schema import schema_statements
from graph_store.partition import partition
from graph_store.read_back import graph_rows
from graph_store.schema import EDGES, NODES, Property
from graph_store.store import GraphReader, GraphRows, Mark, Value

AFTERWARDS: Final = "after.cypher"
_BATCH: Final = 200  # rows in one statement
_SEPARATOR: Final = "\x1f"  # between the items of a list in a CSV cell; never in a text that was read
_CSV_TYPES: Final = {"STRING": "string", "INT64": "long", "DOUBLE": "double", "BOOL": "boolean", "STRING[]": "string[]"}
_MARK_TYPES: Final = {
    "key": "string",
    "log_entry": "long",
    "log_hash": "string",
    "schema_version": "long",
    "rules": "string",
}


def cypher(graph: GraphReader) -> Iterator[str]:
    """Statements for cypher-shell, one a line: constraints and indexes, nodes, edges, the mark."""
    rows, mark = _with_fingerprints(graph)
    yield from (f"{statement};\n" for statement in schema_statements())
    for label, nodes in rows.nodes.items():
        for some in _batches({"id": id_, **properties} for id_, properties in nodes.items()):
            yield f"UNWIND {_literal(some)} AS row CREATE (n:{label}) SET n = row;\n"
    for (type_, source, target), edges in _by_ends(rows).items():
        for some in _batches({"a": a, "b": b, "p": properties} for a, b, properties in edges):
            yield (
                f"UNWIND {_literal(some)} AS row MATCH (a:{source} {{id: row.a}}) MATCH (b:{target} {{id: row.b}}) "
                f"CREATE (a)-[r:{type_}]->(b) SET r = row.p;\n"
            )
    yield f"CREATE (m:ZerenMark {_literal(_mark_row(mark))});\n"


def write_admin_csv(graph: GraphReader, folder: str | Path) -> str:
    """Write one CSV file for each label and relationship into a folder; return the commands that import them.

    Raises BadInput where the folder holds files already, NotFound where nothing has been loaded.
    """
    place = Path(folder)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise BadInput(f"{place} 不是空文件夹。", hint="请用 -o 指明一个新文件夹。")
    rows, mark = _with_fingerprints(graph)
    place.mkdir(parents=True, exist_ok=True)
    options = [_write_nodes(place, node.name, node.properties, rows) for node in NODES]
    properties = {edge.name: edge.properties for edge in EDGES}
    for (type_, source, target), edges in _by_ends(rows).items():
        head = [f":START_ID({source})", f":END_ID({target})", *map(_column, properties[type_])]
        names = [p.name for p in properties[type_]]
        cells = ([a, b, *(held.get(name) for name in names)] for a, b, held in edges)
        name = _write(place, f"{type_}-{source}-{target}.csv", head, cells)
        options.append(f"--relationships={type_}={name}")
    head = [f"{name}:{type_}" for name, type_ in _MARK_TYPES.items()]
    _write(place, "ZerenMark.csv", [":ID(ZerenMark)", *head], [["mark", *_mark_row(mark).values()]])
    options.append("--nodes=ZerenMark=ZerenMark.csv")
    (place / AFTERWARDS).write_text("".join(f"{statement};\n" for statement in _afterwards()), encoding="utf-8")
    return _command(place, options)


def _command(place: Path, options: list[str]) -> str:
    lines = ["neo4j-admin database import full neo4j", "--array-delimiter=U+001F", "--multiline-fields=true", *options]
    return f"cd {place}\n" + " \\\n  ".join(lines) + f"\ncypher-shell --file {AFTERWARDS}    # with Neo4j running again"


def _afterwards() -> Iterator[str]:
    """Constraints and indexes, and the empty lists, which the importer takes for nothing."""
    yield from schema_statements()
    for node in NODES:
        for prop in node.properties:
            if prop.type == "STRING[]":
                yield f"MATCH (n:{node.name}) WHERE n.{prop.name} IS NULL SET n.{prop.name} = []"


def _write_nodes(place: Path, label: str, properties: Iterable[Property], rows: GraphRows) -> str:
    kept = [p for p in properties if p.name != "id"]
    head = [f"id:ID({label})", *map(_column, kept)]
    names = [p.name for p in kept]
    if label == "Document":
        head, names = [*head, "fingerprint:string"], [*names, "fingerprint"]
    nodes = rows.nodes.get(label, {})
    name = _write(place, f"{label}.csv", head, ([id_, *map(held.get, names)] for id_, held in nodes.items()))
    return f"--nodes={label}={name}"


def _column(property_: Property) -> str:
    return f"{property_.name}:{_CSV_TYPES[property_.type]}"


def _write(place: Path, name: str, head: list[str], rows: Iterable[list[Any]]) -> str:
    with (place / name).open("w", encoding="utf-8", errors="replace", newline="") as file:
        file.write(",".join(head) + "\n")
        for row in rows:
            file.write(",".join(map(_cell, row)) + "\n")
    return name


def _cell(value: Value) -> str:
    """A value as neo4j-admin reads it: nothing is null, "" an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    text = _SEPARATOR.join(value) if isinstance(value, list) else value
    return '"' + text.replace('"', '""') + '"'


def _with_fingerprints(graph: GraphReader) -> tuple[GraphRows, Mark]:
    mark = graph.mark()
    if mark is None:
        raise NotFound("图里还没有内容。", hint="先用 zeren load 载入。")
    rows = graph_rows(graph)
    for id_, part in partition(rows).items():
        rows.nodes["Document"][id_] = {**rows.nodes["Document"][id_], "fingerprint": part.fingerprint()}
    return rows, mark


def _mark_row(mark: Mark) -> dict[str, Value]:
    values: dict[str, Value] = {"key": "mark"}
    return values | {name: getattr(mark, name) for name in _MARK_TYPES if name != "key"}


def _by_ends(rows: GraphRows) -> dict[tuple[str, str, str], list[tuple[str, str, dict[str, Value]]]]:
    found: dict[tuple[str, str, str], list[tuple[str, str, dict[str, Value]]]] = {}
    for type_, edges in rows.edges.items():
        for source, a, target, b, properties in edges:
            found.setdefault((type_, source, target), []).append((a, b, properties))
    return found


def _batches(items: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for item in items:
        batch.append(item)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _literal(value: Any) -> str:
    """A value as Cypher writes it, on one line; what is null is left out of a map."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"`{k}`: {_literal(v)}" for k, v in value.items() if v is not None) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_literal, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return json.dumps(str(value), ensure_ascii=False)
