"""The evidence pack: what is in it, and that its verifier finds whatever is done to it."""

import ast
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from contracts.documents import pack_verifier
from contracts.documents.pack_signature import ca_fingerprint
from foundation import sealing
from tests.contracts import packs
from tests.contracts.packs import NAME
from tests.sealed import seal

pytestmark = pytest.mark.django_db(transaction=True)
_kept: dict[str, Path] = {}


@pytest.fixture
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack about a whole period with everything in it, made once for this file."""
    if "folder" not in _kept:
        case = packs.case()
        seal("foundation_auditentry")
        pack = packs.period(case, case.agreement.owner)
        _kept["folder"] = packs.unpacked(pack, tmp_path_factory.mktemp("pack"))
        assert pack.file is not None
        _kept["zip"] = tmp_path_factory.mktemp("zip") / "pack.zip"
        _kept["zip"].write_bytes(pack.file.read())
    return _kept["folder"]


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(original, tmp_path / "pack"))


def test_an_untouched_pack_is_right(folder: Path) -> None:
    done = packs.run_verifier(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "WRONG" not in done.stdout
    told = packs.manifest(folder)
    for each in told["files"]:
        assert f"{each['path']}: unaltered" in done.stdout
        assert f"{each['path']}：未改动" in done.stdout
    assert done.stdout.count("signature of") == 3
    assert ca_fingerprint() in done.stdout
    assert told["audit"]["sealed_rows"] > 20
    assert f"{told['audit']['sealed_rows']} rows proven by the chain" in done.stdout


def test_everything_that_was_signed_and_happened_is_in_it(folder: Path) -> None:
    kinds = {each["kind"] for each in packs.manifest(folder)["files"]}
    assert kinds == {"signed_contract", "evidence", "page", "data", "audit", "certificate", "program", "text"}
    records = json.loads((folder / "data/records.json").read_text())
    assert {each["kind"] for each in records} == {"version", "obligation", "breach", "damages", "measurement", "notice"}
    timeline = (folder / "data/timeline.json").read_text()
    for said in ("客人未留电话，无法核实。", "属实", "贵方迟延核实，特此催告。", "十二人参加。"):
        assert said in timeline
    [damages] = [each for each in records if each["kind"] == "damages"]
    assert damages["facts"]["amount"] == "3000.00"
    assert [step["amount"] for step in damages["workings"]][-1] == "3000.00"
    names = {each.get("name") for each in packs.manifest(folder)["files"]}
    assert {NAME, "回执.pdf", "满意度.pdf"} <= names


def test_the_pages_show_clauses_with_their_values_in_both_languages(folder: Path) -> None:
    zh, en = ((folder / f"index.{language}.html").read_text() for language in ("zh-Hans", "en"))
    assert "Clauses concerned" in en
    assert "24 hours" in en
    assert "24小时" in zh.replace(" ", "")
    assert "客人未留电话，无法核实。" in zh
    for page in (zh, en):
        for each in packs.manifest(folder)["files"]:
            if "recorded_sha256" in each:
                assert each["recorded_sha256"] in page


# ------------------------------------------------------------------------------------------------ spoiling it
def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def extend(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(b"\n")


def empty(path: Path) -> None:
    path.write_bytes(b"")


SPOILS = pytest.mark.parametrize("spoil", [flip, extend, empty, Path.unlink], ids=["flip", "extend", "empty", "remove"])


@SPOILS
def test_each_and_every_file_that_is_altered_or_missing_is_named(folder: Path, spoil: Callable[[Path], None]) -> None:
    listed = [each["path"] for each in packs.manifest(folder)["files"]]
    for path in listed:
        spoil(folder / path)
    found = packs.wrong(folder)
    told = "missing" if spoil is Path.unlink else "altered"
    assert [path for path in listed if f"{path}: {told}" not in found] == []
    assert set(listed) == set(packs.paths(_kept["folder"])) - {"manifest.json", "manifest.p7s"}


@SPOILS
@pytest.mark.parametrize("path", ["manifest.json", "manifest.p7s"])
def test_an_altered_or_missing_list_or_signature_is_found(
    folder: Path, spoil: Callable[[Path], None], path: str
) -> None:
    spoil(folder / path)
    found = packs.wrong(folder)
    assert found
    assert found[0].startswith(("Signature of the list: ", "manifest.json: missing or unreadable"))


@pytest.mark.parametrize("path", ["extra.txt", "originals/0000-更早.pdf", "certificates/mine.pem", ".hidden", "空/x"])
def test_an_added_file_is_found(folder: Path, path: str) -> None:
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_bytes(b"x")
    assert any(f"{path}: not in the list" in each for each in packs.wrong(folder))


def test_an_added_folder_and_a_link_are_found(folder: Path) -> None:
    (folder / "new").mkdir()
    assert packs.wrong(folder) == ["new/: not in the list; it was added later"]
    (folder / "new").rmdir()
    target = folder / "README.txt"
    shutil.copy(target, folder.parent / "copy")
    target.unlink()
    target.symlink_to(folder.parent / "copy")
    assert packs.wrong(folder) == ["README.txt: missing"]


def test_two_files_that_changed_places_are_found(folder: Path) -> None:
    [signed] = (folder / "contract").iterdir()
    other = folder / "data/records.json"
    signed.rename(folder / "aside")
    other.rename(signed)
    (folder / "aside").rename(other)
    found = packs.wrong(folder)
    assert f"contract/{signed.name}: altered" in found
    assert "data/records.json: altered" in found


def relist(folder: Path, path: str) -> None:
    """What a forger without the installation's key would do to the list."""
    told = packs.manifest(folder)
    content = (folder / path).read_bytes()
    for each in told["files"]:
        if each["path"] == path:
            each.update(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
            each.pop("recorded_sha256", None)
    (folder / "manifest.json").write_text(json.dumps(told, ensure_ascii=False))


def test_a_list_made_anew_around_an_altered_file_is_found(folder: Path) -> None:
    flip(folder / "data/timeline.json")
    relist(folder, "data/timeline.json")
    done = packs.run_verifier(folder)
    assert done.returncode == 1
    assert "Signature of the list: invalid" in done.stdout
    assert "清单的签名：无效" in done.stdout


def test_an_altered_contract_is_found_by_its_own_signatures_too(folder: Path) -> None:
    [signed] = [each["path"] for each in packs.manifest(folder)["files"] if each["kind"] == "signed_contract"]
    extend(folder / signed)
    relist(folder, signed)
    found = packs.wrong(folder)
    assert any(each.startswith(f"{signed}: signature of") for each in found), found


def change_text(rows: list[dict[str, object]]) -> None:
    rows[0]["text"] = str(rows[0]["text"]).replace('"verb": "', '"verb": "X')


def drop(rows: list[dict[str, object]]) -> None:
    rows.pop(0)


def pretend_unsealed(rows: list[dict[str, object]]) -> None:
    rows[0].update(block=None, position=None)


def change_places(rows: list[dict[str, object]]) -> None:
    rows[0]["position"], rows[1]["position"] = rows[1]["position"], rows[0]["position"]


@pytest.mark.parametrize("change", [change_text, drop, pretend_unsealed, change_places])
def test_a_changed_audit_row_does_not_fit_the_chain_even_where_the_list_was_made_anew(
    folder: Path, change: Callable[[list[dict[str, object]]], None]
) -> None:
    path = folder / "audit/rows.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    change(rows)
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows))
    relist(folder, "audit/rows.jsonl")
    assert any(each.startswith("Audit") for each in packs.wrong(folder))


