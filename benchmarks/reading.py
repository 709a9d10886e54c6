"""Reading and extracting against one pass of jieba over the same text; and fifty files through `read_files`."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from benchmarks.measure import median_of, paired, say, seconds, table, title
from benchmarks.samples import copies, files
from graph_loader.pipeline import read_documents
from graph_loader.reading import FileToRead, read_files

ROUNDS = 7


def run(folder: Path) -> None:
    title("Reading and extracting the five plans, against one pass of jieba over the same text")
    import jieba

    jieba.setLogLevel(logging.WARNING)
    held = [(file.name, file.read_bytes()) for file in files()]
    texts = [data.decode("utf-8-sig") for _, data in held]

    def extract() -> None:
        for name, data in held:
            read_documents(name, data)

    def segment() -> None:
        for text in texts:
            for _ in jieba.cut(text):
                pass

    extract()
    segment()
    ours, theirs, ratio = paired(extract, segment, ROUNDS)
    size = sum(map(len, texts))
    say(f"{len(texts)} plans, {size:,} characters; both warm, {ROUNDS} turns of A B, medians\n")
    rows = [
        ["Zeren: read, extract, all facts", seconds(ours), f"{size / ours / 1000:,.0f}", f"{ratio:.2f}"],
        ["jieba 0.42: one pass", seconds(theirs), f"{size / theirs / 1000:,.0f}", "1.00"],
    ]
    table(["work", "time", "thousand characters a second", "ratio"], rows)
    say()
    each = [[name, f"{len(text):,}", seconds(_one(name, data))] for (name, data), text in zip(held, texts, strict=True)]
    table(["plan", "characters", "time"], each)
    _fifty(folder)


def _one(name: str, data: bytes) -> float:
    return median_of(lambda: read_documents(name, data), 5)


def _fifty(folder: Path) -> None:
    title("Reading fifty files")
    listed = []
    for plan in copies(10):
        path = folder / plan.facts.file
        path.write_bytes(plan.data)
        listed.append(FileToRead(str(path), path.name))
    rows = []
    for workers in (1, 2):
        begun = time.perf_counter()
        found = list(read_files(listed, workers=workers))
        took = time.perf_counter() - begun
        tasks = sum(len(facts.tasks) for read in found for facts, _ in read.documents)
        rows.append([str(workers), str(len(found)), f"{tasks:,}", seconds(took), seconds(took / len(found))])
    table(["processes", "files", "tasks read", "time", "per file"], rows)
