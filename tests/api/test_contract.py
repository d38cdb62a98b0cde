"""The API keeps its word: its document holds, calls answer as declared, lists page, errors are problem documents."""

import json
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from typing import Any

import pytest
import schemathesis
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from ninja import Schema
from openapi_spec_validator import OpenAPIV31SpecValidator

from moothall.config.api import STAGES
from moothall.config.wsgi import application
from tests.permissions.judging import list_changes, take_state

DOCUMENT = "/api/v1/openapi.json"
PROBLEM = "application/problem+json"
EXAMPLES = 25  # calls of each operation


def read_document() -> dict[str, Any]:
    return json.loads(Client().get(DOCUMENT).content)


def list_operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(path, methods["get"]) for path, methods in sorted(document["paths"].items())]


def is_list(operation: dict[str, Any]) -> bool:
    return "offset" in {parameter["name"] for parameter in operation.get("parameters", ())}


def list_known(path: str) -> list[str]:
    """Return addresses of records that are there, found as a program would find them: in the lists."""
    client = Client()
    name = path.split("/")[3]
    rows = client.get(f"/api/v1/{name}?limit=2").json()["items"]
    fill = {
        "paragraphs": lambda row: path.replace("{meeting}", row["meeting"]).replace("{slug}", row["key"]),
    }.get(name, lambda row: path.replace("{slug}", row.get("key") or row["slug"]))
    return [fill(row) for row in rows]


