"""The API: every stage's routes under one address, with one way to say what went wrong."""

from importlib import import_module
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from moothall import __version__
from moothall.kit.api import PROBLEM_TYPE, ParameterError, answer_problem
from moothall.kit.errors import NotAllowedError

STAGES = ("places", "govern", "assess", "plan", "deliver", "hall")


class OpenApi(NinjaAPI):
    """Describes itself as it answers: errors are problem documents, and operations bear their own plain names."""

    def __init__(self, **words: Any) -> None:
        super().__init__(**words)
        self._documents: dict[str, OpenAPISchema] = {}

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        """Return the document, made once: it says the same to everybody for as long as this process runs."""
        if str(where) not in self._documents:
            self._documents[str(where)] = self._make_document(**where)
        return self._documents[str(where)]

    def _make_document(self, **where: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**where)
        for methods in schema["paths"].values():
            for operation in methods.values():
                _name_problems(operation["responses"])
        return schema


def _name_problems(responses: dict[Any, dict[str, Any]]) -> None:
    for status, response in responses.items():
        if int(status) >= 400 and "content" in response:
            (said,) = response["content"].values()
            response["content"] = {PROBLEM_TYPE: said}


api = OpenApi(
    title="Moothall",
    version="1",
    description=(
        "What the public pages show, as data: boards, meetings, minute paragraphs, decisions, priorities, indicators "
        f"with their intervals, and actions. Read only, open, no key. Software version {__version__}."
    ),
    docs_url=None,  # our own page of examples stands at /api/v1/; nothing is loaded from elsewhere
    openapi_url="/openapi.json",
    urls_namespace="api",
)
for stage in STAGES:
    api.add_router("", import_module(f"moothall.{stage}.api").router, tags=[stage])


@api.exception_handler(Http404)
def answer_not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return answer_problem(404)


@api.exception_handler(NotAllowedError)
def answer_not_allowed(request: HttpRequest, error: NotAllowedError) -> HttpResponse:
    return answer_problem(403, error.sentence)


@api.exception_handler(ValidationError)
def answer_unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    problems = [ParameterError(where=_name(row), reason=str(row["msg"])) for row in error.errors]
    return answer_problem(422, errors=problems)


@api.exception_handler(HttpError)
def answer_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return answer_problem(error.status_code, str(error))


def _name(row: dict[str, Any]) -> str:
    return ".".join(str(part) for part in row["loc"])
