"""A cold `zeren who 县财政局`, process start included, beside a Python that starts and does nothing."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks.measure import say, seconds, table, timed, title
from benchmarks.samples import SAMPLES

ROUNDS = 9


def run(folder: Path) -> None:
    title("A cold command, process start included")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZEREN_")}
    zeren = [sys.executable, "-m", "api.cli", "--data", str(folder / "data")]

    def runs(command: list[str]) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=kept)

    load, _ = timed(lambda: runs([*zeren, "load", str(SAMPLES)]))
    rows = [["zeren load samples (archive, graph and index)", seconds(load), "", ""]]
    for words, command in (
        ("zeren who 县财政局", [*zeren, "who", "县财政局"]),
        ("zeren who 大宁县财政局", [*zeren, "who", "大宁县财政局"]),
        ("zeren overlaps --unit 大宁县财政局", [*zeren, "overlaps", "--unit", "大宁县财政局"]),
        ("zeren search 奖补", [*zeren, "search", "奖补"]),
        ("python -c pass", [sys.executable, "-c", "pass"]),
    ):
        took = [timed(lambda command=command: runs(command))[0] for _ in range(ROUNDS)]  # type: ignore[misc]
        rows.append([words, seconds(statistics.median(took)), seconds(min(took)), seconds(max(took))])
    table(["command", "median", "fastest", "slowest"], rows)
    say(f"\n{ROUNDS} runs of each, on the five plans")
