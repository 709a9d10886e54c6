"""Bring a Neo4j graph level with a projection of the archive, one document a transaction.

Every document in the graph carries the fingerprint of its rows; only documents whose fingerprint differs are written.
A writer killed in the middle leaves whole documents and an old mark: the next one goes on from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, LiteralString, cast

from graph_store.errors import BadSetting, StoreBusy, StoreError, StoreUnreachable
from graph_store.model import document_identity
from graph_store.neo4j_schema import schema_statements
from graph_store.neo4j_settings import Neo4jSettings
from graph_store.neo4j_store import Neo4jReader
from graph_store.neo4j_window import CLOSE, OPEN
from graph_store.partition import DocumentRows, Edge, partition, shared_edges
from graph_store.read_back import graph_rows
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
_HEADER = ("number", "title", "issuer", "jurisdiction")
_IDENTITIES: LiteralString = (
    "MATCH (d:Document) WHERE d.id IN $ids RETURN d.id AS id, d.number AS number, d.title AS title, "
    "d.issuer AS issuer, d.jurisdiction AS jurisdiction, d.sha256 AS sha256"
)
_DROP: tuple[LiteralString, ...] = (
    "UNWIND $ids AS id MATCH (n:Task {document_id: id}) DETACH DELETE n",
    "UNWIND $ids AS id MATCH (n:Target {document_id: id}) DETACH DELETE n",
    "UNWIND $ids AS id MATCH (:Policy)-[r:CITES {document_id: id}]->(:Policy) DELETE r",
    "UNWIND $ids AS id MATCH (n:Document {id: id}) DETACH DELETE n",
)
_DROP_STRAY_CITATIONS: LiteralString = "MATCH (:Policy)-[r:CITES]->(:Policy) WHERE NOT r.document_id IN $ids DELETE r"
_HOMES: dict[str, LiteralString] = {
    "Task": "MATCH (n:Task) RETURN n.id AS id, n.document_id AS home",
    "Target": "MATCH (n:Target) RETURN n.id AS id, n.document_id AS home",
}
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

    retry = 15.0  # seconds that the driver tries a transaction again

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
        for statement in schema_statements():
            self.run(statement)

    def replace(self, rows: GraphRows, mark: Mark, *, afresh: bool = False) -> None:
        """Make the graph hold exactly these rows; a graph that stands at a later log entry is left as it is.

        With `afresh` the graph is compared row by row, whatever it says of itself. Raises StoreBusy where another
        writer holds the lease, or has taken it over.
        """
        parts = partition(rows)
        wanted = {id_: part.fingerprint() for id_, part in parts.items()}
        for id_, part in parts.items():
            part.owned["Document"][id_] = {**part.owned["Document"][id_], "fingerprint": wanted[id_]}
        self.ensure_schema()
        with self.lease(seconds=_LEASE_SECONDS) as holder:
            now = self.mark()
            if not afresh and now is not None and now.log_entry > mark.log_entry:
                return
            if afresh:
                self._commit(lambda tx: self._drop_strays(tx, rows, holder))
            self._sync(parts, wanted, self._seen() if afresh else self._claimed(), holder)
            self._commit(lambda tx: self._finish(tx, rows, mark, holder))

    def _commit(self, work: Callable[[ManagedTransaction], None]) -> None:
        """One transaction that changes documents; readers are told that it is being committed."""

        def guarded(tx: ManagedTransaction) -> None:
            work(tx)
            self.run(OPEN)

        try:
            self.write(guarded)
        except StoreUnreachable:
            raise  # whoever reads later does not wait for the window of a dead writer
        except BaseException:
            with suppress(StoreError):
                self.run(CLOSE)
            raise
        self.run(CLOSE)

    def _claimed(self) -> dict[str, str]:
        """The fingerprint that each document in the graph carries."""
        return {str(row["id"]): str(row["fingerprint"]) for row in self.read(_FINGERPRINTS)}

    def _seen(self) -> dict[str, str]:
        """The fingerprint of each document as it stands in the graph."""
        return {id_: part.fingerprint() for id_, part in partition(graph_rows(self)).items()}

    def _drop_strays(self, tx: ManagedTransaction, rows: GraphRows, holder: str) -> None:
        """Drop tasks, targets and citations that stand in no document, or in another than theirs."""
        self._renew(tx, holder)
        tx.run(_DROP_STRAY_CITATIONS, ids=sorted(rows.nodes.get("Document", {}))).consume()
        for label, statement in _HOMES.items():
            homes = {id_: properties["document_id"] for id_, properties in rows.nodes.get(label, {}).items()}
            found = [(str(record["id"]), record["home"]) for record in tx.run(statement)]
            _unwind_ids(tx, _DROP_NODES[label], sorted(id_ for id_, home in found if homes.get(id_, "") != home))

    def _sync(
        self, parts: dict[str, DocumentRows], wanted: dict[str, str], present: dict[str, str], holder: str
    ) -> None:
        gone = sorted(set(present) - set(wanted))
        changed = sorted(id_ for id_, print_ in wanted.items() if present.get(id_) != print_)
        before = self._before(gone, {id_: parts[id_] for id_ in changed})
        replaced = {old for olds in before.values() for old in olds}
        for id_ in gone:
            if id_ not in replaced:
                self._commit(lambda tx, ids=[id_]: self._drop(tx, ids, holder))  # type: ignore[misc]
        for group in self._groups(changed, parts, set(present) | set(before)):
            out = [*group, *(old for id_ in group for old in before.get(id_, ()))]
            self._commit(lambda tx, ids=group, out=out: self._put(tx, ids, parts, out, holder))  # type: ignore[misc]

    def _before(self, gone: list[str], changed: dict[str, DocumentRows]) -> dict[str, list[str]]:
        """Which documents that go are earlier versions of which documents that come: new id → old ids."""
        heirs = {_identity(part.owned["Document"][id_], id_): id_ for id_, part in changed.items()}
        found: dict[str, list[str]] = {}
        for row in self.read(_IDENTITIES, ids=gone) if gone else []:
            heir = heirs.get(_identity(row, str(row["id"])))
            if heir:
                found.setdefault(heir, []).append(str(row["id"]))
        return found

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
        if tx.run(_RENEW, holder=holder, lease=int(_LEASE_SECONDS * 1000)).single() is None:
            raise StoreBusy("另一个程序接管了图数据库的写入，本次写入已停止。", hint="请稍后再运行一次。")

    def _drop(self, tx: ManagedTransaction, ids: list[str], holder: str) -> None:
        self._renew(tx, holder)
        for statement in _DROP:
            tx.run(statement, ids=ids).consume()

    def _put(
        self, tx: ManagedTransaction, ids: list[str], parts: dict[str, DocumentRows], out: list[str], holder: str
    ) -> None:
        """One transaction: old documents out, the new ones in, with the shared nodes that they speak of."""
        self._drop(tx, out, holder)
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
        """Shared nodes and edges as they should be, none left over, and the mark."""
        self._renew(tx, holder)
        for label in ("Unit", "Function", "Jurisdiction", "Policy"):
            wanted = rows.nodes.get(label, {})
            present = {str(record["id"]) for record in tx.run(_NODE_IDS[label])}
            _unwind_ids(tx, _DROP_NODES[label], sorted(present - set(wanted)))
            _unwind(tx, _MERGE_NODES[label], [{"id": key, **properties} for key, properties in sorted(wanted.items())])
        joint = shared_edges(rows)
        for key, statement in _SHARED_EDGES.items():
            edges = {(e[1], e[3]): e for e in joint.get(key[0], []) if (e[0], e[2]) == key[1:]}
            found = Counter((str(record["a"]), str(record["b"])) for record in tx.run(statement))
            gone = sorted(ends for ends, times in found.items() if ends not in edges or times > 1)
            _unwind(tx, _DROP_EDGES[key], [{"a": a, "b": b} for a, b in gone])
            _unwind(tx, _MERGE_EDGES[key], [_edge_row(edge) for _, edge in sorted(edges.items())])
        tx.run(
            _SET_MARK,
            log_entry=mark.log_entry,
            log_hash=mark.log_hash,
            schema_version=mark.schema_version,
            rules=mark.rules,
        ).consume()


def _identity(document: Mapping[str, Value], id_: str) -> str:
    """What a document's node has in common with an earlier version of it."""
    number, title, issuer, place = (cast("str | None", document.get(name)) for name in _HEADER)
    return document_identity(
        number=number, title=title, issuer=issuer, jurisdiction=place, sha256=str(document.get("sha256") or id_)
    )


def _edge_row(edge: Edge) -> dict[str, Any]:
    return {"a": edge[1], "b": edge[3], "p": edge[4]}


def _unwind(tx: ManagedTransaction, statement: LiteralString, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _BATCH):
        tx.run(statement, rows=rows[start : start + _BATCH]).consume()


def _unwind_ids(tx: ManagedTransaction, statement: LiteralString, ids: list[str]) -> None:
    for start in range(0, len(ids), _BATCH):
        tx.run(statement, ids=ids[start : start + _BATCH]).consume()
