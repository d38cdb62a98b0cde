"""Rules of indicators: words and codes, what an observation must hold, and how it is compared. Pure."""

from __future__ import annotations

CI_METHODS = (
    ("none", "None stated"),
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
