"""Questions about bodies, people and areas, over all stages; each starts at what the reader may see."""

from moothall.hall.bodies.areas import AreaPage, AreaRow, get_area, list_areas
from moothall.hall.bodies.finding import FINDERS, list_synonyms
from moothall.hall.bodies.map import Body, BodyMap, Drive, Edge, Node, get_map
from moothall.hall.bodies.organisations import (
    OrganisationPage,
    OrganisationRow,
    count_led_actions,
    get_organisation,
    list_lines,
    list_organisations,
)
from moothall.hall.bodies.people import PersonPage, get_person, list_people
from moothall.hall.bodies.words import list_short_names, list_terms

__all__ = [
    "FINDERS",
    "AreaPage",
    "AreaRow",
    "Body",
    "BodyMap",
    "Drive",
    "Edge",
    "Node",
    "OrganisationPage",
    "OrganisationRow",
    "PersonPage",
    "count_led_actions",
    "get_area",
    "get_map",
    "get_organisation",
    "get_person",
    "list_areas",
    "list_lines",
    "list_organisations",
    "list_people",
    "list_short_names",
    "list_synonyms",
    "list_terms",
]
