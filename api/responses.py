"""What the HTTP answers look like: envelopes round the row types of queries/, with examples.

The rows themselves (`TaskRow`, `UnitRow` …) are the frozen records that the questions give; they appear in
/openapi.json with their docstrings and the examples of examples.py. Only what HTTP adds is defined here: pages, errors, the text of a document, a
picture.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """One page of a list. `total` counts all rows; where there are very many, `at_least` is true and it is a minimum."""

    items: list[T]
    total: int = Field(ge=0, examples=[218])
    at_least: bool = Field(default=False, description="total is a minimum, there are more")
    limit: int = Field(ge=1, examples=[100])
    offset: int = Field(ge=0, examples=[0])


class Candidate(BaseModel):
    """One of several units that bear the name asked for."""

    id: str = Field(examples=["unit_0123456789abcdef0123"])
    name: str = Field(examples=["大宁县财政局"])
    jurisdiction: str = Field(examples=["大宁县"])


class ErrorDetail(BaseModel):
    """What went wrong, what to do, and for an ambiguous name who it may be."""

    code: str = Field(examples=["not_found"])
    message: str = Field(examples=["没有编号为“task_0”的任务。"])
    hint: str = Field(default="", examples=["可用检索按词查找。"])
    candidates: list[Candidate] = Field(default_factory=list)


class Error(BaseModel):
    """The one shape of every error."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"error": {"code": "not_found", "message": "没有编号为“task_0”的任务。", "hint": "", "candidates": []}}
            ]
        }
    )

    error: ErrorDetail


class Health(BaseModel):
    """Whether the service answers."""

    status: str = Field(examples=["ok"])


class Status(BaseModel):
    """What the graph holds and at which log entry it stands; `in_step` is null where no archive is at hand."""

    version: str = Field(examples=["0.1.0"])
    schema_version: int | None = Field(examples=[1])
    rules: str | None = Field(examples=["1"])
    log_entry: int | None = Field(examples=[5])
    log_hash: str | None
    archive_entry: int | None = Field(examples=[5])
    in_step: bool | None = Field(examples=[True])
    totals: dict[str, Any] = Field(examples=[{"documents": 5, "tasks": 418, "units": 120}])


class TextMarkOut(BaseModel):
    """A marked stretch of the text: offsets in code points, half-open; kind task, clause, name or unread."""

    start: int = Field(ge=0, examples=[120])
    end: int = Field(ge=0, examples=[124])
    kind: str = Field(examples=["name role-lead"])
    title: str = Field(examples=["大宁县财政局（牵头）"])
    task_id: str = Field(examples=["task_0123456789abcdef0123"])


class DocumentText(BaseModel):
    """The whole text of a document, as every offset counts it, with what lies on it."""

    document_id: str
    sha256: str = Field(description="SHA-256 of the file that was loaded")
    text: str
    marks: list[TextMarkOut]


class PictureNode(BaseModel):
    """One node with its place in the picture."""

    id: str
    kind: str = Field(examples=["Unit"])
    name: str = Field(examples=["大宁县财政局"])
    label: str = Field(examples=["县财政局"])
    colour: str
    shape: str
    many: bool
    detail: list[str]
    url: str = Field(examples=["/units/unit_0123456789abcdef0123"])
    x: float
    y: float
    centre: bool


class PictureEdge(BaseModel):
    """One relationship; `look` is the role, or the type where it is none; `said` the words that state it."""

    id: str
    source: str
    target: str
    look: str = Field(examples=["lead"])
    label: str = Field(examples=["牵头"])
    said: str = Field(examples=["县财政局"])
    turn: int = Field(description="how many other edges join the same two nodes before this one")


class PictureOut(BaseModel):
    """A network ready to draw: places are given, nothing moves."""

    title: str
    centre: str
    nodes: list[PictureNode]
    edges: list[PictureEdge]
    legend: dict[str, list[dict[str, Any]]]
    sources: list[str] = Field(description="the documents it rests on, with their openness")
    more: str


#: for the routes: every error that they may answer
ERRORS: dict[int | str, dict[str, Any]] = {
    code: {"model": Error, "description": words}
    for code, words in (
        (400, "参数不能用"),
        (404, "没有找到"),
        (409, "名称对应多个单位"),
        (422, "参数有误"),
        (500, "系统内部出错"),
        (503, "数据暂不可用"),
        (504, "查询超时"),
    )
}

#: the same for routes that answer a file: their errors are JSON all the same
FILE_ERRORS: dict[int | str, dict[str, Any]] = {
    code: {
        "description": about["description"],
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    for code, about in ERRORS.items()
}
