"""The pages as a browser shows them, wide and narrow: no outside request, no script error, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from graph_store.model import Judgement
from tests.page_graph import CHROMIUM, EVIL, FLAGS, app_over, empty_reader, needs_chromium, page_reader, served
from visualizations.pages import tabbed

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
    "/overlaps",
    "/overlaps?unit=unit_dncz",
    "/overlaps/unit_dncz/unit_dnsw",
    "/overlaps/unit_evil/unit_dncz",
    "/status",
    "/units/unit_dncz?role=lead",
    "/policies?words=营商",
    "/due?end=2022-12-31",
    "/nothing",
    "/tasks/task_none",
]


#: text whose contrast is below 4.5 (3 where it is large), with the contrast
CONTRAST = """() => {
  const light = c => c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = s => { brush.clearRect(0, 0, 1, 1); brush.fillStyle = s; brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data]; };
  const low = {}, walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const home = node.parentElement, style = getComputedStyle(home);
    if (!node.textContent.trim() || home.closest('script, style') || !home.getBoundingClientRect().width) continue;
    let ground = home;
    while (ground && rgba(getComputedStyle(ground).backgroundColor)[3] < 230) ground = ground.parentElement;
    const back = ground ? rgba(getComputedStyle(ground).backgroundColor) : [255, 255, 255];
    const [a, b] = [rgba(style.color), back].map(c => light(c.slice(0, 3)));
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.6 && style.fontWeight >= 600);
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < (large ? 3 : 4.5)) low[node.textContent.trim().slice(0, 20)] = ratio;
  }
  return low;
}"""


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


def test_an_error_and_the_notes_are_said_in_english_too(browser: Browser, site: str) -> None:
    page = Visit(browser, site, 1440).open("/nothing?lang=en")
    assert page.locator("h1").inner_text() == "There is no such page."
    page.goto(f"{site}/observations?lang=en&kind=no_lead")
    assert "none is called a lead" in page.locator("main").inner_text()


@pytest.mark.parametrize("path", ["/", "/units/unit_dncz", "/documents/doc_a", "/network", "/matrix", "/due"])
def test_words_stand_out_from_their_ground(wide: Visit, path: str) -> None:
    assert wide.open(path).evaluate(CONTRAST) == {}


@pytest.mark.parametrize("path", ["/units/unit_dncz", "/network", "/matrix", "/observations"])
def test_whoever_uses_the_keyboard_sees_where_they_are(wide: Visit, path: str) -> None:
    page = wide.open(path)
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") > 0


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


def test_a_unit_is_shown_in_one_role_only(wide: Visit) -> None:
    page = wide.open("/units/unit_dncz")
    said = page.locator(".counts li", has_text="牵头")
    count = int(said.locator("b").inner_text())
    said.locator("a").click()
    page.wait_for_url("**role=lead")
    roles = page.locator("table[data-sort] tbody tr[data-role]").evaluate_all("rows => rows.map(r => r.dataset.role)")
    assert (len(roles), set(roles)) == (count, {"lead"})


def test_what_was_looked_for_is_marked_and_every_task_says_where_it_stands(wide: Visit) -> None:
    page = wide.open("/search?q=财政")
    assert set(page.locator("main mark").all_inner_texts()) == {"财政"}
    page = wide.open("/search?q=减税")
    assert "减税" in page.locator("main mark").all_inner_texts()
    assert page.locator("main .rows li").first.locator(".muted").inner_text() != ""


def test_units_that_share_tasks_lead_to_the_tasks(wide: Visit) -> None:
    page = wide.open("/overlaps?unit=unit_dncz")
    row = page.locator("tbody tr", has_text="税务局")
    count = int(row.locator("td.num").inner_text())
    row.locator("td.num a").click()
    page.wait_for_url("**/overlaps/unit_dncz/unit_dnsw")
    assert page.locator("tbody tr").count() == count
    assert page.locator("tbody .role").count() >= 2 * count


def test_measures_below_a_task_are_set_in(wide: Visit) -> None:
    page = wide.open("/policies/policy_a")
    below = page.locator("tr.sub td:first-child").first
    above = page.locator("tbody tr:not(.sub) td:first-child").first
    pad = "cell => parseFloat(getComputedStyle(cell).paddingLeft)"
    assert below.evaluate(pad) > above.evaluate(pad)


def test_the_section_that_one_is_in_is_in_sight_on_a_phone(narrow: Visit) -> None:
    page = narrow.open("/observations")
    place = page.locator(".top nav [aria-current]").bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 390


def test_names_judged_by_people_stand_on_the_status_page(browser: Browser, tmp_path: Path) -> None:
    judged = Judgement(
        id=1, subject="unit", jurisdiction="大宁县", left="甲中心", right=EVIL, verdict="same",
        by="张三", at="2026-11-21T08:00:00Z", reason="三定方案",
    )  # fmt: skip
    with page_reader(tmp_path) as reader:
        app = app_over(reader, tmp_path)
        app.state.context = replace(app.state.context, judgements=lambda: [judged], head=lambda: (1, "0" * 64))
        with served(app) as address:
            visit = Visit(browser, address, 390)
            said = visit.open("/status").locator("main").inner_text()
            assert visit.page.evaluate("document.body.dataset.hacked") is None
    assert all(words in said for words in ("一致", EVIL, "即（同一单位）", "张三"))


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


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_what_is_found_in_the_network_comes_into_sight_with_its_neighbours(
    size: str, request: pytest.FixtureRequest
) -> None:
    page = request.getfixturevalue(size).open("/network")
    page.locator("#find").fill("税务局")
    page.locator("#found a").first.click()
    outside = page.evaluate(
        "window.zerenCy.getElementById('unit_dnsw').closedNeighborhood().nodes().filter(n => { const p = n.renderedPosition();"
        " return p.x < 0 || p.y < 0 || p.x > window.zerenCy.width() || p.y > window.zerenCy.height(); }).length"
    )
    assert outside == 0
    place = page.locator("#draw").bounding_box()
    assert place is not None
    assert place["y"] > -1


def test_the_borders_of_cells_are_seen_and_the_text_is_as_it_was() -> None:
    assert str(tabbed("1\t县财政局\t<b>")) == '1<span class="tab">\t</span>县财政局<span class="tab">\t</span>&lt;b&gt;'
    assert tabbed("1\t县财政局").striptags() == "1 县财政局"


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
