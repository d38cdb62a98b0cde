"""Rules of the front door: what is held about people and why, read from one file. Pure."""

import tomllib
from dataclasses import dataclass


@dataclass(frozen=True)
class PersonalData:
    """One kind of personal data: the fields that hold it, why, who reads it and how long it is kept."""

    fields: tuple[str, ...]
    what: str
    why: str
    who: str
    kept: str


def read_personal_data(text: str) -> list[PersonalData]:
    """Return the rows of the file ``personal_data.toml``."""
    return [
        PersonalData(tuple(row["fields"]), row["what"], row["why"], row["who"], row["kept"])
        for row in tomllib.loads(text)["field"]
    ]
