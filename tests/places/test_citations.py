"""Where a record comes from: a document unless it is invented or made here, and a reason unless it is stated."""

import pytest

from moothall.places.rules import EXTERNAL, INFERRED, INVENTED, RECORDED, STATED, check_citation, check_spot


@pytest.mark.parametrize(
    ("status", "because", "has_document", "problem"),
    [
        (STATED, "", True, None),
        (STATED, "", False, "needs a source"),
        (INFERRED, "it follows", True, None),
        (INFERRED, "", True, "must say why"),
        (INFERRED, "it follows", False, "needs a source"),
        (EXTERNAL, " ", True, "must say why"),
        (INVENTED, "for practice", False, None),
        (INVENTED, "", False, "must say why"),
        (RECORDED, "", False, None),
    ],
)
def test_a_citation_is_complete(status, because, has_document, problem):
    found = check_citation(status, because, has_document)
    assert found is None if problem is None else problem in found


def test_a_source_names_a_page_or_lines_unless_it_is_no_paper():
    refused = [one for one in (STATED, INFERRED, EXTERNAL, INVENTED, RECORDED) if check_spot(one, "", "")]
    assert refused == [STATED, INFERRED]
    assert check_spot(STATED, "3", "") is check_spot(STATED, "", "3.1") is None
