"""Stored files."""

import hashlib
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from foundation.audit import history_of, writing
from foundation.files import clean_name, kind_of, store
from foundation.models import StoredFile
from foundation.refusals import Refused

PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)
PDF = b"%PDF-1.7\n" + bytes(30)


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.django_db
def test_file_is_stored_under_a_random_key(own_folder: Path) -> None:
    with writing("lin"):
        first, second = (store(PNG, "门店.png", kinds={"image/png"}, max_bytes=100) for _ in range(2))
    assert (first.sha256, first.size) == (hashlib.sha256(PNG).hexdigest(), len(PNG))
    assert (first.content_type, first.name) == ("image/png", "门店.png")
    assert first.storage_key != second.storage_key
    assert "png" not in first.storage_key
    assert (own_folder / first.storage_key).read_bytes() == first.read() == PNG
    assert [entry.actor for entry in history_of(first)] == ["lin"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "foundation.file_empty"),
        (PNG + bytes(100), "foundation.file_too_big"),
        (PDF, "foundation.file_wrong_kind"),  # whatever its name says
        (b"<svg onload=alert(1)>", "foundation.file_wrong_kind"),
        (b"\xff\xfe\x00", "foundation.file_wrong_kind"),
    ],
)
@pytest.mark.django_db
def test_unwanted_files_are_refused_and_leave_nothing(content: bytes, code: str, own_folder: Path) -> None:
    with pytest.raises(Refused) as refused:
        store(content, "picture.png", kinds={"image/png"}, max_bytes=100, field="picture")
    assert (refused.value.code, refused.value.field) == (code, "picture")
    assert StoredFile.objects.count() == 0
    assert list(own_folder.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (PDF, "application/pdf"),
        ("姓名,电话\r\n林,1\r\n".encode(), "text/plain"),
        ("\ufeff姓名".encode(), "text/plain"),
        ("姓名".encode("gbk"), None),
        (b"MZ\x90\x00", "application/x-msdownload"),
        (b"one\x00two", None),
    ],
)
def test_kind_is_judged_by_content(content: bytes, kind: str | None) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("照片.JPG", "照片.JPG"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\lin\\合同.pdf", "合同.pdf"),
        ("gpj.\u202efdp.exe", "gpj.fdp.exe"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("", "file"),
        ("\u200b", "file"),
        ("..", "file"),
        ("星" * 300 + ".pdf", "星" * 196 + ".pdf"),
    ],
)
def test_names_are_cleaned(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize("wrong", [{"sha256": "x" * 64}, {"size": 0}])
def test_database_keeps_hash_and_size_true(wrong: dict[str, object]) -> None:
    values = {"sha256": "0" * 64, "size": 1, "content_type": "image/png", "name": "a", "storage_key": "k"}
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(**values | wrong)
