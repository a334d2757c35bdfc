"""What is no YAML that we read is one mistake with its line, found before it can do harm; and nothing is loaded."""

import time
from pathlib import Path

import pytest

from contracts.domain.forms import FormMistakes, load_form, mistakes_in
from contracts.domain.yaml_files.reading import DEEPEST, LARGEST, read_yaml
from contracts.domain.yaml_files.shapes import Fields, ListOf, Whole, Words

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def written(folder: Path, content: bytes) -> Path:
    path = folder / "form.yaml"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", 1, "the file is empty"),
        (b"form: ktv-2\nversion: [1\n", 3, "did not find expected"),
        (b"form: ktv-2\n\ttitle: x\n", 2, "found a tab character"),
        (b"form: x\narticles:\n\t- number: x\n", 3, "found character that cannot start any token"),
        (b"a: &a [x]\nb: *a\n", 2, "references inside YAML"),
        (BOMB.encode(), 2, "references inside YAML"),
        (b"[" * 100_000 + b"]" * 100_000, 1, "nested too deeply"),
        (b"a:\n" + b"".join(b" " * n + b"- \n" for n in range(DEEPEST + 1)), DEEPEST + 1, "nested too deeply"),
        (b"form: a\n---\nform: b\n", 2, "but found another document"),
        ("form: a\ntitle: 合同".encode("gbk"), 2, "the file is not UTF-8"),
        ("form: 合同".encode("utf-16"), 1, "the file is not UTF-8"),
        (b"form: a\nversion: \x00\n", 2, "control characters are not allowed"),
        (b"form: a\n" + b"# filler\n" * (5_000_000 // 9), 1, "the file is larger than 1000 kB"),
        (b"just words", 1, "named parts are expected here"),
    ],
)
def test_what_is_no_form_at_all_is_one_mistake(tmp_path: Path, content: bytes, line: int, message: str) -> None:
    path = written(tmp_path, content)
    begun = time.perf_counter()
    mistakes = mistakes_in(path)
    assert time.perf_counter() - begun < 1
    assert [mistake.line for mistake in mistakes] == [line]
    assert message in mistakes[0].message
    with pytest.raises(FormMistakes):
        load_form(path)


def test_the_largest_file_is_still_read(tmp_path: Path) -> None:
    text = b"form: a\n"
    path = written(tmp_path, text + b"#" * (LARGEST - len(text)))
    assert "version is missing" in [mistake.message for mistake in mistakes_in(path)]


def test_tags_construct_nothing() -> None:
    shape = Fields({"a": Words(), "b": ListOf(Words())})
    text = "a: !!python/object/apply:os.system [exit]\nb: [!!python/name:os.system x, !!binary aGk=]\n"
    data, source = read_yaml(text, shape)
    assert [mistake.message for mistake in source.mistakes] == ["text is expected here"]
    assert data == {"a": None, "b": ["x", "aGk="]}


def test_a_byte_order_mark_and_the_line_ends_of_windows_do_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbfform: a\r\nversion: x\r\n")
    assert [(mistake.line, mistake.code) for mistake in mistakes_in(path) if mistake.code == "shape"] == [(2, "shape")]


@pytest.mark.parametrize(("written", "number"), [("12", 12), ("-1", None), ("1.5", None), ("[1]", None), ("0x1", None)])
def test_a_whole_number_is_written_in_digits(written: str, number: int | None) -> None:
    data, source = read_yaml(f"least: {written}\n", Fields({"least": Whole()}))
    assert data == {"least": number}
    assert bool(source.mistakes) == (number is None)
