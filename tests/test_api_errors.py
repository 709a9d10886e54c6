"""Every error of the tree has a status, and that status is the one answered."""

from __future__ import annotations

import inspect

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.errors import PLAIN, STATUS, code_of, status_of
from graph_store import errors
from graph_store.errors import AmbiguousName, SpanOutsideText, ZerenError
from tests.page_graph import NoReader


def _all(base: type[ZerenError]) -> list[type[ZerenError]]:
    return [base, *(child for sub in base.__subclasses__() for child in _all(sub))]


OURS = sorted({cls for cls in _all(ZerenError) if cls.__module__.startswith("graph_store")}, key=lambda c: c.__name__)


def _made(cls: type[ZerenError]) -> ZerenError:
    if issubclass(cls, AmbiguousName):
        return cls("两个单位", (("unit_1", "大宁县财政局", "大宁县"),), hint="写全称")
    if issubclass(cls, SpanOutsideText):
        return cls(1, 2, 0)
    return cls("出错了", hint="再试")


@pytest.fixture(scope="module")
def app() -> FastAPI:
    from api.app import create_app

    app = create_app(NoReader())

    @app.get("/api/raise/{name}")
    def raise_it(name: str) -> None:
        raise _made(next(cls for cls in OURS if cls.__name__ == name))

    @app.get("/raise/{name}")
    def raise_page(name: str) -> None:
        raise _made(next(cls for cls in OURS if cls.__name__ == name))

    return app


def test_every_class_of_the_tree_has_its_own_status() -> None:
    listed = {cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, ZerenError)}
    assert listed <= set(STATUS)
    assert set(OURS) <= set(STATUS)


@pytest.mark.parametrize("cls", OURS, ids=lambda cls: cls.__name__)
def test_the_status_of_the_table_is_the_status_answered(app: FastAPI, cls: type[ZerenError]) -> None:
    with TestClient(app) as client:
        answer = client.get(f"/api/raise/{cls.__name__}")
        page = client.get(f"/raise/{cls.__name__}")
    assert answer.status_code == page.status_code == status_of(cls)
    error = answer.json()["error"]
    assert error["code"] == code_of(cls)
    assert error["message"] == _made(cls).message
    assert _made(cls).message in page.text
    assert bool(error["candidates"]) == issubclass(cls, AmbiguousName)


def test_codes_are_unlike() -> None:
    codes = [code_of(cls) for cls in OURS]
    assert len(set(codes)) == len(codes)
    assert set(codes) & {code for code, _, _ in PLAIN.values()} == {"not_found"}


def test_before_anything_is_loaded_the_start_page_says_how(app: FastAPI) -> None:
    with TestClient(app) as client:
        start = client.get("/")
        assert (start.status_code, "zeren load" in start.text) == (200, True)
        assert client.get("/units").status_code == 503
        assert client.get("/readyz").json()["error"]["code"] == "store_unreachable"
        assert client.get("/healthz").json() == {"status": "ok"}
