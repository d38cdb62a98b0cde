"""The words and codes of indicators. Pure."""

CI_METHODS = (
    ("none", "Not stated"),
    ("wilson", "Wilson score"),
    ("byar", "Byar"),
    ("exact", "Exact"),
    ("dobson_byar", "Dobson and Byar"),
    ("student", "Student's t"),
    ("survey_design", "Survey design"),
    ("as_published", "As published, method not printed"),
)
VALUE_TYPES = (
    ("proportion", "Proportion"),
    ("crude_rate", "Crude rate"),
    ("dsr", "Directly standardised rate"),
    ("life_expectancy", "Life expectancy"),
    ("mean", "Mean"),
    ("count", "Count"),
    ("gap", "Gap"),
    ("survey_percent", "Survey percentage"),
)
YEAR_TYPES = (("calendar", "Calendar year"), ("financial", "Financial year"), ("academic", "Academic year"))
POLARITIES = (("low", "Lower is better"), ("high", "Higher is better"), ("none", "No judgement"))
COMPARATOR_METHODS = ((1, "Single overlapping interval"), (12, "Double overlapping intervals"))
VALUE_STATUSES = (
    ("published", "Published"),
    ("provisional", "Provisional"),
    ("revised", "Revised"),
    ("modelled", "Modelled"),
    ("suppressed_primary", "Suppressed"),
    ("suppressed_secondary", "Suppressed to protect another value"),
    ("not_available", "Not available"),
    ("not_applicable", "Not applicable"),
    ("rounds_to_zero", "Rounds to zero"),
    ("missing", "Missing"),
)
# Statuses that stand in the place of a value: none of them is 0.
WITHHELD = (
    "suppressed_primary",
    "suppressed_secondary",
    "not_available",
    "not_applicable",
    "rounds_to_zero",
    "missing",
)
NOT_SHOWN = {
    "suppressed_primary": "not shown, to protect people",
    "suppressed_secondary": "not shown, to protect people",
    "not_available": "not available",
    "not_applicable": "not applicable",
    "rounds_to_zero": "rounds to nought, so not printed",
    "missing": "no value",
}
LEVELS = (95.0, 99.8)
VERDICTS = (
    ("better", "Better"),
    ("similar", "Similar"),
    ("worse", "Worse"),
    ("higher", "Higher"),
    ("lower", "Lower"),
    ("not_compared", "Not compared"),
)
METHOD_WORDS = {1: "single overlap", 12: "double overlap"}
