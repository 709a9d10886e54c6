"""Settings: arguments before environment before defaults, and engines by address."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_store.engines import open_archive, open_reader, open_writer
from graph_store.errors import BadSetting
from graph_store.settings import SETTINGS, Settings, local_folder


def test_arguments_win_over_the_environment_and_that_over_defaults() -> None:
    assert Settings.of(env={}) == Settings()
    env = {"ZEREN_DATA": "乙", "ZEREN_GRAPH": "bolt://server:7687", "ZEREN_QUERY_SECONDS": "2.5"}
    assert Settings.of(env=env) == Settings(data="乙", graph="bolt://server:7687", query_seconds=2.5)
    assert Settings.of(data="甲", graph="embedded:", env=env).data == "甲"
    assert all(row.help_zh and row.help_en and row.variable.startswith("ZEREN_") for row in SETTINGS)
    assert {row.name for row in SETTINGS} == set(Settings.__dataclass_fields__)


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"ZEREN_GRAPH": "redis://x"}, "图引擎的写法不认得"),
        ({"ZEREN_GRAPH": "embedded"}, "图引擎的写法不认得"),
        ({"ZEREN_DATA": "mysql://u:secret@x/y"}, "数据位置的写法不认得：mysql"),
        ({"ZEREN_DATA": __file__}, "是一个文件"),
        ({"ZEREN_QUERY_SECONDS": "bald"}, "ZEREN_QUERY_SECONDS"),
        ({"ZEREN_BUILD_SECONDS": "-1"}, "ZEREN_BUILD_SECONDS"),
    ],
)
def test_what_cannot_be_meant_is_refused(env: dict[str, str], said: str) -> None:
    with pytest.raises(BadSetting, match=said) as caught:
        Settings.of(env=env)
    assert "secret" not in str(caught.value)


def test_graph_and_index_lie_with_the_data_unless_told() -> None:
    assert local_folder("embedded:", "数据") == Path("数据")
    assert local_folder("embedded:/var/zeren", "postgresql://x/y") == Path("/var/zeren")
    assert local_folder("embedded:", "postgresql://x/y") == Path("zeren-data")
    assert local_folder("bolt://x", "数据") == Path("数据")


def test_engines_are_opened_by_address(tmp_path: Path) -> None:
    reader = open_reader("embedded:", str(tmp_path))
    assert reader.mark() is None
    reader.close()
    with open_archive(str(tmp_path)) as archive:
        assert archive.head()[0] == 0
    for wrong in (lambda: open_reader("x", "."), lambda: open_writer("x"), lambda: open_archive("mysql://x")):
        with pytest.raises(BadSetting):
            wrong()
