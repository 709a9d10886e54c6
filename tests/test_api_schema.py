"""Whatever is asked of the API, the answer is one that /openapi.json describes, and never a server error."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from tests.page_graph import NoReader, app_over, page_reader

PATHS = sorted(app_over(NoReader()).openapi()["paths"])


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    folder = tmp_path_factory.mktemp("graph")
    with page_reader(folder) as reader:
        yield schemathesis.openapi.from_asgi("/openapi.json", app_over(reader, folder))


@pytest.mark.parametrize("path", PATHS)
def test_answers_keep_to_their_description(api: schemathesis.BaseSchema, path: str) -> None:
    @given(case=api[path]["GET"].as_strategy())
    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate()

    ask()
