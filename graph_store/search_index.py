"""Full-text search for words of any length, two characters included: one SQLite FTS5 file beside the archive.

“奖补” → every task, policy or unit whose words hold 奖补 side by side. Text is kept as single characters, a query is
a phrase of them; white space is overlooked, other signs stand for one another (〔2022〕43号 finds [2022]43号).
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph_store.errors import StoreBusy, StoreDamaged, StoreError
from graph_store.store import GraphRows, Mark, Value

SEARCH_FILE = "search.sqlite3"
KINDS = ("unit", "policy", "task")  # in this order they are listed
_VERSION = "1"
_BREAK = "_"  # stands for signs that are neither letter nor digit
_MOST_WORDS, _LONGEST = 16, 200  # of a query

_TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE entries(
    number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, sort TEXT NOT NULL,
    hash BLOB NOT NULL, packed BLOB NOT NULL, UNIQUE(kind, id)
);
CREATE VIRTUAL TABLE words USING fts5(text, content='', columnsize=0, tokenize="unicode61 remove_diacritics 0 tokenchars '_'");
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One thing found. kind: unit, policy or task; title: its name, title or heading."""

    kind: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    id: str
    title: str
    sort: str
    words: str

    @property
    def hash(self) -> bytes:
        parts = (self.title, self.sort, self.words)
        return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).digest()


def characters(text: str) -> str:
    """Return a text as its letters and digits, one by one, with a sign for what stands between them."""
    found: list[str] = []
    for char in unicodedata.normalize("NFKC", text).lower():
        if char.isalnum():
            found.append(char)
        elif not char.isspace() and found and found[-1] != _BREAK:
            found.append(_BREAK)
    return " ".join(found)


def phrases(query: str) -> str:
    """Return a query of FTS5 that asks for every word of a query as a phrase; empty where it holds no word."""
    words = (characters(word).strip(f"{_BREAK} ") for word in query[:_LONGEST].split())
    return " AND ".join(f'"{word}"' for word in [w for w in words if w][:_MOST_WORDS])


