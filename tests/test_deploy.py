"""What deploy/ says holds together: names, files, options and settings are there; systemd and nginx take it.

The compose file and the Dockerfile are checked for form only: no container is started here. nginx and systemd-analyze
are used where they are installed; nginx then stands before a real `zeren serve`.
"""

from __future__ import annotations

import base64
import fnmatch
import os
import re
import shlex
import shutil
import ssl
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from api.app import create_app
from api.cli import app
from graph_store.neo4j_settings import Neo4jSettings
from graph_store.settings import SETTINGS, Settings, is_embedded
from graph_store.store import GraphReader
from tests.servers import free_port
from tests.test_serve import serving, until

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNITS = ("zeren.service", "zeren-backup.service", "zeren-backup.timer")


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def values(name: str, *, commented: bool = False) -> dict[str, str]:
    """The settings of an environment file; with `commented` also those that are only shown."""
    found = re.findall(rf"^{'#?' if commented else ''}([A-Z][A-Z0-9_]*)=(.*)$", text(name), re.MULTILINE)
    return dict(found)


@pytest.fixture(scope="module")
def compose() -> Any:
    return pytest.importorskip("yaml").safe_load(text("compose.yaml"))


def known_settings() -> set[str]:
    code = (ROOT / "graph_store").rglob("*.py")
    found = {name for file in code for name in re.findall(r"ZEREN_[A-Z0-9_]+", file.read_text(encoding="utf-8"))}
    assert {row.variable for row in SETTINGS} <= found
    return {*found, "ZEREN_BY", "ZEREN_LANG"}


def is_a_command(words: list[str]) -> None:
    """Words after `zeren` that the command takes."""
    commands: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]
    command = commands[words[0]]
    options = {option for param in command.params for option in param.opts if option.startswith("--")}
    assert {word for word in words if word.startswith("--")} <= options
    command.make_context("zeren", list(words[1:]), resilient_parsing=True).close()


def test_compose_names_only_what_there_is(compose: Any) -> None:
    services, volumes = compose["services"], set(compose["volumes"])
    assert set(services) == {"zeren", "postgres", "neo4j"}
    used = set()
    for name, service in services.items():
        assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL"), name
        assert service["restart"] == "unless-stopped"
        used |= {volume.partition(":")[0] for volume in service["volumes"]}
        for needed, how in service.get("depends_on", {}).items():
            assert how == {"condition": "service_healthy"}
            assert needed in services
    assert used == volumes
    build = services["zeren"]["build"]
    context = (DEPLOY / build["context"]).resolve()
    assert (context, (context / build["dockerfile"]).is_file()) == (ROOT, True)
    assert all(port.startswith("127.0.0.1:") for port in services["zeren"]["ports"]), "nothing is open to the network"
    assert "ports" not in services["postgres"]
    assert "ports" not in services["neo4j"]


def test_composes_environment_is_understood(compose: Any) -> None:
    services = compose["services"]
    given = services["zeren"]["environment"]
    assert {name for name in given if name.startswith("ZEREN_")} <= known_settings()
    settings = Settings.of(env=given)
    assert not is_embedded(settings.graph)
    neo4j = Neo4jSettings.from_env(settings.graph, given)
    assert (neo4j.user, neo4j.url) == ("neo4j", "bolt://neo4j:7687")
    user, host, port, name = re.fullmatch(r"postgresql://(\w+)@(\w+):(\d+)/(\w+)", settings.data).groups()  # type: ignore[union-attr]
    postgres = services[host]["environment"]
    assert (postgres["POSTGRES_USER"], postgres["POSTGRES_DB"], port) == (user, name, "5432")
    assert given["PGPASSWORD"] == postgres["POSTGRES_PASSWORD"]
    assert services["neo4j"]["environment"]["NEO4J_AUTH"].endswith(given["ZEREN_NEO4J_PASSWORD"])
    assert set(re.findall(r"(?<!\$)\$\{(\w+)", text("compose.yaml"))) == set(values("compose.env.example"))


def test_the_image_is_made_of_what_there_is() -> None:
    said = text("Dockerfile").replace("\\\n", " ")
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    for line in re.findall(r"^COPY (?!--)(.+)$", said, re.MULTILINE):
        *sources, _ = line.split()
        assert all((ROOT / source).exists() for source in sources), line
        assert all(any(fnmatch.fnmatch(source, pattern) for pattern in kept) for source in sources), line
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    copied = re.findall(r"^COPY (\w+) \1$", said, re.MULTILINE)
    packages = project["tool"]["setuptools"]["packages"]["find"]["include"]
    assert sorted(copied) == sorted(package.rstrip("*") for package in packages)
    (extras,) = re.findall(r'"\.\[([\w,]+)\]"', said)
    assert set(extras.split(",")) <= set(project["project"]["optional-dependencies"])
    is_a_command(re.findall(r'"([^"]+)"', said.rpartition("\nCMD ")[2]))


def test_what_is_asked_of_the_health_is_a_route(hand_graph: GraphReader) -> None:
    routes = create_app(hand_graph).openapi()["paths"]
    for name in ("Dockerfile", "compose.yaml", "nginx-zeren.conf"):
        assert "/readyz" in text(name)
    assert "/readyz" in routes


