"""An answer is of one state of the graph, also when a load ends between two of the questions that it asks."""

from __future__ import annotations

from pathlib import Path
from typing import LiteralString

from fastapi.testclient import TestClient

from api.app import create_app
from graph_store.embedded_store import EmbeddedReader
from graph_store.store import Row, Value
from tests.conftest import TWO_PLANS, zeren


class LoadedMeanwhile(EmbeddedReader):
    """The real engine; a revision of a plan is loaded before its question number `at`."""

    def __init__(self, folder: Path, revision: Path, at: int) -> None:
        super().__init__(folder)
        self.folder, self.revision, self.left = folder, revision, at

    def read(self, cypher: LiteralString, **parameters: Value) -> list[Row]:
        self.left -= 1
        if self.left == 0:
            assert zeren("load", self.revision, data=self.folder).returncode == 0
        return super().read(cypher, **parameters)


def test_counts_and_rows_agree_when_a_revision_is_loaded_between_them(plans_copy: Path, tmp_path: Path) -> None:
    plan = next(path for path in TWO_PLANS if "岢岚" in path.read_text(encoding="utf-8"))
    revision = tmp_path / plan.name
    revision.write_bytes(plan.read_bytes().replace("县财政局".encode(), "县审计局".encode(), 3))
    before = EmbeddedReader(plans_copy)
    found = before.read("MATCH (u:Unit {name: $name}) RETURN u.id AS id", name="岢岚县财政局")
    before.close()
    page = f"/api/units/{found[0]['id']}"
    with TestClient(create_app(EmbeddedReader(plans_copy))) as client:
        held = client.get(page).json()["total"]
    reader = LoadedMeanwhile(plans_copy, revision, at=4)
    with TestClient(create_app(reader)) as client:
        answer = client.get(page).json()
    assert reader.left < 0
    assert answer["total"] == len({duty["counted_id"] for duty in answer["duties"]}) == held - 3
