"""Run every example of docs/commands.md on the sample plans and write what it prints into the page.

`.venv/bin/python scripts/refresh_commands.py` after a change of reading or of the output; `--check` only says where
the page and the command differ, and ends with 1. Output is as on a screen of 132 columns, without empty lines; what the page
ends with … is kept at its length.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "commands.md"
EXAMPLE = re.compile(r"^```\n\$ (?P<command>zeren .*)\n(?P<said>(?:(?!```).*\n)*)```$", re.MULTILINE)
WIDE = 132


def run(command: str, folder: Path) -> list[str]:
    """What a command prints to either channel, without empty lines and blanks at the ends of lines."""
    words = shlex.split(command)
    if words[1] == "restore":
        words.append("--replace")
    own = {"COLUMNS": str(WIDE), "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "HOME": str(folder)}
    ran = subprocess.run(
        [sys.executable, "-m", "api.cli", *words[1:]], cwd=folder, env=own, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise SystemExit(f"{command}: {ran.returncode}\n{ran.stderr}")
    progress = re.compile(r"^已存入 ")
    lines = (line.rstrip() for line in (ran.stdout + ran.stderr).splitlines())
    return [line for line in lines if line and not progress.match(line)]


def refreshed(page: str) -> str:
    """The page with the output of now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "samples").symlink_to(ROOT / "samples")

        def example(found: re.Match[str]) -> str:
            command, before = found["command"], found["said"].splitlines()
            said = run(command, folder)
            if before and before[-1] == "…":
                said = [*said[: len(before) - 1], "…"]
            data, kept = folder / "zeren-data", folder / "kept"
            if command.startswith("zeren load"):
                shutil.copytree(data, kept)
            elif command.startswith("zeren rebuild"):
                shutil.rmtree(data)
                shutil.copytree(kept, data)
            return "\n".join(["```", f"$ {command}", *said, "```"])

        return EXAMPLE.sub(example, page)


def main() -> int:
    """Write the page, or with --check say what would change."""
    before = PAGE.read_text(encoding="utf-8")
    after = refreshed(before)
    if before == after:
        return 0
    if "--check" in sys.argv[1:]:
        old, new = before.splitlines(), after.splitlines()
        print("\n".join(line for line in new if line not in old))
        return 1
    PAGE.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
