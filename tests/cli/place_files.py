"""A small place's files, all of it invented, for tests that load, change and break them."""

from pathlib import Path

FILES = {
    "place.toml": """\
name = "Middleshire"
short_name = "Middleshire"
mark = "M"
colour = "#003d73"
contact_name = "The office"
contact_email = "office@middleshire.example"
time_zone = "Europe/London"
front_board = "moot"
""",
    "sources.csv": "key,title\npapers,Papers of the moot\n",
    "places/organisations.csv": """\
slug,name,kind,source,page,status
council,Middleshire Council,county_council,papers,1,stated
""",
    "places/people.csv": """\
slug,name,honorific,source,page,status
olive-tarn,Olive Tarn,Dr,papers,1,stated
peter-wick,Peter Wick,,papers,1,stated
""",
    "places/posts.csv": """\
slug,title,organisation,holder,source,page,status
head-of-health,Head of Health,council,olive-tarn,papers,1,stated
""",
    "govern/boards.csv": """\
slug,name,kind,purpose,source,page,status
moot,Middleshire Moot,partnership,"Dr Tarn and Peter Wick wrote this purpose.",papers,1,stated
""",
    "govern/seats.csv": """\
board,slug,label,organisation,source,page,status
moot,health,Seat for health,council,papers,1,stated
moot,second,Second seat,council,papers,1,stated
""",
    "govern/appointments.csv": """\
seat,person,from_on,source,page,status
moot/health,olive-tarn,2019-01-01,papers,1,stated
moot/second,peter-wick,2019-01-01,papers,1,stated
""",
    "govern/meetings.csv": """\
slug,board,starts_at,state,source,page,status
moot-2019-05-14,moot,2019-05-14T10:00,minutes_confirmed,papers,1,stated
""",
}


def write_place(folder: Path, **changes: str) -> Path:
    """Write the place's files; ``changes`` gives other text for a file, such as ``govern__boards_csv=...``."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        key = name.replace("/", "__").replace(".", "_")
        path.write_text(changes.get(key, text), encoding="utf-8")
    return folder


def write_many_sources(folder: Path, number: int) -> None:
    """Fill sources.csv with so many rows that a load takes long enough to be stopped in the middle."""
    rows = "".join(f"paper-{row},Paper number {row}\n" for row in range(number))
    (folder / "sources.csv").write_text(FILES["sources.csv"] + rows, encoding="utf-8")
