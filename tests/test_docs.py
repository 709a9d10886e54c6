"""What the documents say is so: every command, option, setting, route, type and kind stands in them, examples run."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from api.app import create_app
from api.cli import app, run
from api.errors import STATUS
from graph_loader.build import DEADLINE
from graph_store.schema import EDGES, NODES
from graph_store.schema_doc import document
from graph_store.settings import SETTINGS
from graph_store.store import GraphReader
from queries.exports import COLUMNS
from queries.observations import KINDS
from tests.conftest import SAMPLES, zeren

ROOT = Path(__file__).parent.parent
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [*DOCS, *sorted(ROOT.glob("*.md")), *sorted((ROOT / "tests").glob("*/README.md"))]
CODE = ("api", "graph_loader", "graph_store", "queries", "visualizations")
#: variables that our own processes set for one another
INTERNAL = {"ZEREN_BUILD_WAIT", "ZEREN_NEO4J_"}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its words: ("units same", …)."""
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        if below is None:
            yield name, command
        else:
            yield from ((f"{name} {inner}", each) for inner, each in below.items())


COMMANDS = dict(commands())


def section(name: str) -> str:
    """What docs/commands.md says of one command."""
    found = re.search(
        rf"^### `zeren {re.escape(name)}`\n(.*?)(?=^##|\Z)", text("docs/commands.md"), re.DOTALL | re.MULTILINE
    )
    assert found, f"docs/commands.md says nothing of zeren {name}"
    return found[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_with_all_its_options(name: str) -> None:
    said, command = section(name), COMMANDS[name]
    assert " ".join(command.help.split()) in said
    for param in command.params:
        if param.name == "help":
            continue
        assert param.help, f"zeren {name} {param.name} has no help"
        row = next((line for line in said.splitlines() if line.startswith("|") and param.help in line), None)
        assert row, f"zeren {name}: {param.opts} is missing or its help has changed"
        if param.param_type_name == "option":
            assert all(f"`{option}`" in row for option in param.opts)


def test_no_command_is_documented_that_there_is_not() -> None:
    said = re.findall(r"^### `zeren (.+)`$", text("docs/commands.md"), re.MULTILINE)
    assert sorted(said) == sorted(COMMANDS)


def test_the_options_of_all_commands_and_the_exit_codes_stand() -> None:
    said = text("docs/commands.md")
    for param in get_command(app).params:
        assert all(f"`{option}`" in said for option in param.opts)
        if getattr(param, "envvar", None):
            assert f"`{param.envvar}`" in said
    for code in (0, 1, 2, 130):
        assert f"\n| {code} | " in said


def test_every_setting_stands() -> None:
    used = {
        name
        for folder in CODE
        for file in (ROOT / folder).rglob("*.py")
        for name in re.findall(r"ZEREN_[A-Z0-9_]+", file.read_text(encoding="utf-8"))
    } - INTERNAL
    said = text("docs/commands.md") + text("docs/servers.md")
    assert {row.variable for row in SETTINGS} <= used
    assert sorted(name for name in used if f"`{name}`" not in said and f"`{name}=" not in said) == []
    assert set(re.findall(r"ZEREN_[A-Z0-9_]+", said)) <= used
    assert f"| {DEADLINE:g} |" in said


def test_every_route_stands_with_its_parameters_paths(hand_graph: GraphReader) -> None:
    routes = {
        f"{method.upper()} {path}"
        for path, each in create_app(hand_graph).openapi()["paths"].items()
        for method in each
    }
    said = set(re.findall(r"^\| `([A-Z]+ /[^`]*)` \|", text("docs/api.md"), re.MULTILINE))
    assert said == routes


def test_every_status_of_an_error_stands() -> None:
    said = set(map(int, re.findall(r"\b([45]\d\d)\b", text("docs/api.md"))))
    assert set(STATUS.values()) <= said


def test_the_schema_page_is_made_from_the_schema() -> None:
    said = text("docs/schema.md")
    assert said == document(), "run: python -m graph_store.schema_doc > docs/schema.md"
    assert all(f"### `{node.name}` {node.label_zh}" in said for node in NODES)
    assert all(f"| `{edge.name}` | {edge.label_zh} |" in said for edge in EDGES)


def test_every_kind_of_observation_stands() -> None:
    said = text("docs/reading.md")
    assert [kind.name for kind in KINDS if f"| `{kind.name}` | {kind.label_zh} |" not in said] == []


def test_every_export_stands() -> None:
    said = section("export")
    assert [name for name in (*COLUMNS, "graph") if name not in said] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_the_files_that_are_named_are_there(page: str) -> None:
    everything = {file.name for folder in CODE for file in (ROOT / folder).rglob("*") if file.is_file()}
    for name in re.findall(r"`(?:[\w]+/)*([\w*]+\.(?:py|csv))`", text(page)):
        assert name.startswith("*") or name in everything or (ROOT / "tests" / name).exists(), name


def examples(page: str) -> list[list[str]]:
    """The lines of a page that call zeren, as arguments."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text(page), re.DOTALL | re.MULTILINE)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("zeren ")]


@pytest.fixture
def desk(samples_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the samples and what they leave when loaded; the work is done in it."""
    shutil.copytree(samples_data, tmp_path / "zeren-data")
    (tmp_path / "samples").symlink_to(SAMPLES)
    monkeypatch.chdir(tmp_path)
    for name in ("ZEREN_DATA", "ZEREN_GRAPH", "ZEREN_LANG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_the_examples_of_the_commands_page_run(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in examples("docs/commands.md"):
        if arguments[0] == "restore":
            arguments = [*arguments, "--replace"]
        assert run(arguments) == 0, (arguments, capsys.readouterr())
    capsys.readouterr()


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "docs/audit.md"])
def test_the_commands_of_the_other_pages_run(page: str, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "assignments", "--unit", "大宁县财政局"]) == 0
    task = re.findall(r"task_[0-9a-f]{20}", capsys.readouterr().out)[0]
    assert run(["task", task]) == 0
    part = re.findall(r"task_[0-9a-f]{20}~[\w~\s]*?~\d", capsys.readouterr().out)
    called = examples(page)
    assert called
    for arguments in called:
        given = [
            {"TASK_ID": task, "任务编号": task, "TRACE_ID": re.sub(r"\s", "", part[0]) if part else task}.get(
                word, word
            )
            for word in arguments
        ]
        assert run(given) == 0, (given, capsys.readouterr())
    assert capsys.readouterr().out


def test_help_of_every_command_ends_well() -> None:
    for name in ("", "units", "archive"):
        ran = zeren(*name.split(), "--help")
        assert (ran.returncode, "Usage: zeren" in ran.stdout) == (0, True)
