"""The archive: one behaviour, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from graph_store.archive import Archive, copy_archive, open_archive
from graph_store.codec import decode_facts, encode_facts, pack_text, place_json, unpack_text
from graph_store.errors import BadInput, BadSetting, NotFound, StoreDamaged, StoreError, StoreUnreachable
from graph_store.model import DocumentFacts, Place
from tests.archive_parts import Place_, document, numbered, other_span


@pytest.fixture
def archive(place: Place_) -> Iterator[Archive]:
    with open_archive(place()) as opened:
        yield opened


def put(archive: Archive, parts: tuple[DocumentFacts, str, bytes], by: str = "王芳") -> str:
    facts, words, data = parts
    return archive.put(facts, text=words, original=data, by=by).outcome


def test_a_document_comes_back_as_it_was_put(archive: Archive) -> None:
    facts, words, data = document()
    receipt = archive.put(facts, text=words, original=data, by="王芳")
    assert (receipt.document_id, receipt.outcome, receipt.replaced, receipt.log_entry) == (facts.id, "added", None, 1)
    assert archive.facts(facts.id) == facts
    assert list(archive.all_facts()) == [facts]
    assert archive.text(facts.id) == words
    assert archive.original(facts.id) == data
    (stored,) = archive.documents()
    assert (stored.id, stored.file, stored.number, stored.size) == (
        facts.id,
        "方案.txt",
        "大营发〔2022〕1号",
        len(data),
    )
    assert (stored.state, stored.since, stored.until, stored.jurisdiction) == ("active", 1, None, "大宁县")
    assert archive.verify() == []


def test_what_a_document_is_to_the_archive(archive: Archive) -> None:
    first = document()
    assert put(archive, first) == "added"
    assert put(archive, first) == "unchanged"
    assert put(archive, document(rules="2")) == "reread"
    facts, words, data = document(first[1] + "修改\n", rules="2")
    receipt = archive.put(facts, text=words, original=data, by="王芳")
    assert (receipt.outcome, receipt.replaced) == ("revised", first[0].id)
    assert put(archive, numbered(2)) == "added"
    assert [entry.action for entry in archive.log()] == ["added", "reread", "revised", "added"]
    assert [(row.id, row.state) for row in archive.documents()] == [
        (facts.id, "active"),
        (numbered(2)[0].id, "active"),
    ]
    states = sorted((row.since, row.until, row.state) for row in archive.documents(history=True) if row.until)
    assert states == [(1, 2, "reread"), (2, 3, "superseded")]
    assert archive.facts(first[0].id).rules == "2"  # history stays readable
    assert archive.original(first[0].id) == first[2]
    assert archive.verify() == []


def test_unloading_keeps_the_history(archive: Archive) -> None:
    facts, words, data = document()
    put(archive, (facts, words, data))
    assert archive.unload(facts.id, by="李明").replaced == facts.id
    assert archive.documents() == []
    assert list(archive.all_facts()) == []
    assert archive.text(facts.id) == words
    with pytest.raises(NotFound, match="没有载入"):
        archive.unload(facts.id, by="李明")
    assert put(archive, (facts, words, data)) == "added"
    assert archive.verify() == []
    assert [entry.who for entry in archive.log()] == ["王芳", "李明", "王芳"]


def test_a_false_quote_is_never_kept(archive: Archive) -> None:
    facts, words, data = document()
    with pytest.raises(StoreDamaged, match=r"1 处引文与原文不符（如 tasks\[0\].span）"):
        archive.put(other_span(facts, 3), text=words, original=data, by="王芳")
    assert archive.head() == (0, "0" * 64)
    assert archive.documents(history=True) == []


def test_judgements_are_added_and_taken_back(archive: Archive) -> None:
    made = archive.judge(
        subject="unit",
        jurisdiction="大宁县",
        left="县发政局",
        right="县发改局",
        verdict="same",
        by="王芳",
        reason="笔误",
    )
    assert archive.judgements() == [made]
    assert archive.undo(made.id, by="李明") == replace(made, undone=True)
    assert archive.judgements() == []
    assert archive.judgements(include_undone=True) == [replace(made, undone=True)]
    with pytest.raises(NotFound):
        archive.undo(made.id, by="李明")
    with pytest.raises(BadInput):
        archive.judge(subject="unit", jurisdiction="", left="甲", right="乙", verdict="perhaps", by="", reason="")
    assert [(entry.action, entry.subject) for entry in archive.log()] == [
        ("judged", "judgement_1"),
        ("undone", "judgement_1"),
    ]
    assert archive.verify() == []


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE log SET who = '他人' WHERE entry = 2", "第 2 条被改动：校验值不符"),
        ("UPDATE log SET detail = '{}' WHERE entry = 2", "第 2 条的内容被改动"),
        ("DELETE FROM log WHERE entry = 2", "第 2 条缺失"),
        ("DELETE FROM documents WHERE version = 2", "第 2 条所收录的文件"),
        ("UPDATE documents SET state = 'active', until = NULL WHERE version = 1", "已不再有效，却仍标为有效"),
        ("UPDATE documents SET state = 'unloaded', until = 2 WHERE version = 2", "没有与之相符的一条"),
        ("UPDATE documents SET file = 'x' WHERE version = 2", "与收录它的溯源记录不符"),
        ("UPDATE documents SET facts = text WHERE version = 2", "的事实记录与记录的校验值不符"),
        ("UPDATE documents SET text = facts WHERE version = 2", "的引文与原文不符：tasks[0].span"),
        ("UPDATE originals SET data = (SELECT text FROM documents WHERE version = 1)", "与其 SHA-256 不符"),
        ("DELETE FROM originals", "缺少原件"),
        ("UPDATE judgements SET verdict = 'different'", "认定 1 与溯源记录不符"),
        ("DELETE FROM judgements", "judgement_1 不在档案中"),
        ("INSERT INTO undone VALUES (1, '他人', '', 1)", "认定 1 的撤销与溯源记录不符"),
    ],
)
def test_verify_finds_what_was_altered(archive: Archive, statement: str, problem: str) -> None:
    put(archive, document())
    put(archive, document(document()[1] + "修改\n"))
    archive.judge(subject="unit", jurisdiction="大宁县", left="甲", right="乙", verdict="same", by="王芳", reason="")
    assert archive.verify() == []
    with archive._engine.writing() as connection:
        connection.execute(text(statement))
    assert any(problem in found for found in archive.verify()), archive.verify()


def test_a_snapshot_sees_one_state(archive: Archive) -> None:
    put(archive, numbered(1))
    with archive.snapshot():
        assert archive.head()[0] == 1
        other = Thread(target=put, args=(archive, numbered(2)))
        other.start()
        other.join()
        assert (archive.head()[0], len(archive.documents()), len(list(archive.all_facts()))) == (1, 1, 1)
        with pytest.raises(StoreError, match="读取档案的过程中"):
            put(archive, numbered(3))
    assert (archive.head()[0], len(archive.documents())) == (2, 2)


def test_who_only_reads_waits_for_no_writer(place: Place_) -> None:
    """A whole archive being copied in is one long transaction; servers open and read the archive meanwhile."""
    where = place()
    with open_archive(where) as archive:
        put(archive, numbered(1))
        with archive._engine.writing() as connection:
            connection.execute(text("DELETE FROM log"))
            found: list[tuple[int, int]] = []

            def look() -> None:
                with open_archive(where) as reader:
                    found.append((reader.head()[0], len(reader.documents())))

            thread = Thread(target=look)
            thread.start()
            thread.join()
            assert found == [(1, 1)]
            connection.rollback()
        assert archive.verify() == []


def test_many_threads_put_at_once(archive: Archive) -> None:
    threads = [Thread(target=put, args=(archive, numbered(n))) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert archive.head()[0] == 12
    assert archive.verify() == []


def test_backup_and_restore_give_the_same_archive(place: Place_, archive: Archive, tmp_path: Path) -> None:
    put(archive, document())
    put(archive, document(document()[1] + "修改\n"))
    made = archive.judge(
        subject="member", jurisdiction="大宁县", left="昕水镇", right="各乡镇", verdict="same", by="王芳", reason=""
    )
    archive.undo(made.id, by="王芳")
    file = tmp_path / "档案 备份.zeren"
    archive.backup(file)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [file.name]
    with open_archive(place()) as other:
        other.restore(file)
        assert other.log() == archive.log()
        assert other.documents(history=True) == archive.documents(history=True)
        assert other.judgements(True) == archive.judgements(True)
        assert other.verify() == []
        with pytest.raises(StoreError, match="不是空的"):
            other.restore(file)
        put(other, numbered(7))
        other.restore(file, replace=True)
        assert other.head() == archive.head()


def test_a_backup_that_is_none_is_refused(archive: Archive, tmp_path: Path) -> None:
    wrong = tmp_path / "x.zeren"
    with pytest.raises(BadInput, match="无法读取"):
        archive.restore(wrong)
    wrong.write_bytes(b"PK\x03\x04")
    with pytest.raises(BadInput, match="不是责任网的备份"):
        archive.restore(wrong)
    with pytest.raises(StoreError, match="无法写入"):
        archive.backup(tmp_path / "没有" / "x.zeren")


def test_an_archive_is_copied_whole(place: Place_, archive: Archive, tmp_path: Path) -> None:
    put(archive, numbered(1))
    archive.unload(numbered(1)[0].id, by="王芳")
    with open_archive(str(tmp_path / "local")) as local, open_archive(place()) as again:
        copy_archive(archive, local)
        copy_archive(local, again)
        assert again.log() == archive.log()
        assert again.documents(history=True) == archive.documents(history=True)
        assert put(again, numbered(1)) == "added"
        with pytest.raises(StoreError, match="不是空的"):
            copy_archive(archive, again)


def test_a_newer_archive_is_refused(place: Place_) -> None:
    where = place()
    with open_archive(where) as opened, opened._engine.writing() as connection:
        connection.execute(text("UPDATE zeren_meta SET value = '99' WHERE key = 'version'"))
    with pytest.raises(StoreError, match="这份档案的版本是 99"):
        open_archive(where)


def test_a_place_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(BadSetting, match="无法使用"):
        open_archive(str(file))
    (tmp_path / "archive.sqlite3").write_bytes(b"not a database, but long enough to look at" * 100)
    with pytest.raises(StoreDamaged, match="已损坏"):
        open_archive(str(tmp_path))


def test_a_silent_server_is_named_without_its_password() -> None:
    with pytest.raises(StoreUnreachable, match=r"127\.0\.0\.1") as caught:
        open_archive("postgresql://zeren:geheim@127.0.0.1:9/none")
    assert "geheim" not in str(caught.value)


def test_canonical_bytes_are_the_same_and_come_back() -> None:
    facts = document()[0]
    data = encode_facts(facts)
    assert b'"value":"820000000.0"' in data
    assert decode_facts(data) == facts
    assert encode_facts(decode_facts(data)) == data
    with pytest.raises(StoreDamaged, match="无法读出"):
        decode_facts(b'{"id": 1}')


def test_a_place_shows_only_what_its_format_has() -> None:
    assert place_json(None) is None
    assert place_json(Place(page=3, box=(1.5, 2.0, 3.0, 4.0))) == '{"page":3,"box":[1.5,2.0,3.0,4.0]}'
    assert place_json(Place(sheet="表一", cell="C12")) == '{"sheet":"表一","cell":"C12"}'


@given(st.text(st.characters()))
def test_every_text_comes_back(words: str) -> None:
    assert unpack_text(pack_text(words)) == words