@pytest.fixture
def example(example_place: Any, settings: Any) -> Any:
    settings.MOOTHALL_AS_AT = date(2019, 7, 22)
    return example_place


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """Let requests that do not come from Django's own test client leave the test's database connection open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


# --- the document -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_document_is_valid():
    document = read_document()
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


@pytest.mark.django_db
def test_every_operation_only_reads_has_a_plain_name_of_its_own_and_declares_its_errors():
    document = read_document()
    operations = list_operations(document)
    assert len(operations) >= 16
    assert {method for methods in document["paths"].values() for method in methods} == {"get"}
    names = [operation["operationId"] for _, operation in operations]
    assert len(set(names)) == len(names)
    assert [name for name in names if "moothall" in name] == []
    for path, operation in operations:
        assert operation["summary"], path
        assert {"200", "404", "422"} <= set(operation["responses"]), path
        for status in ("400", "404", "422"):
            schema = operation["responses"][status]["content"][PROBLEM]["schema"]
            assert schema == {"$ref": "#/components/schemas/Problem"}, (path, status)


# --- calls ------------------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the libraries that make the calls
def test_calls_of_every_kind_find_no_server_error_and_no_answer_that_is_not_declared(example, kept_connection):
    """Made from the document by schemathesis, in this process, the same at every run; nothing is written."""
    schema = schemathesis.openapi.from_wsgi(DOCUMENT, application)
    # An address with a NUL is refused before any route is chosen: tests/govern/test_api_boards.py asks for it.
    schema.config.generation.update(allow_x00=False)
    called = []
    before = take_state()
    for found in schema.get_all_operations():
        operation = found.ok()
        called.append(operation.path)
        try_out(operation)
    assert sorted(called) == [path for path, _ in list_operations(read_document())]
    assert list_changes(before, take_state()) == {}


def try_out(operation: Any) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def call(case: Any) -> None:
        case.call_and_validate(headers={"Accept-Encoding": "identity"})  # its client does not unpack

    call()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_but_reading_is_answered_and_the_refusal_is_a_problem_document(example, method):
    before = take_state()
    for path, _ in list_operations(read_document()):
        answer = getattr(Client(), method)(path.replace("{slug}", "x").replace("{meeting}", "x"))
        assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, PROBLEM, "GET, HEAD"), path
        assert answer.json()["status"] == 405
    assert list_changes(before, take_state()) == {}


# --- lists ------------------------------------------------------------------------------------------------------------


def test_every_list_comes_in_pages_that_make_up_the_whole(example):
    client = Client()
    lists = [path for path, operation in list_operations(read_document()) if is_list(operation)]
    assert len(lists) >= 10
    for pattern in lists:
        for path in [pattern] if "{" not in pattern else list_known(pattern)[:1]:
            whole = client.get(f"{path}?limit=100").json()
            assert whole["count"] >= len(whole["items"]) > 0, path
            parts = [client.get(f"{path}?limit=2&offset={offset}").json() for offset in (0, 2)]
            assert [part["count"] for part in parts] == [whole["count"]] * 2
            assert [*parts[0]["items"], *parts[1]["items"]] == whole["items"][:4], path
            assert (parts[1]["limit"], parts[1]["offset"]) == (2, 2)
            beyond = client.get(f"{path}?offset=100000").json()
            assert (beyond["items"], beyond["count"]) == ([], whole["count"])


@pytest.mark.parametrize("wrong", ["limit=101", "limit=0", "limit=-1", "limit=x", "offset=-1", "offset=x", "limit=1e3"])
def test_a_page_that_cannot_be_is_refused_by_name(example, wrong):
    name = wrong.partition("=")[0]
    for path, operation in list_operations(read_document()):
        if is_list(operation) and "{" not in path:
            answer = Client().get(f"{path}?{wrong}")
            assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM), path
            problem = answer.json()
            assert problem["status"] == 422 and problem["title"]
            assert [error["where"].rpartition(".")[2] for error in problem["errors"]] == [name]


# --- single records and errors ----------------------------------------------------------------------------------------


def test_every_record_of_a_list_has_its_own_address_and_one_that_is_not_there_is_a_problem_document(example):
    client = Client()
    patterns = [path for path, _ in list_operations(read_document()) if "{" in path]
    assert len(patterns) >= 7
    for pattern in patterns:
        for path in list_known(pattern):
            assert client.get(path).status_code == 200, path
        answer = client.get(pattern.replace("{meeting}", "never").replace("{slug}", "never"))
        assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM), pattern
        assert {"type", "title", "status", "detail"} <= set(answer.json())


ODD = ("%00", "%ff%fe", "a%00b", "..%2f..%2fetc", "x" * 300, "%F0%9F%8C%B3", "'%20OR%201=1--", "%0d%0aX:%201")


@pytest.mark.parametrize("odd", ODD)
def test_odd_words_are_answered_and_never_break_anything(example, odd):
    """Bytes that no text may hold, very long words, quotes, line ends: 200, 400, 404 or 422, in JSON."""
    client = Client()
    for path, operation in list_operations(read_document()):
        filled = path.replace("{slug}", odd).replace("{meeting}", odd)
        texts = [p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"]
        for address in [filled, *(f"{filled}?{name}={odd}" for name in texts)]:
            answer = client.get(address)
            assert answer.status_code in (200, 400, 404, 422), address
            assert answer["Content-Type"].startswith(("application/json", PROBLEM)), address


# --- how it travels ---------------------------------------------------------------------------------------------------


def test_scripts_of_other_sites_may_read_it_but_never_as_somebody_signed_in(example):
    client = Client(headers={"origin": "https://elsewhere.example"})
    for path in ("/api/v1/boards", "/api/v1/boards/never", "/api/v1/boards?limit=0", "/api/v1/openapi.json"):
        answer = client.get(path)
        assert answer["Access-Control-Allow-Origin"] == "*", path
        assert "Access-Control-Allow-Credentials" not in answer
    assert "Access-Control-Allow-Origin" not in client.get("/boards/")
    client.cookies["sessionid"] = "somebody"
    assert "Access-Control-Allow-Origin" not in client.get("/api/v1/boards")


def test_a_program_that_has_the_answer_is_told_so(example):
    caches["pages"].clear()
    first = Client().get("/api/v1/actions")
    again = Client().get("/api/v1/actions", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"
    assert Client().get("/api/v1/actions", headers={"if-none-match": '"other"'}).status_code == 200
    assert first["Cache-Control"] == "public, no-cache"


def test_the_page_of_examples_names_every_route(example):
    page = Client().get("/api/v1/").content.decode()
    missing = [path for path, _ in list_operations(read_document()) if path not in page]
    assert missing == []


def test_no_two_answers_share_a_name_in_the_document():
    """Two schemas of one name would overwrite each other, and the document would describe one of them wrongly."""
    modules = [import_module(f"moothall.{stage}.api") for stage in ("kit", *STAGES)]
    names = [
        name
        for module in modules
        for name, one in vars(module).items()
        if isinstance(one, type) and issubclass(one, Schema) and one.__module__ == module.__name__
    ]
    assert {name for name in names if names.count(name) > 1} == set()
