"""LibreOffice turns what a generator wrote into another format: `convert(data, "docx", "pdf")`."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path


def missing() -> bool:
    """Whether LibreOffice is not installed."""
    return shutil.which("soffice") is None


@cache
def _profile() -> str:
    # one profile of its own, warm after the first start
    folder = tempfile.mkdtemp(prefix="zeren-office-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder).as_uri()


def convert(data: bytes, source: str, target: str) -> bytes:
    """The bytes of a file in another format; `source` and `target` are endings such as docx, pdf, doc."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{source}"
        path.write_bytes(data)
        command = ["soffice", f"-env:UserInstallation={_profile()}", "--headless", "--convert-to", target]
        subprocess.run([*command, "--outdir", folder, str(path)], check=True, capture_output=True, timeout=180)
        return (Path(folder) / f"file.{target}").read_bytes()