@pytest.mark.parametrize("name", ["row_hashes", "head", "previous_head", "last_id", "row_count", "rows_hash", "number"])
def test_a_changed_block_does_not_fit_the_chain(folder: Path, name: str) -> None:
    path = folder / "audit/blocks.jsonl"
    blocks = [json.loads(line) for line in path.read_text().splitlines()]
    block = next(each for each in blocks if each[name])
    told = block[name]
    block[name] = told[1:] if isinstance(told, list) else told + 1 if isinstance(told, int) else f"x{told[1:]}"
    path.write_text("".join(json.dumps(each) + "\n" for each in blocks))
    relist(folder, "audit/blocks.jsonl")
    assert any(each.startswith("Audit") for each in packs.wrong(folder))


def test_a_signature_of_another_installation_is_no_signature_of_this_one(folder: Path, tmp_path: Path) -> None:
    (folder / "certificates/installation-ca.pem").write_bytes(packs.other_authority())
    found = packs.wrong(folder)
    assert "Signature of the list: missing or invalid" in found or any("Signature of the list" in e for e in found)


def test_the_fingerprint_that_was_told_another_way_is_compared(folder: Path) -> None:
    assert packs.run_verifier(folder, "--ca-fingerprint", ca_fingerprint().upper()).returncode == 0
    done = packs.run_verifier(folder, "--ca-fingerprint", "0" * 64)
    assert done.returncode == 1
    assert "not the one you expected" in done.stdout


