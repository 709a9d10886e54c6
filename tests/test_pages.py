"""The pages as a browser shows them, wide and narrow: no outside request, no script error, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.page_graph import CHROMIUM, FLAGS, app_over, empty_reader, needs_chromium, page_reader, served

pytestmark = needs_chromium

PATHS = [
    "/",
    "/units",
    "/units/unit_dncz",
    "/units/unit_evil",
    "/units/unit_quyu",
    "/units/unit_dnxz",
    "/tasks/task_a1",
    "/tasks/task_a4",
    "/tasks/task_evil",
    "/policies",
    "/policies?missing=1",
    "/policies/policy_a",
    "/policies/policy_gwy",
    "/documents/doc_a",
    "/documents/doc_b",
    "/network?centre=unit_evil",
    "/network",
    "/matrix?policy=policy_a",
    "/observations",
    "/observations?kind=cited_not_loaded",
    "/due",
    "/due?unit=unit_dncz",
    "/search?q=财政",
    "/search?q=没有这个词",
    "/indicators",
    "/indicators?words=新增企业",
    "/targets/target_2",
    "/trace/task_evil",
    "/nothing",
    "/tasks/task_none",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("graph")
    with page_reader(folder) as reader, served(app_over(reader, folder)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """One page of a browser that notes what goes wrong."""

    def __init__(self, browser: Browser, site: str, width: int) -> None:
        self.site = site
        self.wrong: list[str] = []
        context = browser.new_context(viewport={"width": width, "height": 800})
        self.page: Page = context.new_page()
        self.page.on("request", lambda r: self.wrong.append(r.url) if not r.url.startswith(site) else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda m: self.wrong.append(m.text) if m.type == "error" else None)

    def open(self, path: str) -> Page:
        self.page.goto(self.site + path)
        if path.startswith("/network"):
            self.page.locator("body[data-drawn]").wait_for(state="attached")
        return self.page


@pytest.fixture(scope="module")
def wide(browser: Browser, site: str) -> Visit:
    return Visit(browser, site, 1440)


@pytest.fixture(scope="module")
def narrow(browser: Browser, site: str) -> Visit:
    return Visit(browser, site, 390)


NARROW = [path for path in PATHS if path.count("/") > 1 or path.startswith(("/network?", "/matrix", "/due?"))]


@pytest.mark.parametrize(("size", "path"), [*(("wide", p) for p in PATHS), *(("narrow", p) for p in ("/", *NARROW))])
def test_every_page_shows_and_nothing_goes_wrong(size: str, path: str, request: pytest.FixtureRequest) -> None:
    visit: Visit = request.getfixturevalue(size)
    visit.wrong.clear()
    page = visit.open(path)
    missing = path in ("/nothing", "/tasks/task_none")
    assert [w for w in visit.wrong if not (missing and "404" in w)] == []
    assert page.evaluate("document.body.dataset.hacked") is None
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("h1").count() == 1
    assert page.locator("img").count() == 0
    unnamed = page.evaluate(
        "[...document.querySelectorAll('a, button, input:not([type=hidden]), select')].filter(e => !(e.textContent.trim()"
        " || e.getAttribute('aria-label') || (e.labels && e.labels.length))).length"
    )
    assert unnamed == 0


def test_english_is_one_click_away_and_is_remembered(browser: Browser, site: str) -> None:
    page = Visit(browser, site, 1440).open("/units/unit_dncz")
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto(f"{site}/tasks/task_a1")
    assert "Who does what" in page.locator("main").inner_text()
    page.get_by_role("link", name="中文").click()
    assert "责任分工" in page.locator("main").inner_text()


def test_a_quote_leads_to_its_place_in_the_document(wide: Visit) -> None:
    page = wide.open("/tasks/task_a1")
    page.locator(".units .quote a").first.click()
    page.wait_for_url("**/documents/doc_a?**#cited")
    assert "".join(page.locator(".text .cited").all_inner_texts()) == "县财政局"
    assert page.locator("#cited").count() == 1


def test_the_whole_text_stands_on_the_page_with_its_marks(wide: Visit) -> None:
    from tests.hand_graph import TEXTS

    page = wide.open("/documents/doc_a")
    lines = page.locator(".text p").all_text_contents()
    assert lines == TEXTS["doc_a"].splitlines()
    assert "县税务局" in page.locator(".text .role-lead").all_text_contents()
    assert page.locator(".side li").count() == 7


def test_a_table_is_sorted_by_its_heads(wide: Visit) -> None:
    page = wide.open("/units/unit_dncz")
    table = page.locator("table[data-sort]").first
    table.get_by_role("button", name="时限").click()
    assert table.locator("thead th").nth(2).get_attribute("aria-sort") == "ascending"
    dates = table.locator("tbody tr td:nth-child(3)").evaluate_all("cells => cells.map(c => c.dataset.order)")
    assert dates == sorted(dates)


def test_suggestions_are_chosen_with_the_keyboard(wide: Visit) -> None:
    page = wide.open("/")
    page.locator("#big").press_sequentially("税务")
    page.locator("#big-suggest li").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/unit_dnsw")


def test_the_network_expands_filters_and_keeps_its_state_in_the_address(wide: Visit) -> None:
    page = wide.open("/network?centre=unit_dncz&depth=1")
    before = page.locator("body").get_attribute("data-nodes")
    page.locator("#find").fill("减税")
    page.locator("#found a").first.click()
    page.get_by_role("button", name="展开").click()
    page.locator(f"body:not([data-nodes='{before}'])").wait_for(state="attached")
    page.get_by_label("牵头").uncheck()
    page.wait_for_url("**hide=lead**")
    assert "select=task_a1" in page.url
    again = wide.open(page.url.removeprefix(wide.site))
    assert again.evaluate("window.zerenCy.edges('.off').length") > 0
    assert "减税降费" in again.locator("#card h3").inner_text()


OVERLAPPING = """
(() => { const p = window.zerenLabelsShown.places(); return p.filter((a, i) => p.some((b, j) => i < j
  && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h)).length; })()"""


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("path", ["/network", "/network?centre=unit_dncz"])
def test_the_labels_of_the_network_can_be_read_at_every_distance(
    size: str, path: str, request: pytest.FixtureRequest
) -> None:
    page = request.getfixturevalue(size).open(path)
    for button in ("", "缩小", "缩小", "放大"):
        if button:
            page.get_by_role("button", name=button).click()
        page.wait_for_function("window.zerenLabelsShown.places().length > 0")
        assert page.evaluate(OVERLAPPING) == 0


def test_a_label_of_the_network_is_clicked_like_its_dot(wide: Visit) -> None:
    page = wide.open("/network?centre=unit_dncz")
    page.wait_for_function("window.zerenLabelsShown.places().some(p => p.id === 'unit_dnsw')")
    place = page.evaluate("window.zerenLabelsShown.places().find(p => p.id === 'unit_dnsw')")
    page.locator("#draw").click(position={"x": place["x"] + 3, "y": place["y"] + place["h"] / 2})
    assert page.locator("#card h3").inner_text() == "国家税务总局大宁县税务局"


def test_an_empty_graph_says_how_to_load(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("empty")
    with empty_reader(folder) as reader, served(app_over(reader, folder)) as address:
        visit = Visit(browser, address, 1440)
        assert "zeren load" in visit.open("/").locator("main").inner_text()
        assert "没有可画的内容" in visit.open("/network").locator("#said").inner_text()
        assert visit.wrong == []


def test_the_interface_document_opens_with_no_internet(wide: Visit) -> None:
    wide.wrong.clear()
    page = wide.open("/docs")
    page.locator(".opblock").first.wait_for()
    assert page.locator(".opblock").count() >= 25
    assert wide.wrong == []
