"""Vendored files are what their table says; our own scripts and templates ask for nothing from outside."""

import hashlib
import re
from pathlib import Path

import pytest

import visualizations
from graph_store.schema import ROLE_EDGES
from visualizations.legend import KIND_LOOKS, ROLE_LOOKS
from visualizations.matrix import role_mark

HERE = Path(visualizations.__file__).parent
VENDOR = HERE / "static" / "vendor"
OURS = [p for p in (*HERE.glob("static/*.*"), *HERE.glob("templates/*.html")) if p.is_file()]


def _table() -> dict[str, str]:
    rows = re.findall(r"^\| (\S+) \| .* \| ([0-9a-f]{64}) \|$", (VENDOR / "README.md").read_text(), re.MULTILINE)
    return dict(rows)


def test_each_vendored_file_has_the_hash_of_its_table() -> None:
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in VENDOR.iterdir() if p.name != "README.md"}
    assert found == _table()


@pytest.mark.parametrize("path", OURS, ids=lambda p: p.name)
def test_nothing_of_ours_names_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"(https?:)?//[a-z0-9-]+\.", text)


@pytest.mark.parametrize("path", [p for p in OURS if p.suffix == ".html"], ids=lambda p: p.name)
def test_templates_have_no_inline_handlers_and_mark_safe_only_our_own_files(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert set(re.findall(r"{{ ([^{}]*?)\s*\|\s*safe", text)) <= {
        "page.css",
        "page.library",
        "page.script",
        "css",
        "script",
    }


@pytest.mark.parametrize("path", [p for p in OURS if p.suffix == ".js"], ids=lambda p: p.name)
def test_scripts_never_write_html(path: Path) -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", path.read_text(encoding="utf-8")
    )


def test_every_role_of_the_schema_has_a_look_of_its_own() -> None:
    assert set(ROLE_LOOKS) == set(ROLE_EDGES)
    assert len({role_mark(role) for role in ROLE_EDGES}) == len(ROLE_EDGES)
    assert len({role_mark(role, "en") for role in ROLE_EDGES}) == len(ROLE_EDGES)
    assert len({look.colour for look in ROLE_LOOKS.values()}) == len(ROLE_EDGES)


def _hue(colour: str) -> tuple[float, float]:
    import colorsys

    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
    return hue * 360, saturation


@pytest.mark.parametrize("colour", [look.colour for look in (*ROLE_LOOKS.values(), *KIND_LOOKS.values())])
def test_no_colour_is_a_warning_light(colour: str) -> None:
    hue, saturation = _hue(colour)
    assert saturation < 0.4 or 150 < hue < 290