def test_names_that_leave_the_folder_are_refused_by_the_verifier(folder: Path) -> None:
    told = packs.manifest(folder)
    told["files"].append({"path": "../outside.txt", "sha256": "0" * 64, "size": 1, "kind": "text"})
    (folder / "manifest.json").write_text(json.dumps(told))
    assert "../outside.txt: not a proper name" in packs.wrong(folder)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b'{"files": [], "schema": "other"}', b"\xff"])
def test_a_list_that_is_none_is_wrong(folder: Path, content: bytes) -> None:
    (folder / "manifest.json").write_bytes(content)
    assert packs.wrong(folder) == ["manifest.json: missing or unreadable"]


# ------------------------------------------------------------------------------------------------ the verifier itself
def test_the_verifier_needs_python_and_pyhanko_alone() -> None:
    tree = ast.parse(Path(pack_verifier.__file__).read_text())
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    # asn1crypto and pyhanko_certvalidator come with pyHanko.
    assert names - set(sys.stdlib_module_names) == {"asn1crypto", "pyhanko", "pyhanko_certvalidator"}


def test_the_schema_names_everything_that_the_list_says(folder: Path) -> None:
    schema, told = json.loads((folder / "manifest.schema.json").read_text()), packs.manifest(folder)
    assert set(told) == set(schema["required"]) == set(schema["properties"])
    entry = schema["properties"]["files"]["items"]
    for each in told["files"]:
        assert set(entry["required"]) <= set(each) <= set(entry["properties"])
    assert set(told["audit"]) == set(schema["properties"]["audit"]["required"])
    assert told["schema"] == schema["properties"]["schema"]["const"] == pack_verifier.SCHEMA


def test_entries_carry_no_time_and_chinese_names_are_marked_as_such(folder: Path) -> None:
    with ZipFile(_kept["zip"]) as zipped:
        entries = zipped.infolist()
        assert {each.date_time for each in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert [each.filename for each in entries][-2:] == ["manifest.json", "manifest.p7s"]
        [chinese] = [each for each in entries if each.filename.endswith(NAME)]
        assert chinese.flag_bits & 0x800
        assert {each.filename for each in entries} == set(packs.paths(folder))


def test_the_chain_told_ends_where_the_installations_own_chain_stands(folder: Path) -> None:
    told = [json.loads(line) for line in (folder / "audit/blocks.jsonl").read_text().splitlines()]
    assert told[-1]["head"] == packs.manifest(folder)["audit"]["head"]
    assert told[0]["previous_head"] == sealing.FIRST_HEAD


def test_a_file_beside_the_verifier_stands_in_for_no_part_of_python(folder: Path) -> None:
    (folder / "argparse.py").write_text("import sys\nprint('Everything is right.')\nsys.exit(0)\n")
    done = subprocess.run([sys.executable, "verify.py"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 1
    assert "argparse.py" in done.stdout


def test_a_name_that_a_terminal_would_obey_is_spelled_out(folder: Path) -> None:
    (folder / "x\x1b[8m.pdf").write_bytes(b"%PDF-")
    done = packs.run_verifier(folder)
    assert (done.returncode, "\x1b" in done.stdout) == (1, False)
    assert "x\\x1b[8m.pdf" in done.stdout


@pytest.mark.parametrize("content", ["[" * 200_000, '{"schema": "encore-evidence-pack/1", "files": []}'])
def test_a_list_that_cannot_be_read_is_a_finding_and_no_crash(folder: Path, content: str) -> None:
    (folder / "manifest.json").write_text(content)
    done = packs.run_verifier(folder)
    assert (done.returncode, done.stderr) == (1, "")
