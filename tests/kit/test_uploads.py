"""The one door for uploads: type by content, size, no metadata, no bombs, and who may see a file."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from moothall.kit import uploads
from moothall.kit.errors import RecordError
from moothall.kit.grants import find_basis
from moothall.kit.uploads import EVIDENCE, StoredFile, check_document, make_name_safe, register_owner, take_upload
from tests.signing import make_user, sign_in

PDF_BYTES = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    place = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path), "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, "private": place}


def draw(kind="PNG", size=(20, 10), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, kind, **options)
    return out.getvalue()


def upload(content, name="file.bin", kind="application/octet-stream"):
    return SimpleUploadedFile(name, content, kind)


def read_stored(file):
    with storages["private"].open(f"{file.key[:2]}/{file.key}") as stream:
        return stream.read()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (draw("PNG"), "image/png"),
        (draw("JPEG"), "image/jpeg"),
        (draw("WEBP"), "image/webp"),
        (PDF_BYTES, "application/pdf"),
    ],
)
def test_a_files_type_is_what_its_content_is_whatever_it_is_called(content, kind):
    file = take_upload(upload(content, "evil.exe", "text/html"), allowed=EVIDENCE)
    assert file.type == kind
    assert file.name == f"evil.{uploads.ENDINGS[kind]}"
    assert file.size == len(read_stored(file))


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script>",
        b"MZ\x90\x00" + b"\0" * 99,
        b"plain text",
        b"%PDF-1.7 without an end",
        b"GIF89a" + b"\0" * 40,
        b"PK\x03\x04" + b"\0" * 40,
    ],
)
def test_another_kind_of_file_is_refused_and_nothing_is_stored(content, tmp_path):
    with pytest.raises(RecordError, match="not taken here"):
        take_upload(upload(content, "picture.png", "image/png"), allowed=EVIDENCE)
    assert list(tmp_path.iterdir()) == []


def test_a_type_that_this_form_does_not_take_is_refused_with_those_that_it_does():
    with pytest.raises(RecordError, match=r"Choose one of: PDF\."):
        take_upload(upload(draw("PNG")), allowed=["application/pdf"])


def test_an_empty_file_is_refused():
    with pytest.raises(RecordError, match="empty"):
        take_upload(upload(b""), allowed=EVIDENCE)


def test_a_file_over_the_limit_is_refused(settings):
    settings.MOOTHALL_UPLOAD_MAX_BYTES = 1_048_576
    at_limit = PDF_BYTES.replace(b"<<>>\nendobj", b"<<>>" + b" " * (1_048_576 - len(PDF_BYTES)) + b"\nendobj")
    assert take_upload(upload(at_limit), allowed=EVIDENCE).size == 1_048_576
    with pytest.raises(RecordError, match="larger than 1 MB"):
        take_upload(upload(at_limit.replace(b"<<>>", b"<<  >>", 1)), allowed=EVIDENCE)


def test_a_picture_loses_where_and_by_what_it_was_taken():
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "Camera maker", {1: "N", 2: (51.0, 50.0, 0.0)}
    raw = draw("JPEG", exif=exif, comment=b"a secret word")
    assert b"Camera maker" in raw
    file = take_upload(upload(raw), allowed=EVIDENCE)
    kept = read_stored(file)
    assert b"Camera maker" not in kept
    assert b"secret" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_a_picture_that_lay_on_its_side_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    file = take_upload(upload(draw("JPEG", (20, 10), exif=exif)), allowed=EVIDENCE)
    assert Image.open(io.BytesIO(read_stored(file))).size == (10, 20)


def test_what_is_hung_behind_a_picture_is_left_behind():
    file = take_upload(upload(draw("PNG") + b"<script>alert(1)</script>"), allowed=EVIDENCE)
    assert b"script" not in read_stored(file)


def test_a_picture_keeps_its_see_through_parts():
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    file = take_upload(upload(out.getvalue()), allowed=EVIDENCE)
    assert Image.open(io.BytesIO(read_stored(file))).mode == "RGBA"


def make_bomb(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("size", "said"),
    [((8_000, 8_000), "too many pixels"), ((30_000, 30_000), "too large"), ((100_000, 100_000), "too large")],
)
def test_a_small_file_with_a_huge_picture_inside_is_refused(size, said):
    with pytest.raises(RecordError, match=said):
        take_upload(upload(make_bomb(*size)), allowed=EVIDENCE)


def test_a_damaged_picture_is_refused():
    with pytest.raises(RecordError, match="damaged"):
        take_upload(upload(draw("PNG", (900, 900))[:200]), allowed=EVIDENCE)
    with pytest.raises(RecordError, match="damaged"):
        take_upload(upload(draw("JPEG")[:40]), allowed=EVIDENCE)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\docs\\report.final.docx", "report.final.pdf"),
        ("a\u202egpj.exe", "agpj.pdf"),
        ('x"; filename="y.html', "x_ filename_y.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("n" * 300 + ".pdf", "n" * 100 + ".pdf"),
        ("Bericht für Mai.pdf", "Bericht für Mai.pdf"),
    ],
)
def test_a_name_is_made_safe(name, safe):
    assert make_name_safe(name, "application/pdf") == safe


def test_keys_are_random_and_long():
    keys = {take_upload(upload(PDF_BYTES), allowed=EVIDENCE).key for _ in range(20)}
    assert len(keys) == 20
    assert {len(key) for key in keys} == {32}


def test_what_a_record_keeps_about_a_file_reads_back():
    file = take_upload(upload(PDF_BYTES), allowed=EVIDENCE)
    assert StoredFile(**file.as_json()) == file


@pytest.fixture
def owned(monkeypatch, db):
    """A file that members of board A may see."""
    monkeypatch.setattr(uploads, "_owners", [])
    file = take_upload(upload(PDF_BYTES, "proof of work.pdf"), allowed=EVIDENCE)
    register_owner(
        lambda user, key: file if key == file.key and find_basis(user, "see_members_papers", "board:a") else None
    )
    return file


def test_a_file_is_handed_out_as_a_download_that_runs_nowhere(client, owned):
    sign_in(client, make_user("member", "board:a"))
    answer = client.get(reverse("file", args=[owned.key]))
    assert b"".join(answer.streaming_content) == PDF_BYTES
    assert answer["Content-Disposition"] == 'attachment; filename="proof of work.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"


def test_to_who_may_not_see_it_a_file_does_not_exist(client, owned):
    sign_in(client, make_user("member", "board:b"))
    here = client.get(reverse("file", args=[owned.key]))
    nowhere = client.get(reverse("file", args=["x" * 32]))
    assert here.status_code == nowhere.status_code == 404


def test_a_file_without_an_owner_or_without_its_bytes_is_not_there(client, owned, monkeypatch):
    sign_in(client, make_user("member", "board:a"))
    storages["private"].delete(f"{owned.key[:2]}/{owned.key}")
    assert client.get(reverse("file", args=[owned.key])).status_code == 404
    orphan = take_upload(upload(PDF_BYTES), allowed=EVIDENCE)
    assert client.get(reverse("file", args=[orphan.key])).status_code == 404


def test_an_owner_that_answers_with_another_file_hands_out_nothing(client, owned, monkeypatch):
    sign_in(client, make_user("member", "board:a"))
    monkeypatch.setattr(uploads, "_owners", [lambda user, key: owned])
    assert client.get(reverse("file", args=["x" * 32])).status_code == 404


@pytest.mark.parametrize(
    "path", ["/files/", "/files/../settings/", "/files/" + "a" * 31 + "/", "/files/" + "a" * 31 + "%2f/"]
)
def test_an_address_that_is_no_key_finds_nothing(client, owned, path):
    sign_in(client, make_user("member", "board:a"))
    assert client.get(path).status_code == 404


def test_a_file_is_not_posted_to(client, owned):
    sign_in(client, make_user("member", "board:a"))
    assert client.post(reverse("file", args=[owned.key])).status_code == 405


def make_office(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF_BYTES, "pdf"),
        ("a,b\n1,ä\n".encode(), "csv"),
        (make_office("word/document.xml"), "docx"),
        (make_office("xl/workbook.xml"), "xlsx"),
        (make_office("mimetype", "content.xml"), "odt"),
    ],
)
def test_a_document_that_is_what_its_name_says_is_taken(content, ending):
    check_document(upload(content), ending)


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF_BYTES, "docx"),
        (b"<html>", "pdf"),
        (b"\xff\xfe\x00a", "csv"),
        (b"a\x00b", "csv"),
        (b"PK\x03\x04rubbish", "docx"),
        (make_office("word/document.xml", "word/vbaProject.bin"), "docx"),
        (make_office("content.xml", "Basic/Standard/a.xml"), "odt"),
        (make_office("word/document.xml"), "xlsx"),
        (PDF_BYTES, "exe"),
        (PDF_BYTES, ""),
    ],
)
def test_a_document_that_is_something_else_or_holds_macros_is_refused(content, ending):
    with pytest.raises(RecordError, match="not what its name says"):
        check_document(upload(content), ending)
