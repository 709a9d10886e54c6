"""/api/documents: what is loaded, and the whole text of each file with what lies on it."""

from __future__ import annotations

from fastapi import APIRouter

from api.context import Ctx, Graph, IdPath, PlaceQuery, Rows, page_of, text_of
from api.responses import DocumentText, Page, TextMarkOut
from api.steady import SteadyRoute
from queries import documents, tasks
from visualizations.document import TextMark
from visualizations.document_marks import document_marks

router = APIRouter(prefix="/api", tags=["文件 documents"], route_class=SteadyRoute)


@router.get("/documents", summary="已载入的文件", operation_id="list_documents")
def list_documents(graph: Graph, rows: Rows, jurisdiction: PlaceQuery = "") -> Page[documents.DocumentRow]:
    """文件及其发文机关、文号、公开属性、读取提示和未读懂之处。 The loaded files."""
    return page_of(
        lambda limit, offset: documents.list_documents(graph, jurisdiction=jurisdiction, limit=limit, offset=offset),
        rows,
    )


@router.get("/documents/{document_id}", summary="一个文件", operation_id="document")
def document(graph: Graph, document_id: IdPath) -> documents.DocumentRow:
    """一个文件的基本信息。 One loaded file."""
    return documents.document(graph, document_id)


@router.get("/documents/{document_id}/text", summary="文件原文和标注", operation_id="document_text")
def document_text(context: Ctx, document_id: IdPath) -> DocumentText:
    """全文一字不改；标注的起止按码点计，左闭右开。 The whole text with marks; offsets count code points."""
    row = documents.document(context.reader, document_id)
    text = text_of(context, document_id)
    listed = tasks.list_tasks(context.reader, document_id=document_id, limit=100_000)
    marks = [_out(mark) for mark in document_marks(context.reader, row, listed)]
    marks.sort(key=lambda mark: (mark.start, -mark.end, mark.kind, mark.title))
    return DocumentText(document_id=document_id, sha256=row.sha256, text=text, marks=marks)


def _out(mark: TextMark) -> TextMarkOut:
    task_id = mark.anchor or (mark.link.rpartition("/")[2] if mark.link.startswith("/tasks/") else "")
    return TextMarkOut(start=mark.start, end=mark.end, kind=mark.kind, title=mark.title, task_id=task_id)


@router.get("/places", summary="地区一览", operation_id="places")
def list_places(graph: Graph) -> list[documents.PlaceCount]:
    """有文件或单位的地区。 Places with documents or units."""
    return documents.places(graph)
