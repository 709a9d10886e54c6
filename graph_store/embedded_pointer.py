"""Which snapshot of the embedded graph holds: a small file that is replaced whole, and the names of snapshots.

`graph/current.json` → Pointer(name="graph-7-5f0c….lbug", …). A snapshot is never changed and its name never used
again; a reader that follows the pointer sees the old graph or the new one, never half of one.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from graph_store.schema import SCHEMA_VERSION
from graph_store.store import Mark

POINTER = "current.json"
LOAD_PREFIX = ".load-"  # of folders in which a build lays down what it loads
_PREFIX, _SUFFIX = "graph-", ".lbug"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """What the pointer file says of the snapshot that holds."""

    name: str
    bytes: int
    log_entry: int
    log_hash: str
    rules: str
    schema_version: int
    storage_version: int

    @property
    def mark(self) -> Mark:
        """Where this snapshot stands."""
        return Mark(
            log_entry=self.log_entry,
            log_hash=self.log_hash,
            schema_version=self.schema_version,
            rules=self.rules,
        )


def graph_folder(folder: str | Path) -> Path:
    """Return where the snapshots of a data folder lie."""
    return Path(folder) / "graph"


def new_name(log_entry: int) -> str:
    """Return a name for a snapshot that was never used before."""
    return f"{_PREFIX}{log_entry}-{secrets.token_hex(8)}{_SUFFIX}"


def read_pointer(folder: str | Path) -> Pointer | None:
    """Return the pointer of a data folder; None where there is none, or none that this version understands.

    None too where the snapshot is gone, is not as long as it was, or has the schema of another version: in all
    these cases the graph is made again from the archive.
    """
    place = graph_folder(folder)
    try:
        pointer = Pointer(**json.loads((place / POINTER).read_text(encoding="utf-8")))
        size = (place / pointer.name).stat().st_size
    except (OSError, ValueError, TypeError):
        return None
    if pointer.schema_version != SCHEMA_VERSION or size != pointer.bytes or not size:
        return None
    return pointer


def write_pointer(folder: str | Path, pointer: Pointer) -> None:
    """Make a snapshot the one that holds: on the disk whole, or not at all."""
    place = graph_folder(folder)
    draft = place / f".{POINTER}-{secrets.token_hex(4)}"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(pointer), file, ensure_ascii=True, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, place / POINTER)
    sync(place)


def remove_others(folder: str | Path, keep: str) -> None:
    """Remove what older builds left, finished or not; readers that hold a file open keep answering from it."""
    for path in graph_folder(folder).iterdir():
        if path.name.startswith(LOAD_PREFIX):
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith((_PREFIX, f".{POINTER}-")) and not path.name.startswith(keep):
            path.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
