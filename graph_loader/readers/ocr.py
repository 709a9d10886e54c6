"""Scanned pages → lines, by the optional extra `ocr` (rapidocr with the models of its package; no network).

A picture of “责任单位：县发改局” → one line with its box on the page. Nothing is loaded until a page needs it.
"""

from __future__ import annotations

import importlib.util
import threading
from functools import cache
from typing import Any

from graph_loader.readers.pdf_lines import PdfLine, plain

HINT = "可安装文字识别组件后再载入：pip install 'zeren[ocr]'。"
SECONDS = 1800.0
_DPI = 150  # finer pictures take twice the time and read no better
_MIN_SCORE = 0.5
_LOCK = threading.Lock()  # PDFium and the engine serve one thread at a time


def is_installed() -> bool:
    """Whether the extra `ocr` is there."""
    return all(importlib.util.find_spec(module) is not None for module in ("rapidocr", "onnxruntime", "pypdfium2"))


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.max_side_len": 3000, "Global.log_level": "error"})


def read_page(data: bytes, number: int, width: float) -> list[PdfLine]:
    """The lines of one page of a PDF (counted from 1), from top to bottom; `width` is that of the page in points."""
    import pypdfium2

    with _LOCK:
        pdf = pypdfium2.PdfDocument(data)
        try:
            image = pdf[number - 1].render(scale=_DPI / 72).to_numpy()
        finally:
            pdf.close()
        result = _engine()(image)
    if result is None or result.boxes is None:
        return []
    scale = width / image.shape[1]
    pieces = []
    for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        if score < _MIN_SCORE or not text.strip():
            continue
        xs, ys = [float(p[0]) * scale for p in box], [float(p[1]) * scale for p in box]
        size = max(4.0, 0.8 * (max(ys) - min(ys)))
        pieces.append(PdfLine(plain(text.strip()), min(xs), min(ys), max(xs), max(ys), size, number))
    return _level(pieces)


def _level(pieces: list[PdfLine]) -> list[PdfLine]:
    """Pieces that stand side by side as one line."""
    rows: list[list[PdfLine]] = []
    for piece in sorted(pieces, key=lambda p: (p.top + p.bottom) / 2):
        middle = (piece.top + piece.bottom) / 2
        if rows and abs(middle - (rows[-1][0].top + rows[-1][0].bottom) / 2) < 0.5 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines = []
    for row in rows:
        row.sort(key=lambda p: p.x0)
        text = " ".join(piece.text for piece in row)
        top, bottom = min(p.top for p in row), max(p.bottom for p in row)
        size = sorted(p.size for p in row)[len(row) // 2]
        lines.append(PdfLine(text, row[0].x0, top, row[-1].x1, bottom, size, row[0].page))
    return lines
