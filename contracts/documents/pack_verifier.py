"""Checks an unpacked evidence pack. Needs Python 3.11 or later and pyHanko; asks no server and no network.

    pip install pyHanko
    python verify.py [folder] [--ca-fingerprint SHA256]

Prints a line for each file and each thing checked, in Chinese and English; ends with 0 when all is right, with 1 when
anything is not. Compare the fingerprint of the installation's certificate with the one that the installation itself
names: a pack can say of itself who signed it, but not that this is whom you trust.
"""

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # the pack's own folder: a file in it must not stand in for a part of Python

import argparse
import asyncio
import hashlib
import json
import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto import cms, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_detached_cms, validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

SCHEMA = "encore-evidence-pack/1"
LIST, SIGNATURE = "manifest.json", "manifest.p7s"
CA_FILE = "certificates/installation-ca.pem"
ROWS, BLOCKS = "audit/rows.jsonl", "audit/blocks.jsonl"
EVIDENCE_POLICY = "2.25.294843745803776783268869117905791325821"
CHUNK = 1024 * 1024

Finding = tuple[bool, str, str]
"""Right or wrong; in Chinese; in English."""


def check_pack(folder: Path, fingerprint: str = "") -> Iterator[Finding]:
    """Everything that can be checked, in order. Stops early only when the list itself cannot be read."""
    try:
        content = (folder / LIST).read_bytes()
        manifest = json.loads(content)
        files = {str(each["path"]): each for each in manifest["files"]}
        if manifest["schema"] != SCHEMA or len(files) != len(manifest["files"]):
            raise ValueError
        audit = dict(manifest["audit"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield False, f"{LIST}：缺失或无法读取", f"{LIST}: missing or unreadable"
        return
    yield from _signature(folder, content, fingerprint)
    yield from _names(folder, set(files))
    for path, told in sorted(files.items()):
        yield from _file(folder, path, told)
    for path, told in sorted(files.items()):
        if told.get("kind") == "signed_contract":
            yield from _guarded(path, _signed_pdf(folder, path, told))
    yield from _guarded(BLOCKS, _chain(folder, audit))


def _guarded(what: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """What cannot even be read is wrong; broken files break readers in endless ways."""
    try:
        yield from findings
    except Exception as error:  # noqa: BLE001
        yield False, f"{what}：无法读取（{type(error).__name__}）", f"{what}: unreadable ({type(error).__name__})"


# ------------------------------------------------------------------------------------- who made the list
def _signature(folder: Path, content: bytes, fingerprint: str) -> Iterator[Finding]:
    try:
        ca = _certificate(folder / CA_FILE)
        info = cms.ContentInfo.load((folder / SIGNATURE).read_bytes(), strict=True)
        checking = async_validate_detached_cms(content, info["content"], signer_validation_context=_trust([ca]))
        status = asyncio.run(checking)
        signer = status.signing_cert
        policies = {each["policy_identifier"].dotted for each in signer.certificate_policies_value or ()}
        right = bool(status.intact and status.valid and status.trusted and EVIDENCE_POLICY in policies)
    except Exception:  # noqa: BLE001  # a broken signature breaks readers in endless ways; all mean the same
        yield False, "清单的签名：缺失或无效", "Signature of the list: missing or invalid"
        return
    yield (
        right,
        "清单的签名：" + ("有效" if right else "无效，清单或签名被改动"),
        "Signature of the list: " + ("valid" if right else "invalid; the list or its signature was altered"),
    )
    print(f"       根证书指纹 Root certificate, SHA-256: {ca.sha256.hex()}")
    if fingerprint:
        same = ca.sha256.hex() == fingerprint.lower().replace(":", "").replace(" ", "")
        yield (
            same,
            "根证书指纹：" + ("与您给出的一致" if same else "与您给出的不一致"),
            "Root certificate: " + ("as you expected" if same else "not the one you expected"),
        )


def _certificate(path: Path) -> x509.Certificate:
    _name, _headers, der = pem.unarmor(path.read_bytes())
    return x509.Certificate.load(der)


def _trust(roots: list[x509.Certificate]) -> ValidationContext:
    now = datetime.now(UTC)
    return ValidationContext(
        trust_roots=roots, moment=now, best_signature_time=now, allow_fetching=False, revocation_mode="soft-fail"
    )


# ------------------------------------------------------------------------------------- files
def _names(folder: Path, listed: set[str]) -> Iterator[Finding]:
    """That nothing was added. What is missing shows when it is read."""
    for path in _found(folder):
        if path not in listed and path not in (LIST, SIGNATURE):
            yield False, f"{path}：不在清单中，系后来添加", f"{path}: not in the list; it was added later"
    for path in sorted(listed):
        parts = path.split("/")
        if path.startswith("/") or "\\" in path or ".." in parts or "" in parts:
            yield False, f"{path}：文件名不合规", f"{path}: not a proper name"


def _found(folder: Path) -> Iterator[str]:
    """Every file in the folder; also empty folders and links, which a pack has none of."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        here = Path(place)
        links = [name for name in folders if (here / name).is_symlink()]
        if not folders and not names and here != folder:
            yield f"{here.relative_to(folder).as_posix()}/"
        yield from ((here / name).relative_to(folder).as_posix() for name in sorted([*names, *links]))


def _file(folder: Path, path: str, told: dict[str, Any]) -> Iterator[Finding]:
    target = folder / path
    if target.is_symlink() or not target.is_file():
        yield False, f"{path}：缺失", f"{path}: missing"
        return
    digest, size = hashlib.sha256(), 0
    with target.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    if (digest.hexdigest(), size) != (told.get("sha256"), told.get("size")):
        yield False, f"{path}：内容被改动", f"{path}: altered"
    elif told.get("recorded_sha256") not in (None, told["sha256"]):
        yield (
            False,
            f"{path}：与当初登记的指纹不符，在打包之前已被改动",
            f"{path}: differs from the fingerprint recorded when it was filed; altered before this pack was made",
        )
    else:
        yield True, f"{path}：未改动", f"{path}: unaltered"


# ------------------------------------------------------------------------------------- signatures in the contracts
def _signed_pdf(folder: Path, path: str, told: dict[str, Any]) -> Iterator[Finding]:
    context = _trust([_certificate(each) for each in sorted((folder / "certificates").glob("*.pem"))])
    pdf = (folder / path).read_bytes()
    with (folder / path).open("rb") as stream:
        signatures = list(PdfFileReader(stream).embedded_signatures)
        for nth, signature in enumerate(signatures):
            status = validate_pdf_signature(signature, context, skip_diff=nth > 0)
            right = bool(status.intact and status.valid and status.trusted)
            right = right and (nth > 0 or status.docmdp_ok is True)
            if nth == len(signatures) - 1:
                right = right and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
            who = status.signing_cert.subject.native.get("common_name", "?")
            when = status.signer_reported_dt
            yield (
                right,
                f"{path}：“{who}”的签名{'有效' if right else '无效'}（{when}）",
                f"{path}: signature of “{who}” is {'valid' if right else 'invalid'} ({when})",
            )
    if not signatures:
        yield False, f"{path}：没有电子签名", f"{path}: no electronic signature"
    for revision in told.get("revisions", ()):
        right = hashlib.sha256(pdf[: revision["size"]]).hexdigest() == revision["sha256"]
        nth = revision["revision"]
        yield (
            right,
            f"{path}：第 {nth} 次修订{'与当时封存的文件一致' if right else '与当时封存的文件不一致'}",
            f"{path}: revision {nth} {'is' if right else 'is not'} the file that was sealed then",
        )


# ------------------------------------------------------------------------------------- the audit trail
def _chain(folder: Path, told: dict[str, Any]) -> Iterator[Finding]:
    rows_of: dict[int, list[dict[str, Any]]] = {}
    unsealed = 0
    for row in _lines(folder / ROWS):
        if row["block"] is None:
            unsealed += 1
        else:
            rows_of.setdefault(row["block"], []).append(row)
    previous: dict[str, Any] = {}
    proven = 0
    for block in _lines(folder / BLOCKS):
        number = block["number"]
        follows = not previous or (number, block["previous_head"]) == (previous["number"] + 1, previous["head"])
        whole = _block_holds(told["table"], block)
        rows = rows_of.pop(number, [])
        bad = [row["id"] for row in rows if not (whole and _row_holds(row, block))]
        if not follows or not whole or bad:
            yield (
                False,
                f"审计链第 {number} 块：不符 {bad or ''}",
                f"Audit chain, block {number}: does not fit {bad or ''}",
            )
        proven += len(rows) - len(bad)
        previous = block
    complete = not rows_of and (previous.get("head"), proven, unsealed) == (
        told["head"],
        told["sealed_rows"],
        told["unsealed_rows"],
    )
    yield (
        complete,
        f"审计摘录：{proven} 行经哈希链证明，{unsealed} 行仅由本清单的签名担保" + ("" if complete else "，与清单不符"),
        f"Audit excerpt: {proven} rows proven by the chain, {unsealed} vouched for by the list alone"
        + ("" if complete else "; this is not what the list says"),
    )


def _block_holds(table: str, block: dict[str, Any]) -> bool:
    """Recompute the head, and what it says of the rows where their hashes are told."""
    hashes: list[str] | None = block["row_hashes"]
    told = [table, *(block[name] for name in ("number", "last_id", "row_count", "columns", "private"))]
    if _sha256(json.dumps([*told, block["rows_hash"], block["previous_head"]])) != block["head"]:
        return False
    return hashes is None or (len(hashes), _sha256("\n".join(hashes))) == (block["row_count"], block["rows_hash"])


def _row_holds(row: dict[str, Any], block: dict[str, Any]) -> bool:
    digest = _sha256(f"{row['text']}\n{row['private_hash']}")
    return bool(block["row_hashes"][row["position"]] == digest and json.loads(row["text"])["id"] == row["id"])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            yield json.loads(line)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def main() -> int:
    """Print what was found; 0 when all is right."""
    parser = argparse.ArgumentParser(description="校验证据包 Check an evidence pack")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--ca-fingerprint", default="", help="根证书的 SHA-256 指纹 SHA-256 of the root certificate")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    wrong = 0
    for right, zh, en in check_pack(given.folder, given.ca_fingerprint):
        wrong += not right
        print(f"{'[正确 ok]' if right else '[错误 WRONG]'} {_plain(zh)}\n       {_plain(en)}")
    print("\n全部无误。 Everything is right." if not wrong else f"\n有 {wrong} 处不符。 {wrong} things are wrong.")
    return 1 if wrong else 0


def _plain(text: str) -> str:
    """Without what a terminal would obey: a name in the pack may hold anything."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


if __name__ == "__main__":
    sys.exit(main())
