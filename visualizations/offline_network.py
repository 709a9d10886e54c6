"""One picture as one self-contained page, made with pyvis, that opens at once and never asks the network for anything.

A Picture → HTML. pyvis's own template is not used: it names CDN scripts, and prints titles and ids unescaped. Ours
escapes everything, carries vis-network from the installed pyvis, and forbids by its content policy every request and
every script but the two whose hashes it names. Places are given, physics is off.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from visualizations.picture import Picture, picture_data

HERE = Path(__file__).parent

_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "keyboard": True, "multiselect": False, "hideEdgesOnDrag": True},
    "edges": {"selectionWidth": 2},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What the template needs besides pyvis's own nodes and edges."""

    title: str
    lang: str
    sources: tuple[str, ...]
    more: str
    css: str
    library: str
    script: str
    csp: str
    words: dict[str, str]
    t: Callable[[str, str], str]
    data: Callable[[list[dict[str, Any]], list[dict[str, Any]], str], dict[str, Any]]


def offline_network(picture: Picture, lang: str = "zh") -> str:
    """The page as a string; every dot and every link of the picture is in it."""
    from pyvis.network import Network

    data = picture_data(picture, lang)
    # directed, because pyvis drops the second of two links between the same dots from an undirected network
    network = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    network.templateEnv = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True)
    network.path = "offline_network.html"
    network.options = dict(_OPTIONS)
    for node in _rows(data["nodes"]):
        network.add_node(node["id"], **{key: value for key, value in node.items() if key != "id"})
    for edge in _rows(data["edges"]):
        ends = (edge.pop("source"), edge.pop("target"))
        network.add_edge(*ends, **edge)
    network.templateEnv.globals["page"] = _page(picture, lang, data)
    page: str = network.generate_html(name="network.html")
    return page


def _page(picture: Picture, lang: str, data: dict[str, object]) -> _Page:
    def say(zh: str, en: str) -> str:
        return en if lang == "en" else zh

    def drawn(nodes: list[dict[str, Any]], edges: list[dict[str, Any]], options: str) -> dict[str, Any]:
        rest = {"centre": data["centre"], "legend": data["legend"], "options": json.loads(options)}
        return {"nodes": nodes, "edges": edges, **rest}

    library, script = _vis_network(), _text("static/labels.js") + _text("static/offline_network.js")
    return _Page(
        title=picture.title,
        lang=lang,
        sources=picture.sources,
        more=picture.more,
        css=_text("static/offline.css"),
        library=library,
        script=script,
        csp=policy_of(library, script),
        words={
            "choose": say("点选图中一项查看。", "Select something in the picture."),
            "none": say("没有找到。", "Nothing found."),
        },
        t=say,
        data=drawn,
    )


def policy_of(*scripts: str) -> str:
    """A content policy that lets these inline scripts run, inline styles apply, and nothing be fetched."""
    hashes = [base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def _vis_network() -> str:
    """vis-network as the installed pyvis ships it, safe to stand inside a script element."""
    import pyvis

    path = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return _inline(path.read_text(encoding="utf-8"))


def _text(name: str) -> str:
    return _inline((HERE / name).read_text(encoding="utf-8"))


def _inline(code: str) -> str:
    """Code as a browser will see it inside its element: one sort of line end, no end tag within."""
    return code.replace("\r\n", "\n").replace("\r", "\n").replace("</script", "<\\/script")


def _rows(value: object) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else []
