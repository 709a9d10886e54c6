"""Bring a Neo4j graph level with a projection of the archive, one document a transaction.

Every document in the graph carries the fingerprint of its rows; only documents whose fingerprint differs are written.
A writer killed in the middle leaves whole documents and an old mark: the next one goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, LiteralString

from graph_store.errors import BadSetting
from graph_store.neo4j_settings import Neo4jSettings
from graph_store.neo4j_store import Neo4jReader
from graph_store.partition import DocumentRows, Edge, partition, shared_edges
from graph_store.schema import EDGES, NODES
from graph_store.store import GraphRows, Mark, Value

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

_BATCH = 5_000  # rows in one UNWIND
_DOCUMENTS_EDGES = 20_000  # rows of whole documents in one transaction of a first load
_LEASE_SECONDS = 60.0

_RENEW: LiteralString = (
    "MATCH (m:ZerenMark {key: 'mark', holder: $holder}) SET m.until = timestamp() + $lease RETURN m.key AS key"
)
_FINGERPRINTS: LiteralString = "MATCH (d:Document) RETURN d.id AS id, d.fingerprint AS fingerprint"
_DROP: tuple[LiteralString, ...] = (
    "UNWIND $ids AS id MATCH (n:Task {document_id: id}) DETACH DELETE n",
    "UNWIND $ids AS id MATCH (n:Target {document_id: id}) DETACH DELETE n",
    "UNWIND $ids AS id MATCH (:Policy)-[r:CITES {document_id: id}]->(:Policy) DELETE r",
    "UNWIND $ids AS id MATCH (n:Document {id: id}) DETACH DELETE n",
)
_SET_MARK: LiteralString = (
    "MERGE (m:ZerenMark {key: 'mark'}) SET m.log_entry = $log_entry, m.log_hash = $log_hash, "
    "m.schema_version = $schema_version, m.rules = $rules"
)


def _literal(text: str) -> LiteralString:
    """Cypher made from the schema's own names only; no value of a user ever stands in it."""
    return text


_MERGE_NODES = {
    node.name: _literal(f"UNWIND $rows AS row MERGE (n:{node.name} {{id: row.id}}) SET n = row") for node in NODES
}
_CREATE_NODES = {node.name: _literal(f"UNWIND $rows AS row CREATE (n:{node.name}) SET n = row") for node in NODES}
_NODE_IDS = {node.name: _literal(f"MATCH (n:{node.name}) RETURN n.id AS id") for node in NODES}
_DROP_NODES = {
    node.name: _literal(f"UNWIND $ids AS id MATCH (n:{node.name} {{id: id}}) DETACH DELETE n") for node in NODES
}
_CREATE_EDGES = {
    (edge.name, source, target): _literal(
        f"UNWIND $rows AS row MATCH (a:{source} {{id: row.a}}) MATCH (b:{target} {{id: row.b}}) "
        f"CREATE (a)-[r:{edge.name}]->(b) SET r = row.p"
    )
    for edge in EDGES
    for source, target in edge.pairs
}
_MERGE_EDGES = {
    (edge.name, source, target): _literal(
        f"UNWIND $rows AS row MATCH (a:{source} {{id: row.a}}) MATCH (b:{target} {{id: row.b}}) "
        f"MERGE (a)-[r:{edge.name}]->(b) SET r = row.p"
    )
    for edge in EDGES
    for source, target in edge.pairs
}
_SHARED_EDGES = {
    (edge.name, source, target): _literal(
        f"MATCH (a:{source})-[r:{edge.name}]->(b:{target}) WHERE r.document_id IS NULL RETURN a.id AS a, b.id AS b"
    )
    for edge in EDGES
    for source, target in edge.pairs
    if {source, target} <= {"Unit", "Function", "Jurisdiction", "Policy"}
}
_DROP_EDGES = {
    (edge.name, source, target): _literal(
        f"UNWIND $rows AS row MATCH (a:{source} {{id: row.a}})-[r:{edge.name}]->(b:{target} {{id: row.b}}) "
        "WHERE r.document_id IS NULL DELETE r"
    )
    for edge in EDGES
    for source, target in edge.pairs
}


