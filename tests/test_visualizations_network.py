"""The saved pages open with no internet, show everything, and take no name for markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from graph_store.errors import BadInput, NotFound
from graph_store.store import GraphReader
from tests.page_graph import CHROMIUM, EVIL, FLAGS, needs_chromium, page_reader
from visualizations.matrix import matrix, write_matrix_page
from visualizations.network import network_picture, wrapped, write_network_page
from visualizations.picture import picture_data


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphReader]:
    with page_reader(tmp_path_factory.mktemp("graph")) as reader:
        yield reader


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
        yield context.new_page()
        browser.close()


def _opened(tab: Page, path: Path) -> list[str]:
    """Open a file; give every request that it made besides itself."""
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: asked.append(f"console: {message.text}") if message.type == "error" else None)
    tab.goto(path.as_uri())
    return [url for url in asked if url != path.as_uri()]


def test_every_edge_of_the_picture_is_in_the_page(graph: GraphReader, tmp_path: Path) -> None:
    path = tmp_path / "network.html"
    picture = write_network_page(graph, centre="unit_evil", depth=2, limit=100, path=path)
    found = re.search(r'<script type="application/json" id="picture">(.*?)</script>', path.read_text(), re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert [(e["from"], e["to"], e["look"]) for e in data["edges"]] == [
        (e.source, e.target, e.look) for e in picture.links
    ]
    assert [n["id"] for n in data["nodes"]] == [d.id for d in picture.dots]
    assert sorted(e.look for e in picture.links if e.source == "unit_evil") == ["lead", "support"]


def test_a_picture_says_what_it_leaves_out_and_what_it_rests_on(graph: GraphReader) -> None:
    whole = network_picture(graph)
    assert whole.more == ""
    assert len(whole.sources) == 3
    assert all("此件公开发布" in source for source in whole.sources)
    part = network_picture(graph, limit=3)
    assert len(part.dots) == 3
    assert part.more == f"另有{len(whole.dots) - 3}个节点未画出；缩小范围可以看到。"
    assert "more nodes" in network_picture(graph, limit=3, lang="en").more


def test_a_centre_that_is_not_there_is_said(graph: GraphReader, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        write_network_page(graph, centre="unit_none", depth=1, limit=9, path=tmp_path / "x.html")
    with pytest.raises(BadInput):
        write_network_page(graph, centre="unit_dncz", depth=5, limit=9, path=tmp_path / "x.html")
    assert not (tmp_path / "x.html").exists()


def test_two_runs_write_the_same_bytes(graph: GraphReader, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_network_page(graph, centre=None, depth=1, limit=500, path=tmp_path / f"{name}n.html")
        write_matrix_page(graph, path=tmp_path / f"{name}m.html")
    assert (tmp_path / "an.html").read_bytes() == (tmp_path / "bn.html").read_bytes()
    assert (tmp_path / "am.html").read_bytes() == (tmp_path / "bm.html").read_bytes()


@needs_chromium
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_network_opens_with_no_internet_and_runs_nothing_foreign(
    graph: GraphReader, tab: Page, tmp_path: Path, lang: str
) -> None:
    path = tmp_path / "network.html"
    picture = write_network_page(graph, centre="unit_evil", depth=2, limit=100, path=path, lang=lang)
    assert _opened(tab, path) == []
    tab.locator("body[data-drawn]").wait_for(state="attached")
    assert tab.evaluate("document.body.dataset.drawn") == str(len(picture.dots))
    assert tab.evaluate("document.body.dataset.hacked") is None
    assert tab.locator("h1").inner_text().startswith("<img src=x")
    assert tab.locator("img, a").count() == 0
    boxes = tab.evaluate("window.zerenNetwork.getPositions()")
    assert boxes["unit_evil"] == {"x": 0, "y": 0}
    drawn = tab.evaluate("Object.keys(window.zerenNetwork.body.edges).length")
    assert drawn == len(picture.links)


@needs_chromium
def test_the_network_is_searched_and_filtered(graph: GraphReader, tab: Page, tmp_path: Path) -> None:
    path = tmp_path / "network.html"
    write_network_page(graph, centre="unit_dncz", depth=2, limit=100, path=path)
    assert _opened(tab, path) == []
    tab.locator("body[data-drawn]").wait_for(state="attached")
    tab.get_by_label("查找").fill("税务")
    tab.locator("#found button").first.click()
    assert "税务局" in tab.locator("#card h3").inner_text()
    tab.get_by_label("牵头").uncheck()
    hidden = tab.evaluate("Object.values(window.zerenNetwork.body.edges).filter(e => e.options.hidden).length")
    assert hidden >= 3


@needs_chromium
def test_the_matrix_opens_with_no_internet_and_is_filtered(graph: GraphReader, tab: Page, tmp_path: Path) -> None:
    path = tmp_path / "matrix.html"
    table = write_matrix_page(graph, path=path, policy_id="policy_a")
    assert _opened(tab, path) == []
    assert tab.locator("#matrix tbody tr").count() == len(table.lines)
    assert tab.evaluate("document.body.dataset.hacked") is None
    assert tab.locator("#matrix img, main a").count() == 0
    assert EVIL in tab.locator("#matrix thead").inner_text().replace("\n", "")
    tab.get_by_label("筛选单位").fill("财政局")
    assert tab.locator("#matrix thead th.unit:visible").count() == 1
    tab.get_by_label("筛选单位").fill("")
    tab.get_by_label("筛选任务").fill("招商")
    assert tab.locator("#matrix tbody tr:visible").count() == 1
    assert "此件公开发布" in tab.locator("main").inner_text()


def test_the_matrix_has_each_role_once_and_collectives_last(graph: GraphReader) -> None:
    table = matrix(graph, policy_id="policy_a")
    assert [column.collective for column in table.columns] == sorted(column.collective for column in table.columns)
    roles = {line.task.id: line.roles for line in table.lines}
    assert roles["task_a1"] == {"unit_dncz": ("lead",), "unit_dnsw": ("lead",), "unit_dnfg": ("support",)}
    assert roles["task_a2"] == {"unit_dnfg": ("responsible",), "unit_dncz": ("responsible",)}
    assert roles["task_evil"] == {"unit_evil": ("lead", "support")}
    small = matrix(graph, policy_id="policy_a", limit=2)
    assert (len(small.lines), small.left_out) == (2, len(table.lines) - 2)


def test_labels_break_evenly_and_never_before_a_closing_mark() -> None:
    assert wrapped("县民营经济发展促进中心", 10) == "县民营经济发\n展促进中心"
    assert wrapped("54 省外、市外、县外总承包一…", 8) == "54 省外、市外、\n县外总承包一…"
    assert wrapped("县财政局", 10) == "县财政局"
    assert wrapped("", 10) == ""


@pytest.mark.parametrize("size", [(1280, 800), (390, 780)])
def test_the_saved_network_has_labels_to_read_and_to_click(
    graph: GraphReader, tab: Page, tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "network.html"
    write_network_page(graph, centre="unit_dncz", depth=2, limit=100, path=path)
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    assert _opened(tab, path) == []
    tab.wait_for_function("window.zerenLabelsShown.places().length > 3")
    place = tab.evaluate("window.zerenLabelsShown.places().find(p => p.id === 'unit_dncz')")
    tab.locator(".stage").click(position={"x": place["x"] + 4, "y": place["y"] + place["h"] / 2})
    assert tab.locator("#card h3").inner_text() == "大宁县财政局"
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_picture_of_several_places_says_whose_bureau_each_is(graph: GraphReader) -> None:
    labels = {dot.label.replace("\n", "") for dot in network_picture(graph).dots if dot.kind == "Unit"}
    assert not [label for label in labels if label.startswith("县")]
    one = {dot.label for dot in network_picture(graph, centre="unit_dncz").dots if dot.kind == "Unit"}
    assert "县财政局" in one


def test_one_name_for_many_bodies_is_drawn_as_such(graph: GraphReader) -> None:
    dots = {dot.name: dot for dot in network_picture(graph, jurisdiction="大宁县").dots}
    assert dots["大宁县各乡镇人民政府"].detail == ("统称",)
    assert dots["大宁县财政局"].detail == ()
    drawn = {str(node["name"]): node["many"] for node in picture_data(network_picture(graph), "zh")["nodes"]}  # type: ignore[attr-defined]
    assert (drawn["大宁县各乡镇人民政府"], drawn["大宁县财政局"]) == (True, False)
