"""A projection of the archive → a new snapshot of the embedded graph, by bulk load.

GraphRows → one table for each label and relationship → COPY → checkpoint → closed file → pointer. Call it in a
process of its own with a deadline (graph_loader/build.py): a bulk load cannot be interrupted from inside.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_store.embedded_pointer import (
    LOAD_PREFIX,
    Pointer,
    graph_folder,
    new_name,
    remove_others,
    sync,
    write_pointer,
)
from graph_store.errors import StoreError
from graph_store.schema import EDGES, NODES, EdgeType, NodeType, Property
from graph_store.store import GraphRows, Mark, Value

if TYPE_CHECKING:
    import ladybug

MAX_DB_SIZE = 1 << 34  # bytes of address space; the engine's own 8 TB fail under a limit of the system
BUFFER_POOL = 1 << 30  # bytes at most, taken as they are needed; a quarter is too little to count over 500 plans
_ROWS = 100_000  # rows turned into columns at a time


def ddl() -> list[str]:
    """Return the statements that make the tables of the schema."""
    statements = []
    for node in NODES:
        columns = "".join(f", `{p.name}` {p.type}" for p in node.properties if p.name != "id")
        statements.append(f"CREATE NODE TABLE `{node.name}`(`id` STRING{columns}, PRIMARY KEY(`id`))")
    for edge in EDGES:
        pairs = ", ".join(f"FROM `{source}` TO `{target}`" for source, target in edge.pairs)
        columns = "".join(f", `{p.name}` {p.type}" for p in edge.properties)
        statements.append(f"CREATE REL TABLE `{edge.name}`({pairs}{columns})")
    return statements


def build_snapshot(rows: GraphRows, mark: Mark, folder: str | Path) -> Pointer:
    """Build a snapshot in a data folder and make it the one that holds; return its pointer.

    The caller holds the build lock. Raises StoreError where the rows do not fit the schema, an edge leads nowhere,
    or the disk refuses; the snapshot that held then still holds.
    """
    import ladybug

    place = graph_folder(folder)
    path = place / new_name(mark.log_entry)
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=LOAD_PREFIX, dir=place) as work:
            _load(path, rows, Path(work))
        sync(path)
        pointer = Pointer(
            name=path.name,
            bytes=path.stat().st_size,
            log_entry=mark.log_entry,
            log_hash=mark.log_hash,
            rules=mark.rules,
            schema_version=mark.schema_version,
            storage_version=int(ladybug.Database.get_storage_version()),
        )
        write_pointer(folder, pointer)
        remove_others(folder, pointer.name)
    except (RuntimeError, MemoryError) as error:
        raise StoreError(f"图未能建成：{error}", hint="原有的图不受影响；请运行 zeren verify。") from error
    except OSError as error:
        raise StoreError(f"图未能写入 {place}：{error.strerror}", hint="请检查磁盘空间和写入权限。") from error
    return pointer


def _load(path: Path, rows: GraphRows, work: Path) -> None:
    import ladybug

    with (
        ladybug.Database(str(path), max_db_size=MAX_DB_SIZE, buffer_pool_size=BUFFER_POOL) as database,
        ladybug.Connection(database) as connection,
    ):
        connection.set_max_threads_for_exec(1)  # two threads can wait for each other in the index of keys
        for statement in ddl():
            _run(connection, statement)
        for node in NODES:
            _load_nodes(connection, node, rows.nodes.get(node.name, {}), work)
        for edge in EDGES:
            _load_edges(connection, edge, rows, work)
        _run(connection, "CHECKPOINT")


def _load_nodes(connection: ladybug.Connection, node: NodeType, found: dict[str, dict[str, Value]], work: Path) -> None:
    properties = [p for p in node.properties if p.name != "id"]
    lines = ((id_, *(values.get(p.name) for p in properties)) for id_, values in found.items())
    file = work / f"{node.name}.parquet"
    _write(file, [("id", "STRING"), *((p.name, p.type) for p in properties)], lines, where=node.name)
    if found:
        _run(connection, f"COPY `{node.name}` FROM '{_quoted(file)}'")
    file.unlink()


def _load_edges(connection: ladybug.Connection, edge: EdgeType, rows: GraphRows, work: Path) -> None:
    every = rows.edges.get(edge.name, [])
    strangers = {(item[0], item[2]) for item in every} - set(edge.pairs)
    if strangers:
        raise StoreError(f"关系 {edge.name} 不能连接 {sorted(strangers)}。")
    for source, target in edge.pairs:
        some = [item for item in every if (item[0], item[2]) == (source, target)]
        if not some:
            continue
        lines = ((item[1], item[3], *(item[4].get(p.name) for p in edge.properties)) for item in some)
        file = work / f"{edge.name}.parquet"
        _write(file, [("from", "STRING"), ("to", "STRING"), *_columns(edge.properties)], lines, where=edge.name)
        options = f" (from='{source}', to='{target}')" if len(edge.pairs) > 1 else ""
        _run(connection, f"COPY `{edge.name}` FROM '{_quoted(file)}'{options}")
        file.unlink()


def _columns(properties: Sequence[Property]) -> list[tuple[str, str]]:
    return [(p.name, p.type) for p in properties]


def _write(file: Path, columns: list[tuple[str, str]], lines: Iterable[tuple[Value, ...]], *, where: str) -> None:
    """Write rows as one parquet file, a group at a time; raises StoreError for a value of another type."""
    import pyarrow
    from pyarrow import parquet

    types = {
        "STRING": pyarrow.string(),
        "INT64": pyarrow.int64(),
        "DOUBLE": pyarrow.float64(),
        "BOOL": pyarrow.bool_(),
        "STRING[]": pyarrow.list_(pyarrow.string()),
    }
    schema = pyarrow.schema([(name, types[type_]) for name, type_ in columns])
    with parquet.ParquetWriter(str(file), schema, compression="none") as writer:
        for group in _groups(lines):
            try:
                arrays = [
                    pyarrow.array(list(values), type=column.type)
                    for values, column in zip(zip(*group, strict=True), schema, strict=True)
                ]
            except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError, TypeError, UnicodeError) as error:
                raise StoreError(f"{where} 的值与图的结构不符：{error}") from error
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))


def _groups(lines: Iterable[tuple[Value, ...]]) -> Iterable[list[tuple[Value, ...]]]:
    group: list[tuple[Value, ...]] = []
    for line in lines:
        group.append(line)
        if len(group) == _ROWS:
            yield group
            group = []
    if group:
        yield group


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("\\", "\\\\").replace("'", "\\'")


def _run(connection: Any, statement: str) -> None:
    result = connection.execute(statement)
    for one in result if isinstance(result, list) else [result]:
        one.close()
