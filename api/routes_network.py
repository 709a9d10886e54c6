"""/api/network and /network.html: the picture round a node as data, and as one page to keep."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from api.context import Graph, IdQuery, PlaceQuery
from api.responses import FILE_ERRORS, PictureOut
from api.steady import SteadyRoute
from visualizations.network import network_picture
from visualizations.offline_network import offline_network
from visualizations.picture import picture_data

router = APIRouter(prefix="/api", tags=["责任关系图 network"], route_class=SteadyRoute)

Lang = Annotated[str, Query(pattern="^(zh|en)$")]


def _choice(
    centre: IdQuery = "",
    depth: Annotated[int | None, Query(ge=1, le=2, description="不写则单位为2，其余为1")] = None,
    limit: Annotated[int, Query(ge=2, le=1500, description="最多画几个节点")] = 600,
    policy: IdQuery = "",
    jurisdiction: PlaceQuery = "",
) -> dict[str, Any]:
    scope = {"policy_id": policy, "jurisdiction": jurisdiction}
    return {"centre": centre or None, "depth": depth, "limit": limit, **scope}


Choice = Annotated[dict[str, Any], Depends(_choice)]


@router.get("/network", summary="责任关系图的数据", operation_id="network", response_model=PictureOut)
def network(graph: Graph, choice: Choice, lang: Lang = "zh") -> dict[str, object]:
    """以 `centre` 为中心；不写中心则为整个政策、地区或全部。 Round a node, or a whole policy, place or everything."""
    return picture_data(network_picture(graph, lang=lang, **choice), lang)


@router.get(
    "/network.html",
    summary="责任关系图，单个离线文件",
    operation_id="network_page",
    response_class=HTMLResponse,
    responses=FILE_ERRORS,
)
def network_page(graph: Graph, choice: Choice, lang: Lang = "zh") -> HTMLResponse:
    """一个文件，不联网也能打开。 One file that opens with no internet."""
    page = offline_network(network_picture(graph, lang=lang, **choice), lang)
    headers = {"content-disposition": 'attachment; filename="network.html"'}
    return HTMLResponse(page, headers=headers)
