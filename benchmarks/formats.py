"""Speed of each file format: the five plans as .txt, .docx, .xlsx, .html, .ofd and, with LibreOffice, .pdf."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measure import say, seconds, table, timed, title
from benchmarks.samples import files
from graph_loader.pipeline import read_documents
from graph_loader.readers import read_source
from tests.formats import as_docx, as_html, as_ofd, as_pdf, as_xlsx, soffice_missing


def run(folder: Path) -> None:
    title("File formats: the five plans in each, everything extracted")
    sources = [(file.stem, file.read_bytes(), read_source(file.name, file.read_bytes())[0]) for file in files()]
    characters = sum(len(source.text) for _, _, source in sources)
    makers: dict[str, Callable[[Any], bytes]] = {"docx": as_docx, "xlsx": as_xlsx, "html": as_html, "ofd": as_ofd}
    if soffice_missing():
        say("LibreOffice is not installed: no .pdf\n")
    else:
        makers["pdf"] = as_pdf
    made: dict[str, list[tuple[str, bytes]]] = {"txt": [(f"{stem}.txt", data) for stem, data, _ in sources]}
    for form, make in makers.items():
        made[form] = [(f"{stem}.{form}", make(source.blocks)) for stem, _, source in sources]
    rows: list[list[str]] = []
    base = 0.0
    for form, held in made.items():
        runs = [timed(lambda held=held: _read(held)) for _ in range(1 if form == "pdf" else 3)]  # type: ignore[misc]
        took, assignments = statistics.median(run[0] for run in runs), runs[0][1]
        base = base or took
        size = sum(len(data) for _, data in held)
        rows.append(
            [
                f".{form}",
                f"{size / 1024:,.0f} KB",
                f"{assignments:,}",
                seconds(took),
                f"{characters / took / 1000:,.0f}",
                f"{took / base:.1f}",
            ]
        )
    table(["format", "bytes", "assignments", "time", "thousand characters a second", "against .txt"], rows)


def _read(held: list[tuple[str, bytes]]) -> int:
    return sum(len(facts.assignments) for name, data in held for _, facts in read_documents(name, data))