class SearchIndex:
    """The index of one data folder; safe for several threads and processes (each question opens the file)."""

    def __init__(self, folder: str | Path) -> None:
        self.path = Path(folder) / SEARCH_FILE

    def search(
        self, query: str, kinds: Sequence[str] = KINDS, limit: int = 20, offset: int = 0
    ) -> tuple[int, list[SearchHit]]:
        """Return how many there are, and some of them: units, policies, tasks, each in a fixed order.

        Signs, quotes and blanks in a query never fail; a query without a letter or digit finds nothing. Raises
        StoreDamaged where the index must be built (again).
        """
        phrase = phrases(query)
        wanted = [KINDS.index(kind) for kind in dict.fromkeys(kinds) if kind in KINDS]
        if not phrase or not wanted:
            return 0, []
        places = ",".join("?" * len(wanted))
        found = f"FROM words JOIN entries ON number = words.rowid WHERE words MATCH ? AND kind IN ({places})"
        with self._reading() as connection:
            total = connection.execute(f"SELECT count(*) {found}", (phrase, *wanted)).fetchone()[0]
            rows = connection.execute(
                f"SELECT kind, id, title {found} ORDER BY kind, sort, id LIMIT ? OFFSET ?",
                (phrase, *wanted, max(0, limit), max(0, offset)),
            ).fetchall()
        return total, [SearchHit(kind=KINDS[kind], id=id_, title=title) for kind, id_, title in rows]

    def mark(self) -> Mark | None:
        """Return where the index stands; None where it must be built."""
        try:
            with self._reading() as connection:
                meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        except StoreDamaged:
            return None
        if meta.get("version") != _VERSION or "log_entry" not in meta:
            return None
        return Mark(
            log_entry=int(meta["log_entry"]),
            log_hash=meta["log_hash"],
            schema_version=int(meta["schema_version"]),
            rules=meta["rules"],
        )

    def update(self, rows: GraphRows, mark: Mark) -> int:
        """Make the index hold exactly what a projection holds; return how many entries changed.

        Only what differs is written, in one transaction. A broken file is made anew. Raises StoreBusy, StoreError.
        """
        try:
            if self.mark() is None:
                return self._start_anew(rows, mark)
            return _update(self.path, rows, mark)
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise StoreBusy("检索索引正由另一个进程更新。", hint="请稍后再试。") from error
            raise StoreError(f"检索索引无法写入：{error}", hint="请检查磁盘空间和写入权限。") from error
        except OSError as error:
            raise StoreError(f"检索索引无法写入：{error.strerror}", hint="请检查磁盘空间和写入权限。") from error

    def _start_anew(self, rows: GraphRows, mark: Mark) -> int:
        """Make a new file beside the old one and put it in its place when it is whole."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(f".{SEARCH_FILE}-new")
        _remove_file(draft)
        with closing(sqlite3.connect(draft)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")  # a long update keeps no reader waiting
            connection.executescript(_TABLES)
            connection.execute("INSERT INTO meta VALUES ('version', ?)", (_VERSION,))
            connection.commit()
        changed = _update(draft, rows, mark)
        _remove_file(self.path)
        os.replace(draft, self.path)
        return changed

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            uri = f"{self.path.absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True, timeout=10, isolation_level=None)) as connection:
                connection.execute("BEGIN")
                yield connection
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise StoreBusy("检索索引正由另一个进程更新。", hint="请稍后再试。") from error
            raise StoreDamaged(f"检索索引还没有建成，或已不能打开：{error}", hint="请运行 zeren rebuild。") from error


def _remove_file(path: Path) -> None:
    for side in ("-wal", "-shm", "-journal", ""):
        Path(f"{path}{side}").unlink(missing_ok=True)


def _update(path: Path, rows: GraphRows, mark: Mark) -> int:
    """Write what differs, and the mark, in one transaction."""
    with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        known = {
            (kind, id_): (number, hash_)
            for number, kind, id_, hash_ in connection.execute("SELECT number, kind, id, hash FROM entries")
        }
        changed = 0
        for entry in _entries(rows):
            number, hash_ = known.pop((entry.kind, entry.id), (None, b""))
            if hash_ == entry.hash:
                continue
            changed += 1
            if number is not None:
                _remove(connection, number)
            _add(connection, entry)
        for number, _ in known.values():
            changed += 1
            _remove(connection, number)
        values = {"log_entry": str(mark.log_entry), "log_hash": mark.log_hash, "rules": mark.rules}
        values["schema_version"] = str(mark.schema_version)
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())
        connection.execute("COMMIT")
    return changed


def _add(connection: sqlite3.Connection, entry: _Entry) -> None:
    split = characters(entry.words)
    values = (entry.kind, entry.id, entry.title, entry.sort, entry.hash, zlib.compress(split.encode(), 1))
    number = connection.execute(
        "INSERT INTO entries(kind, id, title, sort, hash, packed) VALUES (?, ?, ?, ?, ?, ?)", values
    ).lastrowid
    connection.execute("INSERT INTO words(rowid, text) VALUES (?, ?)", (number, split))


def _remove(connection: sqlite3.Connection, number: int) -> None:
    """Take an entry out; an index without contents must be told what it held."""
    (packed,) = connection.execute("SELECT packed FROM entries WHERE number = ?", (number,)).fetchone()
    words = zlib.decompress(packed).decode()
    connection.execute("INSERT INTO words(words, rowid, text) VALUES ('delete', ?, ?)", (number, words))
    connection.execute("DELETE FROM entries WHERE number = ?", (number,))


def _entries(rows: GraphRows) -> Iterator[_Entry]:
    """Yield what is to be found: units by their names, policies by title and number, tasks by heading and text."""
    for id_, values in rows.nodes.get("Unit", {}).items():
        names = values.get("names")
        every = dict.fromkeys([_word(values, "name"), *(names if isinstance(names, list) else [])])
        yield _Entry(0, id_, _word(values, "name"), _word(values, "name"), "\n|\n".join(every))
    for id_, values in rows.nodes.get("Policy", {}).items():
        title, number = _word(values, "title"), _word(values, "number")
        yield _Entry(1, id_, title or number, title, f"{title}\n|\n{number}")
    order = {id_: _word(values, "file") for id_, values in rows.nodes.get("Document", {}).items()}
    for id_, values in rows.nodes.get("Task", {}).items():
        title, text = _word(values, "title"), _word(values, "text")
        document, position = _word(values, "document_id"), values.get("position")
        place = position if isinstance(position, int) else 0
        shown = title or text[:60]
        words = text if text.startswith(title) else f"{title}\n|\n{text}"
        yield _Entry(2, id_, shown, f"{order.get(document, '')}\x1f{document}\x1f{place:08d}", words)


def _word(values: dict[str, Value], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""
