"""`zeren load` killed at any moment, two at once, and readers beside it: nothing acknowledged is lost, all goes on.

What is acknowledged is the line “已存入 …” that the command prints on standard error for each document. A few kills run
by default; ZEREN_TEST_KILLS=40 makes it forty, each at another moment, from the start of the process to its end.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import SAMPLES, TWO_PLANS, zeren
from tests.test_workspace import exported

KILLS = int(os.environ.get("ZEREN_TEST_KILLS", "2"))
TABLES = ("assignments", "tasks", "targets", "citations", "units")
PLANS = sorted(path.name for path in SAMPLES.glob("*.txt"))


def started(*line: str | Path, data: Path) -> subprocess.Popen[str]:
    """The command, begun and left to run, in a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "api.cli", "--data", str(data), *map(str, line)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**{k: v for k, v in os.environ.items() if not k.startswith("ZEREN_")}, "PYTHONUTF8": "1"},
        start_new_session=True,
    )


def acknowledged(told: str) -> set[str]:
    """The files of whole lines “已存入 FILE（…）”; a line that the kill cut short acknowledges nothing."""
    lines = told[: told.rfind("\n") + 1].splitlines()
    return {line.removeprefix("已存入 ").rpartition("（")[0] for line in lines if line.startswith("已存入 ")}


def exports(data: Path) -> dict[str, str]:
    return {what: exported(data, what) for what in TABLES}


@pytest.fixture(scope="module")
def undisturbed(samples_data: Path) -> dict[str, str]:
    return exports(samples_data)


def length_of_a_load(folder: Path) -> float:
    begun = time.monotonic()
    started("load", SAMPLES, data=folder).communicate()
    return time.monotonic() - begun


def check_that_all_goes_on(data: Path, told: set[str]) -> None:
    """After a kill: what was acknowledged is there, and every command does its work."""
    status = zeren("status", "--format", "json", data=data)
    assert "Traceback" not in status.stderr
    if not (data / "archive.sqlite3").exists():
        assert (told, status.returncode) == (set(), 1)
        return
    assert status.returncode == 0, status.stderr
    kept = {row["file"] for row in json.loads(status.stdout)["documents"]}
    assert told <= kept
    verified = zeren("verify", data=data)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    asked = zeren("who", "县财政局", data=data)
    assert asked.returncode == (0 if kept else 1), asked.stderr


def test_a_load_killed_at_any_moment_loses_nothing_acknowledged(tmp_path: Path, undisturbed: dict[str, str]) -> None:
    chance, whole = random.Random(KILLS), length_of_a_load(tmp_path / "whole")
    counts = []
    for kill in range(KILLS):
        data = tmp_path / f"kill-{kill}"
        running = started("load", SAMPLES, data=data)
        time.sleep(whole * (kill + chance.random()) / KILLS)
        if kill % 2:
            os.killpg(running.pid, signal.SIGKILL)  # with the process that builds the graph
        else:
            running.kill()  # the builder, if there is one, goes on beside the next commands
        told = acknowledged(running.communicate()[1])
        counts.append(len(told))
        check_that_all_goes_on(data, told)
        again = zeren("load", SAMPLES, data=data)
        assert again.returncode == 0, again.stderr
        assert acknowledged(again.stderr) == set(PLANS)
        assert exports(data) == undisturbed
    print(f"acknowledged before each kill: {counts}")


def test_one_folder_killed_again_and_again(tmp_path: Path, undisturbed: dict[str, str]) -> None:
    """Each load goes a little further, and is killed as soon as it has acknowledged one document more."""
    told: set[str] = set()
    for plan in PLANS[1:4:2]:
        running = started("load", *(SAMPLES / name for name in PLANS), data=tmp_path)
        assert running.stderr is not None
        seen = ""
        while plan not in acknowledged(seen) and (line := running.stderr.readline()):
            seen += line
        os.killpg(running.pid, signal.SIGKILL)
        told |= acknowledged(seen + running.communicate()[1])
        assert plan in told
        check_that_all_goes_on(tmp_path, told)
    assert zeren("load", SAMPLES, data=tmp_path).returncode == 0
    assert exports(tmp_path) == undisturbed


def test_two_loads_at_once_are_as_one(tmp_path: Path, undisturbed: dict[str, str]) -> None:
    pair = [started("load", SAMPLES, data=tmp_path), started("load", *reversed(TWO_PLANS), data=tmp_path)]
    told = [running.communicate()[1] for running in pair]
    assert [running.returncode for running in pair] == [0, 0], told
    assert acknowledged(told[0]) == set(PLANS)
    assert acknowledged(told[1]) == {path.name for path in TWO_PLANS}
    assert sum(text.count("（新增）") for text in told) == len(PLANS)
    assert zeren("verify", data=tmp_path).returncode == 0
    assert exports(tmp_path) == undisturbed


def test_answers_go_on_while_another_process_loads(plans_copy: Path, undisturbed: dict[str, str]) -> None:
    """Whoever asks gets the whole answer of before or of after, never half of it and never a refusal."""
    answer = {zeren("who", "泽州县财政局", data=plans_copy).stdout}
    running = started("load", SAMPLES, data=plans_copy)
    seen, asked = set(), 0
    while running.poll() is None or not asked:
        for line in (("who", "泽州县财政局"), ("status",), ("search", "财政")):
            ran = zeren(*line, data=plans_copy)
            assert ran.returncode == 0, ran.stderr
            if line[0] == "who":
                seen.add(ran.stdout)
        asked += 1
    running.communicate()
    assert running.returncode == 0
    answer.add(zeren("who", "泽州县财政局", data=plans_copy).stdout)
    assert seen <= answer
    assert exports(plans_copy) == undisturbed
