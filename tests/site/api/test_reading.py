"""Reading through the API: what is shown, page by page, and what the filters choose."""

import pytest

from balie.register.models import AISystem
from balie.site.api.entry import specification

READING = sorted(path for path, methods in specification()["paths"].items() if "get" in methods)


@pytest.fixture
def filled(example) -> dict[str, int | str]:
    system = AISystem.objects.order_by("pk").first()
    return {"key": system.pk, "assessment": system.latest_id, "name": "aia-50-1"}


@pytest.mark.parametrize("path", [path for path in READING if path.count("{") == 0 or "/systems/" in path])
def test_everything_can_be_read(program, filled, path):
    answer = program.get(path.removeprefix("/api/v1").format(**filled))

    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"].startswith("application/json")


def test_a_list_comes_in_pages_that_follow_each_other(program, example):
    seen, path = [], "/systems?limit=5"
    while path:
        page = program.get(path).json()
        assert page["count"] == 14
        seen += [item["id"] for item in page["items"]]
        path = page["next"] and page["next"].removeprefix("/api/v1")

    assert seen == sorted(AISystem.objects.values_list("pk", flat=True))
