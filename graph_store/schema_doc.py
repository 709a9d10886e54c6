"""docs/schema.md from the schema: `python -m graph_store.schema_doc > docs/schema.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from graph_store.schema import EDGES, NODES, ROLE_EDGES, SCHEMA_VERSION, Property

_HEAD = f"""# The graph's schema

Made from `graph_store/schema.py` by `python -m graph_store.schema_doc`; a test fails where it is stale.
Version {SCHEMA_VERSION}. The same tables stand in the embedded engine and on Neo4j, and the exports follow them.

Every node is keyed by `id`, an ASCII hash of what identifies it ([architecture.md](architecture.md), “Identity”).
`start` and `end` count code points of the document's text, half-open: `text[start:end] == quote`.
"""


def lines() -> Iterator[str]:
    """The document, line by line."""
    yield _HEAD
    yield "## Nodes\n"
    for node in NODES:
        yield f"### `{node.name}` {node.label_zh}\n"
        yield f"{_sentence(node.help)}\n"
        yield from _table(node.properties)
    yield "## Relationships\n"
    roles = "、".join(f"`{role}` → `{edge}`" for role, edge in ROLE_EDGES.items())
    yield f"A role is a relationship from a unit to a task: {roles}. They all have the same properties; one printed name is one relationship.\n"
    yield "| relationship | | from → to | what it says |\n|---|---|---|---|"
    for edge in EDGES:
        ends = ", ".join(f"{source} → {target}" for source, target in edge.pairs)
        yield f"| `{edge.name}` | {edge.label_zh} | {ends} | {edge.help} |"
    yield ""
    for names, properties in _groups():
        yield f"### Properties of {', '.join(f'`{name}`' for name in names)}\n"
        yield from _table(properties)


def _groups() -> list[tuple[list[str], tuple[Property, ...]]]:
    """Relationships with the same properties together; those without any are left out."""
    groups: dict[tuple[Property, ...], list[str]] = {}
    for edge in EDGES:
        if edge.properties:
            groups.setdefault(edge.properties, []).append(edge.name)
    return [(names, properties) for properties, names in groups.items()]


def _table(properties: Iterable[Property]) -> Iterator[str]:
    yield "| property | type | what it is |\n|---|---|---|"
    for prop in properties:
        yield f"| `{prop.name}` | {prop.type} | {prop.help} |"
    yield ""


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."


def document() -> str:
    """The whole of docs/schema.md."""
    return "\n".join(lines()).rstrip() + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