def test_the_environment_file_is_understood() -> None:
    every = values("zeren.env.example", commented=True)
    assert {name for name in every if name.startswith("ZEREN_")} <= known_settings()
    assert set(every) - known_settings() == {"PGPASSWORD"}
    assert Settings.of(env=values("zeren.env.example")).graph == "embedded:"
    shown = re.findall(r"^#(ZEREN_(?:DATA|GRAPH))=(.+)$", text("zeren.env.example"), re.MULTILINE)
    settings = Settings.of(env=dict(shown))
    assert Neo4jSettings.from_env(settings.graph, {}).url == settings.graph


def sections(name: str) -> dict[str, list[tuple[str, str]]]:
    """A unit of systemd: section → its lines."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in text(name).splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = lines = []
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            lines.append((key, value))
    return found


@pytest.mark.parametrize("name", ["zeren.service", "zeren-backup.service"])
def test_the_units_start_real_commands(name: str) -> None:
    service = dict(sections(name)["Service"])
    assert service["EnvironmentFile"] == "/etc/zeren/zeren.env"
    words = shlex.split(service["ExecStart"])
    if words[0] == "/bin/sh":
        words = shlex.split(words[2].removeprefix("exec "))
    assert words[0] == "/opt/zeren/bin/zeren"
    is_a_command(words[1:])


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("没有 systemd-analyze")
    for name in UNITS:
        there = text(name).replace("/opt/zeren/bin/zeren", sys.executable)
        (tmp_path / name).write_text(there, encoding="utf-8")
    ran = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in UNITS)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate for localhost and the password file of 王芳 (user wang)."""
    if not shutil.which("nginx") or not shutil.which("openssl"):
        pytest.skip("没有 nginx 或 openssl")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", str(folder / "zeren.key"), "-out", str(folder / "zeren.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    hashed = subprocess.run(["openssl", "passwd", "-apr1", "geheim"], check=True, capture_output=True, text=True)
    (folder / "zeren.htpasswd").write_text(f"wang:{hashed.stdout.strip()}\n")
    return folder


@contextmanager
def nginx(folder: Path, upstream: int) -> Iterator[tuple[int, int]]:
    """nginx with the site of deploy/ before a server; its ports without and with TLS."""
    plain, tls = free_port(), free_port()
    site = re.sub(r"^ +listen \[::\].*\n", "", text("nginx-zeren.conf"), flags=re.MULTILINE)
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{tls} ssl"),
        ("127.0.0.1:8765", f"127.0.0.1:{upstream}"),
        ("/etc/ssl/certs", str(folder)),
        ("/etc/ssl/private", str(folder)),
        ("/etc/nginx/zeren.htpasswd", str(folder / "zeren.htpasswd")),
    ):
        assert old in site, old
        site = site.replace(old, new)
    (folder / "site.conf").write_text(site)
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"{user} daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; {temporary} include {folder}/site.conf; }}\n"
    )
    line = ["nginx", "-p", str(folder), "-c", str(config), "-e", str(folder / "error.log")]
    tested = subprocess.run([*line, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    process = subprocess.Popen(line, stderr=subprocess.DEVNULL)
    try:
        until(lambda: (folder / "pid").exists() and (folder / "pid").read_text().strip())
        yield plain, tls
    finally:
        process.terminate()
        process.wait(timeout=60)


def test_nginx_asks_who_it_is_and_hands_on(certificate: Path, two_plans: Path) -> None:
    trust = ssl.create_default_context(cafile=str(certificate / "zeren.pem"))
    key = "Basic " + base64.b64encode(b"wang:geheim").decode()

    def get(url: str, **headers: str) -> tuple[int, bytes, Any]:
        try:
            asked = urllib.request.Request(url, headers=headers)
            with urllib.request.urlopen(asked, context=trust, timeout=120) as answer:
                return answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read(), refused.headers

    with serving(two_plans, workers=2) as served, nginx(certificate, served.port) as (plain, tls):
        where = f"https://localhost:{tls}"
        assert get(f"{where}/")[0] == 401
        assert get(f"{where}/api/units")[0] == 401
        assert get(f"{where}/", Authorization="Basic d2FuZzpmYWxzY2g=")[0] == 401
        status, body, headers = get(f"{where}/api/units", Authorization=key)
        assert (status, body) == (200, served.get("/api/units")[1])
        assert headers["Strict-Transport-Security"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        status, body, _ = get(f"{where}/", Authorization=key)
        assert (status, "责任网" in body.decode()) == (200, True)
        assert get(f"{where}/readyz")[:2] == (200, b'{"status":"ok"}')
        connection = urllib.request.build_opener(_Stay())
        with pytest.raises(urllib.error.HTTPError) as moved:
            connection.open(f"http://127.0.0.1:{plain}/units?q=1", timeout=120)
        moved.value.close()
        assert (moved.value.code, moved.value.headers["Location"]) == (301, "https://127.0.0.1/units?q=1")


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follow no redirection."""

    def redirect_request(self, *_: Any) -> None:
        return None
