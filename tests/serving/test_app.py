"""Who the preview answers, and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_validate import ERROR, GOOD, write
from valuestream_cli.rendering.registry import VIEWS

pytest.importorskip("starlette", reason="starlette is not installed")
pytest.importorskip("httpx2", reason="httpx2 is not installed")

from starlette.testclient import TestClient

from valuestream_cli.serving.app import application
from valuestream_cli.serving.desk import Desk
from valuestream_cli.serving.live import News

PORT, TOKEN = 8711, "secret"
HERE = f"http://127.0.0.1:{PORT}"


@pytest.fixture(autouse=True)
def streams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("a/reset.vs.yaml", GOOD)


@pytest.fixture
def stranger() -> TestClient:
    """Who does not know the token."""
    return TestClient(application(Desk(["."], {}), PORT, TOKEN, News()), base_url=HERE, follow_redirects=False)


@pytest.fixture
def reader(stranger: TestClient) -> TestClient:
    """Who opened the address with the token."""
    stranger.get(f"/?token={TOKEN}")
    return stranger


def test_the_token_becomes_a_cookie_and_leaves_the_address(stranger: TestClient) -> None:
    answer = stranger.get(f"/?token={TOKEN}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers["set-cookie"] == f"vs-{PORT}={TOKEN}; HttpOnly; Path=/; SameSite=strict"
    assert stranger.get("/").status_code == 200


@pytest.mark.parametrize(
    "address", ["/", "/?token=wrong", "/?token=", "/overview", "/sheet", "/events", "/assets/page.js"]
)
def test_without_the_token_nothing_is_told(stranger: TestClient, address: str) -> None:
    answer = stranger.get(address)
    assert (answer.status_code, answer.text) == (403, "open the address that `vs serve` printed: it has the token")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": f"evil.example:{PORT}"}, 421),
        ({"host": f"127.0.0.1:{PORT + 1}"}, 421),
        ({"host": ""}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": f"https://127.0.0.1:{PORT}"}, 403),
        ({"origin": HERE}, 200),
        ({"host": f"localhost:{PORT}", "cookie": f"vs-{PORT}={TOKEN}"}, 200),
    ],
)
def test_other_names_and_other_pages_are_refused_even_with_the_token(
    reader: TestClient, headers: dict[str, str], status: int
) -> None:
    assert reader.get("/overview", headers=headers).status_code == status


def test_every_answer_forbids_what_the_page_does_not_need(reader: TestClient) -> None:
    for address in ("/", "/overview", "/nowhere"):
        headers = reader.get(address).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; ")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_the_overview_names_streams_and_views(reader: TestClient) -> None:
    told = reader.get("/overview").json()
    assert told["streams"] == ["a/reset.vs.yaml"]
    assert list(told["views"]) == list(VIEWS)


def test_only_streams_below_what_is_served_are_read(reader: TestClient) -> None:
    for path in ("/etc/passwd", "../a/reset.vs.yaml", "a/../a/reset.vs.yaml", "a/reset.vs.yaml\0", ""):
        answer = reader.get("/sheet", params={"path": path, "view": "swimlane"})
        assert (answer.status_code, answer.json()) == (404, {"problem": "no such stream"})
    assert reader.get("/assets/..%2fguard.py").status_code == 404


def test_a_picture_and_the_findings(reader: TestClient) -> None:
    told = reader.get("/sheet", params={"path": "a/reset.vs.yaml", "view": "swimlane"}).json()
    assert told["picture"].startswith("<svg ")
    assert (told["findings"], told["problem"], told["stale"]) == ([], "", False)
    told = reader.get("/sheet", params={"path": "a/reset.vs.yaml", "view": "swimlan"}).json()
    assert (told["picture"], told["problem"]) == ("", "there is no view 'swimlan': did you mean 'swimlane'?")


def test_while_a_file_has_errors_its_last_picture_stays() -> None:
    desk = Desk(["."], {})
    before = desk.sheet("a/reset.vs.yaml", "swimlane")
    write("a/reset.vs.yaml", ERROR)
    desk.forget()
    told = desk.sheet("a/reset.vs.yaml", "swimlane")
    assert before and told and told["stale"]
    assert told["picture"] == before["picture"]
    (finding,) = told["findings"]
    assert finding["severity"] == "error"
    assert finding["place"].startswith("reset.vs.yaml:")
    assert finding["line"] in ERROR
