"""The words of the place: the glossary, and short names that are explained like its terms."""

from __future__ import annotations

from moothall.kit.grants import AnyUser
from moothall.places.models import GlossaryTerm, Organisation


def list_terms(user: AnyUser) -> list[GlossaryTerm]:
    """Return the terms of the glossary in the order of the alphabet, capitals or not."""
    terms = GlossaryTerm.objects.visible_to(user).select_related("see", "source")
    return sorted(terms, key=lambda term: term.term.casefold())


def list_short_names(user: AnyUser) -> list[Organisation]:
    """Return the organisations that have a short name of capitals, such as CCG; they are explained like terms."""
    rows = Organisation.objects.visible_to(user).exclude(short_name="").select_related("source")
    capitals = (one for one in rows if one.short_name.isascii() and one.short_name.isupper())
    return sorted(capitals, key=lambda one: (one.short_name, one.slug))
