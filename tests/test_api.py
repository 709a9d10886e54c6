"""The HTTP API over a real small graph: the same answers as the questions, one error shape, safe headers."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from graph_store.settings import Settings
from graph_store.store import GraphReader
from tests.hand_graph import TEXTS
from tests.page_graph import app_over, empty_reader, page_reader


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("graph")


@pytest.fixture(scope="module")
def graph(folder: Path) -> Iterator[GraphReader]:
    with page_reader(folder) as reader:
        yield reader


@pytest.fixture(scope="module")
def client(graph: GraphReader, folder: Path) -> Iterator[TestClient]:
    with TestClient(app_over(graph, folder)) as client:
        yield client


def _json(client: TestClient, url: str, status: int = 200) -> Any:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_what_a_unit_leads_comes_with_counts_and_quotes(client: TestClient) -> None:
    answer = _json(client, "/api/units/unit_dncz")
    assert answer["unit"]["name"] == "大宁县财政局"
    assert (answer["total"], answer["counts"]) == (3, {"lead": 2, "responsible": 1})
    for duty in answer["duties"]:
        assert TEXTS[duty["document_id"]][duty["start"] : duty["end"]] == duty["quote"]


def test_a_collective_names_a_town_apart(client: TestClient) -> None:
    answer = _json(client, "/api/units/unit_quyu")
    assert (answer["total"], answer["through_total"]) == (0, 1)
    assert [duty["through"] for duty in answer["through"]] == ["大宁县各乡镇人民政府"]


def test_a_name_that_two_counties_share_is_answered_with_both(client: TestClient) -> None:
    error = _json(client, "/api/units/by-name?name=县财政局", 409)["error"]
    assert error["code"] == "ambiguous_name"
    assert [c["name"] for c in error["candidates"]] == ["大宁县财政局", "隰县财政局"]
    assert _json(client, "/api/units/by-name?name=县财政局&jurisdiction=隰县")["id"] == "unit_xxcz"


def test_a_task_without_a_lead_says_so(client: TestClient) -> None:
    answer = _json(client, "/api/tasks/task_a2")
    assert answer["lead_named"] is False
    assert "文件未标明牵头单位" in answer["lead_note"]
    assert [target["indicator"] for target in answer["targets"]] == ["落户项目"]


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_of_a_list_joined_are_the_list(client: TestClient, limit: int) -> None:
    whole = _json(client, "/api/tasks?limit=500")
    assert whole["total"] == len(whole["items"]) == 10
    ids = []
    for offset in range(0, 10, limit):
        page = _json(client, f"/api/tasks?limit={limit}&offset={offset}")
        assert (page["total"], page["at_least"], page["offset"]) == (10, False, offset)
        ids += [task["id"] for task in page["items"]]
    assert ids == [task["id"] for task in whole["items"]]


def test_a_page_behind_the_end_still_knows_the_total(client: TestClient) -> None:
    assert _json(client, "/api/tasks?limit=5&offset=50") == {
        "items": [],
        "total": 10,
        "at_least": False,
        "limit": 5,
        "offset": 50,
    }


def test_a_calendar_holds_the_dates_of_a_unit(client: TestClient) -> None:
    answer = client.get("/api/due.ics?unit=unit_dncz&start=2022-01-01")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.text.count("BEGIN:VEVENT") == 1
    assert "20220630" in answer.text
    passed = _json(client, "/api/due?day=2022-01-01")["items"]
    assert (passed[0]["due"], passed[0]["note"]) == ("2021-12-31", "时限已过，完成情况本系统未载")


def test_a_trace_ends_at_the_characters(client: TestClient) -> None:
    answer = _json(client, "/api/trace/task_a1~unit_dncz~lead~1")
    assert [step["verified"] for step in answer["steps"]] == [True] * len(answer["steps"])
    last = answer["steps"][-1]
    assert TEXTS["doc_a"][last["start"] : last["end"]] == last["quote"] == "县财政局"
    assert len(answer["document"]["sha256"]) == 64


def test_the_text_of_a_document_is_whole_and_marks_lie_on_it(client: TestClient) -> None:
    answer = _json(client, "/api/documents/doc_a/text")
    assert answer["text"] == TEXTS["doc_a"]
    names = [answer["text"][m["start"] : m["end"]] for m in answer["marks"] if m["kind"].startswith("name")]
    assert "县税务局" in names
    assert all(m["end"] <= len(TEXTS["doc_a"]) for m in answer["marks"])


def test_the_network_has_every_edge_and_a_place_for_every_node(client: TestClient) -> None:
    answer = _json(client, "/api/network?centre=unit_evil&depth=1")
    looks = [edge["look"] for edge in answer["edges"] if edge["source"] == "unit_evil"]
    assert sorted(looks) == ["lead", "support"]
    assert [edge["turn"] for edge in answer["edges"] if edge["source"] == "unit_evil"] == [0, 1]
    assert len({(node["x"], node["y"]) for node in answer["nodes"]}) == len(answer["nodes"])
    assert any("此件公开发布" in source for source in answer["sources"])


def test_search_finds_units_policies_and_tasks_by_two_characters(client: TestClient) -> None:
    answer = _json(client, "/api/search?q=税务")
    assert [(hit["kind"], hit["id"]) for hit in answer["items"]] == [("unit", "unit_dnsw")]
    everything = _json(client, "/api/search?q=营商")
    assert [hit["kind"] for hit in everything["items"]] == ["policy"] * 3
    first = _json(client, "/api/search?q=营商&limit=1&offset=1")
    assert (first["total"], first["items"]) == (3, everything["items"][1:2])
    assert _json(client, "/api/suggest?q=县财政局")[0]["url"] == "/units/unit_dncz"
    assert _json(client, "/api/suggest?q=' UNION SELECT 九*") == []


def test_exports_are_the_same_rows_in_every_form(client: TestClient) -> None:
    lines = client.get("/api/export/assignments?unit=unit_dncz").text.splitlines()
    rows = [json.loads(line) for line in lines]
    assert rows == _json(client, "/api/export/assignments?unit=unit_dncz&format=json")
    table = client.get("/api/export/assignments?unit=unit_dncz&format=csv")
    assert table.content.startswith(b"\xef\xbb\xbf")
    parsed = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [row["quote"] for row in parsed] == [row["quote"] for row in rows]
    book = client.get("/api/export/assignments?unit=unit_dncz&format=xlsx").content
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == len(rows) + 1
    assert "<f>" not in sheet


def test_a_cell_that_looks_like_a_formula_stays_text() -> None:
    from api.downloads import written

    rows = [{"a": '=HYPERLINK("http://x","y")', "b": "+1", "c": ["一", "二"], "d": None, "e": True, "f": {"row": 3}}]
    columns = ("a", "b", "c", "d", "e", "f")
    text = b"".join(written(rows, columns, "csv")).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text.splitlines()[1]))) == [
        '\'=HYPERLINK("http://x","y")', "'+1", "一、二", "", "是", '{"row": 3}',
    ]  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(b"".join(written(rows, columns, "xlsx")))) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("url", "status", "code"),
    [
        ("/api/tasks/task_none", 404, "not_found"),
        ("/api/units/unit_none", 404, "not_found"),
        ("/api/units/unit_none/targets", 404, "not_found"),
        ("/api/policies/policy_none", 404, "not_found"),
        ("/api/documents/doc_none", 404, "not_found"),
        ("/api/targets/target_none", 404, "not_found"),
        ("/api/trace/task_none", 404, "not_found"),
        ("/api/network?centre=unit_none", 404, "not_found"),
        ("/api/observations/nothing", 400, "bad_input"),
        ("/api/export/nothing", 400, "bad_input"),
        ("/api/tasks?limit=0", 422, "invalid_request"),
        ("/api/tasks?offset=-1", 422, "invalid_request"),
        ("/api/due?start=2022", 422, "invalid_request"),
        ("/api/tasks/..%2f..%2fetc", 404, "not_found"),
        ("/api/tasks/%3Cscript%3E", 422, "invalid_request"),
        ("/api/nothing", 404, "not_found"),
        ("/api/tasks?kind=" + "x" * 5000, 414, "too_long"),
    ],
)
def test_every_refusal_has_one_shape(client: TestClient, url: str, status: int, code: str) -> None:
    error = _json(client, url, status)["error"]
    assert set(error) == {"code", "message", "hint", "candidates"}
    assert error["code"] == code
    assert any("\u4e00" <= char <= "\u9fff" for char in error["message"])


def test_nothing_but_reading_is_possible(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.request(method, "/api/tasks")
        assert (answer.status_code, answer.json()["error"]["code"]) == (405, "method_not_allowed")
    too_large = client.request("POST", "/api/tasks", content=b"x" * 70_000)
    assert (too_large.status_code, too_large.json()["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "url", ["/", "/api/tasks", "/api/nothing", "/static/style.css", "/network", "/openapi.json", "/docs"]
)
def test_every_answer_has_the_security_headers(client: TestClient, url: str) -> None:
    headers = client.get(url, headers={"origin": "http://evil.example"}).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "script-src 'self';" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert not [name for name in headers if name.startswith("access-control-")]


def test_an_answer_that_a_client_has_is_not_sent_again(client: TestClient) -> None:
    for url in ("/api/units", "/api/units?limit=1", "/api/tasks", "/api/observations"):
        first = client.get(url)
        assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
        again = client.get(url, headers={"if-none-match": f'"other", {first.headers["etag"]}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
        assert again.headers["x-content-type-options"] == "nosniff"
    tags = {client.get(f"/api/units?limit={limit}").headers["etag"] for limit in (1, 2, 3)}
    assert len(tags) == 3
    assert "etag" not in client.get("/api/status").headers
    assert "etag" not in client.get("/api/units?limit=0").headers
    assert client.get("/static/style.css").headers["cache-control"] == "no-cache"
    assert client.get("/static/vendor/swagger-ui.css").headers["cache-control"] == "max-age=86400"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8765", 200),
        ("127.0.0.1:8765", 200),
        ("[::1]:8765", 200),
        ("zeren.example", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:8765", 421),
        ("localhost@evil.example", 421),
    ],
)
def test_only_the_names_of_the_service_are_answered(graph: GraphReader, host: str, status: int) -> None:
    """A page of another site may point its own name here (DNS rebinding): the name gives it away."""
    settings = Settings(hosts="localhost，127.0.0.1,[::1], Zeren.Example")
    client = TestClient(create_app(graph, None, settings))
    for url in ("/api/units", "/", "/static/style.css"):
        answer = client.get(url, headers={"host": host})
        assert answer.status_code == status
        if status == 421:
            assert "ZEREN_HOSTS" in answer.text
            assert "大宁" not in answer.text
    assert client.get("/readyz", headers={"host": host}).status_code == 200
    assert TestClient(create_app(graph, None, Settings(hosts="*"))).get("/api/units").status_code == 200


def test_hints_speak_of_the_web_not_of_the_command(client: TestClient) -> None:
    hint = _json(client, "/api/units/by-name?name=县财政局", 409)["error"]["hint"]
    assert hint == "请写出全称（如“大宁县财政局”），或用参数 jurisdiction 指明地区。"


def test_what_nobody_expected_is_logged_and_not_shown(graph: GraphReader, caplog: pytest.LogCaptureFixture) -> None:
    app = app_over(graph)

    @app.get("/api/broken")
    def broken() -> None:
        raise RuntimeError("secret detail")

    @app.get("/broken")
    def broken_page() -> None:
        raise RuntimeError("secret detail")

    with TestClient(app) as client:
        assert _json(client, "/api/broken", 500)["error"]["code"] == "internal"
        page = client.get("/broken")
    assert page.status_code == 500
    assert "secret" not in page.text
    assert "系统内部出错" in page.text
    assert "secret detail" in caplog.text


def test_the_openapi_document_describes_every_route(client: TestClient) -> None:
    document = _json(client, "/openapi.json")
    for path, methods in document["paths"].items():
        assert list(methods) == ["get"], path
        about = methods["get"]
        assert about["summary"], path
        assert about["description"], path
        assert about["operationId"], path
        assert {"404", "422", "500"} <= set(about["responses"]), path
    subjects = {path.split("/")[2] for path in document["paths"] if path.startswith("/api/")}
    assert subjects == {
        "units", "tasks", "policies", "targets", "indicators", "due", "due.ics", "overlaps", "observations", "trace",
        "search", "suggest", "network", "network.html", "documents", "places", "export", "status",
    }  # fmt: skip


def test_every_field_of_an_answer_has_an_example(client: TestClient) -> None:
    schemas = _json(client, "/openapi.json")["components"]["schemas"]
    without = {
        f"{row}.{field}"
        for row, schema in schemas.items()
        for field, about in schema.get("properties", {}).items()
        if "$ref" not in str(about) and "examples" not in about
    }
    assert without == set()


def test_an_empty_graph_answers_with_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("empty")
    with empty_reader(folder) as reader, TestClient(app_over(reader, folder)) as client:
        for url in (
            "units",
            "tasks",
            "policies",
            "documents",
            "targets",
            "indicators",
            "due",
            "overlaps",
            "search?q=财政",
        ):
            answer = _json(client, f"/api/{url}")
            assert (answer["items"], answer["total"]) == ([], 0), url
        assert _json(client, "/api/network")["nodes"] == []
        assert _json(client, "/api/status")["totals"]["documents"] == 0
        for url in (
            "/",
            "/units",
            "/policies",
            "/matrix",
            "/network",
            "/observations",
            "/due",
            "/search?q=财政",
            "/indicators",
        ):
            assert client.get(url).status_code == 200, url