class Neo4jWriter(Neo4jReader):
    """A GraphWriter (and reader) on a Neo4j server."""

    def __init__(self, settings: Neo4jSettings) -> None:
        super().__init__(settings)
        if self.is_foreign() and not settings.share:
            self.close()
            raise BadSetting(
                f"图数据库 {settings.url} 里已有别的数据，没有动它。",
                hint="请换一个空库；确要放在一起时，设置 ZEREN_NEO4J_SHARE=1。",
            )

    def ensure_schema(self) -> None:
        """Make the constraints and indexes that are missing."""
        for node in NODES:
            self.run(
                _literal(
                    f"CREATE CONSTRAINT zeren_{node.name.lower()}_id IF NOT EXISTS FOR (n:{node.name}) REQUIRE n.id IS UNIQUE"
                )
            )
        for label, prop in (
            ("Task", "document_id"),
            ("Target", "document_id"),
            ("Unit", "name"),
            ("Unit", "short_name"),
            ("Task", "counted_id"),
        ):
            name = f"zeren_{label.lower()}_{prop}"
            self.run(_literal(f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{prop})"))
        self.run("CREATE CONSTRAINT zeren_mark_key IF NOT EXISTS FOR (n:ZerenMark) REQUIRE n.key IS UNIQUE")

    def replace(self, rows: GraphRows, mark: Mark) -> None:
        """Make the graph hold exactly these rows; a graph that stands at a later log entry is left as it is."""
        self.ensure_schema()
        with self.lease(seconds=_LEASE_SECONDS) as holder:
            now = self.mark()
            if now is not None and now.log_entry > mark.log_entry:
                return
            self._sync(rows, mark, holder)

    def _sync(self, rows: GraphRows, mark: Mark, holder: str) -> None:
        parts = partition(rows)
        wanted = {id_: part.fingerprint() for id_, part in parts.items()}
        present = {str(r["id"]): r["fingerprint"] for r in self.read(_FINGERPRINTS)}
        gone = sorted(set(present) - set(wanted))
        changed = sorted(id_ for id_, print_ in wanted.items() if present.get(id_) != print_)
        for id_, part in parts.items():
            part.owned["Document"][id_] = {**part.owned["Document"][id_], "fingerprint": wanted[id_]}
        for id_ in gone:
            self.write(lambda tx, ids=[id_]: self._drop(tx, ids, holder))  # type: ignore[misc]
        for group in self._groups(changed, parts, set(present)):
            self.write(lambda tx, ids=group: self._put(tx, ids, parts, holder))  # type: ignore[misc]
        self.write(lambda tx: self._finish(tx, rows, mark, holder))

    def _groups(self, changed: list[str], parts: dict[str, DocumentRows], present: set[str]) -> Iterator[list[str]]:
        """New documents many at once (whole ones only), documents that replace another one by one."""
        group: list[str] = []
        size = 0
        for id_ in changed:
            if id_ in present:
                yield [id_]
                continue
            group.append(id_)
            size += parts[id_].size()
            if size >= _DOCUMENTS_EDGES:
                yield group
                group, size = [], 0
        if group:
            yield group

    def _renew(self, tx: ManagedTransaction, holder: str) -> None:
        tx.run(_RENEW, holder=holder, lease=int(_LEASE_SECONDS * 1000)).consume()

    def _drop(self, tx: ManagedTransaction, ids: list[str], holder: str) -> None:
        self._renew(tx, holder)
        for statement in _DROP:
            tx.run(statement, ids=ids).consume()

    def _put(self, tx: ManagedTransaction, ids: list[str], parts: dict[str, DocumentRows], holder: str) -> None:
        """One transaction: the old documents out, the new ones in, with the shared nodes that they speak of."""
        self._drop(tx, ids, holder)
        shared: dict[str, dict[str, dict[str, Value]]] = {}
        owned: dict[str, list[dict[str, Value]]] = {}
        own_edges: dict[tuple[str, str, str], list[Edge]] = {}
        joint_edges: dict[tuple[str, str, str], dict[tuple[str, str], Edge]] = {}
        for id_ in ids:
            part = parts[id_]
            for label, nodes in part.shared.items():
                shared.setdefault(label, {}).update(nodes)
            for label, nodes in part.owned.items():
                owned.setdefault(label, []).extend({"id": key, **properties} for key, properties in nodes.items())
            for type_, edges in part.edges.items():
                for edge in edges:
                    key = (type_, edge[0], edge[2])
                    if key in _SHARED_EDGES and not edge[4].get("document_id"):
                        joint_edges.setdefault(key, {})[(edge[1], edge[3])] = edge
                    else:
                        own_edges.setdefault(key, []).append(edge)
        for label, nodes in sorted(shared.items()):
            _unwind(tx, _MERGE_NODES[label], [{"id": key, **properties} for key, properties in sorted(nodes.items())])
        for label, created in sorted(owned.items()):
            _unwind(tx, _CREATE_NODES[label], created)
        for key, edges in sorted(own_edges.items()):
            _unwind(tx, _CREATE_EDGES[key], [_edge_row(edge) for edge in edges])
        for key, merged in sorted(joint_edges.items()):
            _unwind(tx, _MERGE_EDGES[key], [_edge_row(edge) for _, edge in sorted(merged.items())])

    def _finish(self, tx: ManagedTransaction, rows: GraphRows, mark: Mark, holder: str) -> None:
        """Shared nodes as they should be, none left over, and the mark."""
        self._renew(tx, holder)
        for label in ("Unit", "Function", "Jurisdiction", "Policy"):
            wanted = rows.nodes.get(label, {})
            present = {str(record["id"]) for record in tx.run(_NODE_IDS[label])}
            _unwind_ids(tx, _DROP_NODES[label], sorted(present - set(wanted)))
            _unwind(tx, _MERGE_NODES[label], [{"id": key, **properties} for key, properties in sorted(wanted.items())])
        joint = shared_edges(rows)
        for key, statement in _SHARED_EDGES.items():
            edges = {(e[1], e[3]): e for e in joint.get(key[0], []) if (e[0], e[2]) == key[1:]}
            present_edges = {(str(record["a"]), str(record["b"])) for record in tx.run(statement)}
            _unwind(tx, _DROP_EDGES[key], [{"a": a, "b": b} for a, b in sorted(present_edges - set(edges))])
            _unwind(tx, _MERGE_EDGES[key], [_edge_row(edge) for _, edge in sorted(edges.items())])
        tx.run(
            _SET_MARK,
            log_entry=mark.log_entry,
            log_hash=mark.log_hash,
            schema_version=mark.schema_version,
            rules=mark.rules,
        ).consume()


def _edge_row(edge: Edge) -> dict[str, Any]:
    return {"a": edge[1], "b": edge[3], "p": edge[4]}


def _unwind(tx: ManagedTransaction, statement: LiteralString, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _BATCH):
        tx.run(statement, rows=rows[start : start + _BATCH]).consume()


def _unwind_ids(tx: ManagedTransaction, statement: LiteralString, ids: list[str]) -> None:
    for start in range(0, len(ids), _BATCH):
        tx.run(statement, ids=ids[start : start + _BATCH]).consume()
