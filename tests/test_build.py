"""Archive → graph and search index, in a child: level, again only when needed, and never half."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_loader.build import ensure_built, is_level
from graph_store.archive import Archive, open_archive
from graph_store.embedded_store import EmbeddedReader, read_pointer
from graph_store.errors import StoreBusy, StoreDamaged
from graph_store.locks import build_lock
from graph_store.search_index import SearchIndex
from tests.archive_parts import numbered


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(str(tmp_path)) as opened:
        facts, text, data = numbered(1)
        opened.put(facts, text=text, original=data, by="王芳")
        yield opened


def test_graph_and_index_are_brought_level(tmp_path: Path, archive: Archive) -> None:
    data = str(tmp_path)
    first = ensure_built(data, rules="1")
    assert (first.log_entry, first.log_hash) == archive.head()
    reader, search = EmbeddedReader(tmp_path), SearchIndex(tmp_path)
    question = "MATCH (u:Unit)-[r:LEADS]->(t:Task) RETURN u.name AS unit, r.quote AS quote, t.text AS text"
    led = [{"unit": "大宁县财政局", "quote": "县财政局", "text": "对县级龙头企业奖补8.2亿元。"}]
    assert reader.read(question) == led
    assert search.search("奖补", ["task"])[0] == 1
    pointer = read_pointer(tmp_path)
    assert ensure_built(data, rules="1") == first
    assert read_pointer(tmp_path) == pointer  # nothing to do, nothing done

    facts, text, original = numbered(2)
    archive.put(facts, text=text, original=original, by="王芳")
    assert not is_level(data, "embedded:", first) or archive.head()[0] != first.log_entry
    assert ensure_built(data, rules="1").log_entry == 2
    assert reader.read(question) == led * 2
    archive.unload(facts.id, by="王芳")
    assert ensure_built(data, rules="1").log_entry == 3
    assert reader.read(question) == led
    assert (reader.mark(), search.mark()) == (ensure_built(data, rules="1"),) * 2
    reader.close()


def test_a_broken_graph_or_index_is_made_again(tmp_path: Path, archive: Archive) -> None:
    data = str(tmp_path)
    level = ensure_built(data, rules="1")
    pointer = read_pointer(tmp_path)
    assert pointer is not None
    (tmp_path / "graph" / pointer.name).unlink()
    SearchIndex(tmp_path).path.write_bytes(b"x" * 100)
    assert ensure_built(data, rules="1") == level
    assert is_level(data, "embedded:", level)
    again = read_pointer(tmp_path)
    ensure_built(data, rules="1", force=True)
    assert read_pointer(tmp_path) != again
    assert ensure_built(data, rules="2").rules == "2"


def test_the_deadline_ends_the_child(tmp_path: Path, archive: Archive) -> None:
    with build_lock(tmp_path, seconds=1), pytest.raises(StoreBusy):
        ensure_built(str(tmp_path), rules="1", deadline=1.5)
    assert ensure_built(str(tmp_path), rules="1").log_entry == 1


def test_the_childs_error_is_told(tmp_path: Path, archive: Archive) -> None:
    from sqlalchemy import text

    with archive._engine.writing() as connection:
        connection.execute(text("UPDATE documents SET facts = text"))
    with pytest.raises(StoreDamaged, match="无法读出"):
        ensure_built(str(tmp_path), rules="1")
