"""The one door for uploads: what a file is by its content, how large it may be, and who may see it.

A file is stored under a random name outside every public folder and is only ever handed out as a download.
"""

from __future__ import annotations

import io
import re
import secrets
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

import filetype
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe
from PIL import Image, ImageOps

from moothall.kit.errors import RecordError
from moothall.kit.models import User

MAX_PIXELS = 40_000_000
MAX_NAME = 100
PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "application/pdf": "pdf"}
PDF = "application/pdf"
EVIDENCE = (*PICTURES, PDF)
_WORDS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WebP", PDF: "PDF"}
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    MemoryError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True)
class StoredFile:
    """One file behind the door: its random ``key``, the ``name`` it came with, its ``type`` by content, its bytes."""

    key: str
    name: str
    type: str
    size: int

    def as_json(self) -> dict[str, Any]:
        """Return what the record that owns the file keeps about it; ``StoredFile(**row)`` reads it back."""
        return asdict(self)


Owner = Callable[[User, str], StoredFile | None]
_owners: list[Owner] = []


def register_owner(find: Owner) -> None:
    """Let ``find(user, key)`` return a file that belongs to one of its records and that ``user`` may see."""
    if find not in _owners:
        _owners.append(find)


def take_upload(uploaded: UploadedFile[Any], *, allowed: Collection[str]) -> StoredFile:
    """Check a file, clean it and put it into the private store. Call it inside the act, after its permission check.

    ``allowed`` are media types such as ``application/pdf``; see ``EVIDENCE``. Pictures are drawn anew, so that what
    hides in them (place, camera, comments, other files) is left behind.

    Raises:
        RecordError: empty, too large, of another type than it may be, damaged, or too many pixels.
    """
    raw, kind = read_checked(uploaded, allowed=allowed)
    content = clean_picture(raw, kind) if kind in PICTURES else raw
    key = secrets.token_urlsafe(24)
    storages["private"].save(_place_of(key), ContentFile(content))
    return StoredFile(key, make_name_safe(uploaded.name or "", kind), kind, len(content))


def read_checked(uploaded: UploadedFile[Any], *, allowed: Collection[str] | None) -> tuple[bytes, str]:
    """Return a file's bytes and its media type by its content, whatever its name says; None allows every type.

    Raises:
        RecordError: empty, larger than ``MOOTHALL_UPLOAD_MAX_BYTES``, or not of an allowed type.
    """
    limit: int = settings.MOOTHALL_UPLOAD_MAX_BYTES
    raw = uploaded.read(limit + 1)
    if not raw:
        raise RecordError("The file is empty. Choose another one.", "file")
    if len(raw) > limit:
        raise RecordError(f"The file is larger than {limit // 1_048_576} MB. Choose a smaller one.", "file")
    kind = find_type(raw)
    if allowed is not None and kind not in allowed:
        words = ", ".join(_WORDS[name] for name in _WORDS if name in allowed)
        raise RecordError(f"This kind of file is not taken here. Choose one of: {words}.", "file")
    return raw, kind


def find_type(raw: bytes) -> str:
    """Return the media type that a file's content shows; empty for what is not known."""
    guessed = filetype.guess(raw)
    kind = guessed.mime if guessed else ""
    if kind == PDF and not (raw.startswith(b"%PDF-") and b"%%EOF" in raw[-2048:]):
        return ""
    return str(kind)


# What must stand inside an office file, which is a zip archive of parts.
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml", "ods": "content.xml"}


def check_document(uploaded: UploadedFile[Any], ending: str) -> None:
    """Refuse a document that is not what its name ends in: PDF, CSV in UTF-8, or an office file without macros.

    Raises:
        RecordError: empty, too large, of another kind, or with macros.
    """
    raw, kind = read_checked(uploaded, allowed=None)
    if ending == "pdf":
        fits = kind == PDF
    elif ending == "csv":
        fits = _is_text(raw)
    else:
        fits = ending in OFFICE and _is_office(raw, OFFICE[ending])
    if not fits:
        raise RecordError("The file is not what its name says, or it holds macros. Save it again as PDF.", "file")


def _is_text(raw: bytes) -> bool:
    try:
        return "\x00" not in raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


def _is_office(raw: bytes, needed: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    return needed in names and not any("vbaproject" in name or name.startswith("basic/") for name in names)


def clean_picture(raw: bytes, kind: str) -> bytes:
    """Return a picture drawn anew: upright, without metadata, its first frame only.

    Raises:
        RecordError: more than ``MAX_PIXELS`` pixels, or damaged.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=[PICTURES[kind]]) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise RecordError("The picture has too many pixels. Make it smaller and try again.", "file")
                return _draw_anew(ImageOps.exif_transpose(opened), kind)
    except _BROKEN as error:
        raise RecordError("The picture is damaged or too large. Save it again and try once more.", "file") from error


def _draw_anew(picture: Image.Image, kind: str) -> bytes:
    has_holes = "A" in picture.getbands() or "transparency" in picture.info
    plain = picture.convert("RGBA" if has_holes and kind != "image/jpeg" else "RGB")
    plain.info.clear()
    out = io.BytesIO()
    plain.save(out, format=PICTURES[kind], **({"quality": 88} if kind != "image/png" else {"optimize": True}))
    return out.getvalue()


def make_name_safe(name: str, kind: str) -> str:
    """Return the name that a download gets: no folder, no sign that steers, the ending of its true type."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem = last.rpartition(".")[0] or last
    shown = "".join(sign for sign in unicodedata.normalize("NFC", stem) if unicodedata.category(sign)[0] != "C")
    plain = re.sub(r"[^\w .()-]+", "_", shown).strip(" .")[:MAX_NAME] or "file"
    return f"{plain}.{ENDINGS[kind]}"


def _place_of(key: str) -> str:
    return f"{key[:2]}/{key}"


@require_safe
def serve_file(request: HttpRequest, key: str) -> FileResponse:
    """Hand out a file to somebody who may see the record that owns it; to all others it does not exist."""
    found = next((file for find in _owners if (file := find(request.user, key))), None)  # type: ignore[arg-type]
    store = storages["private"]
    if found is None or found.key != key or not store.exists(_place_of(key)):
        raise Http404("There is no such file.")
    opened = store.open(_place_of(key))
    answer = FileResponse(opened, as_attachment=True, filename=found.name, content_type=found.type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
