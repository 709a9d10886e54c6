"""An address → what it names: a reader or a writer of the graph, the archive, the search index.

`open_reader("embedded:", "zeren-data")`, `open_reader("neo4j://server:7687", …)`. Nothing heavy is imported before
it is needed: a question to the embedded graph never loads the archive's libraries.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from graph_store.settings import SETTINGS, Settings, check_data, check_graph, is_embedded, local_folder
from graph_store.store import GraphReader, GraphWriter

if TYPE_CHECKING:
    from graph_store.archive import Archive
    from graph_store.search_index import SearchIndex

__all__ = ["SETTINGS", "open_archive", "open_reader", "open_search", "open_writer"]


def open_reader(graph: str, data: str) -> GraphReader:
    """Open a graph for questions. Raises BadSetting for an unknown engine, StoreUnreachable for a silent server."""
    check_graph(graph)
    settings = Settings.of(data=data, graph=graph, env=os.environ)
    if is_embedded(graph):
        from graph_store.embedded_store import EmbeddedReader

        return EmbeddedReader(settings.folder, time_limit=settings.query_seconds)
    from graph_store.neo4j_settings import Neo4jSettings
    from graph_store.neo4j_store import Neo4jReader

    return Neo4jReader(Neo4jSettings.from_env(graph))


def open_writer(graph: str) -> GraphWriter:
    """Open a graph on a server for a projection. Raises BadSetting for the embedded one, which is built instead."""
    check_graph(graph)
    from graph_store.neo4j_settings import Neo4jSettings
    from graph_store.neo4j_writer import Neo4jWriter

    return Neo4jWriter(Neo4jSettings.from_env(graph))


def open_archive(data: str) -> Archive:
    """Open the archive of a folder or a `postgresql://` address; see archive.open_archive."""
    check_data(data)
    from graph_store.archive import open_archive as opened

    return opened(data)


def open_search(graph: str, data: str) -> SearchIndex:
    """Return the search index that belongs to a graph and an archive; nothing is opened yet."""
    from graph_store.search_index import SearchIndex

    return SearchIndex(local_folder(graph, data))
