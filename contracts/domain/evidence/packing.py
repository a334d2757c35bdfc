"""Puts a pack together: gathers, writes it as a stream, lists every file, and has the list signed."""

from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import IO, Any, Final

from contracts.domain.evidence.audit_excerpt import AuditExcerpt, entry_ids
from contracts.domain.evidence.gathering import Gathered, Placed, gather
from contracts.domain.evidence.pages import ROOM, pages_of
from contracts.domain.evidence.parts import Audited, Subject
from contracts.domain.evidence.records import as_bytes, files_of, plain
from contracts.domain.evidence.zip_writing import PackZip, Written
from contracts.models import EvidencePack

SCHEMA: Final = "encore-evidence-pack/1"
STEADY: Final = 4
"""Steps beside the originals: gathering, pages, the audit, the signature."""

Progress = Callable[[int, int], None]
Sign = Callable[[bytes], bytes]


def write_pack(
    pack: EvidencePack, subject: Subject, out: IO[bytes], *, progress: Progress, sign: Sign | None = None
) -> None:
    """Write the pack's ZIP to ``out``. No original is ever in memory whole.

    The same state and ``asked_at`` give the same bytes, but for the signature, which is made anew each time.
    ``progress`` is told how many steps of how many are done. ``sign`` replaces the installation's signature.
    """
    found = gather(subject)
    total = len(found.files) + STEADY
    packing = _Packing(pack, found, PackZip(out), lambda done: progress(done, total))
    packing.write(sign or (lambda content: _signed(content, pack)))


def _signed(content: bytes, pack: EvidencePack) -> bytes:
    from contracts.documents.pack_signature import sign_list

    return sign_list(content, at=pack.asked_at)


class _Packing:
    """One pack under way."""

    def __init__(self, pack: EvidencePack, found: Gathered, zipped: PackZip, progress: Callable[[int], None]) -> None:
        self.pack, self.found, self.zip, self.progress = pack, found, zipped, progress
        self.listed: list[dict[str, Any]] = []
        self.lost: list[dict[str, Any]] = []

    def write(self, sign: Sign) -> None:
        self.progress(1)
        self._made()
        self.progress(2)
        audit = self._audit()
        self.progress(3)
        for nth, placed in enumerate(self.found.files, start=1):
            self._original(placed)
            self.progress(3 + nth)
        content = as_bytes(self._manifest(audit))
        self.zip.add("manifest.json", content)
        self.zip.add("manifest.p7s", sign(content))
        self.zip.close()
        self.progress(4 + len(self.found.files))

    def _made(self) -> None:
        for path, content, kind in sorted(self._texts()):
            self._list(self.zip.add(path, content), kind)

    def _texts(self) -> Iterator[tuple[str, bytes, str]]:
        """What is made for the pack: (path, content, kind)."""
        from contracts.documents.pack_signature import trusted_certificates

        yield "README.txt", ROOM.joinpath("README.txt").read_bytes(), "text"
        yield "manifest.schema.json", ROOM.joinpath("manifest.schema.json").read_bytes(), "text"
        yield "verify.py", files("contracts.documents").joinpath("pack_verifier.py").read_bytes(), "program"
        for name, certificate in trusted_certificates().items():
            yield f"certificates/{name}", certificate, "certificate"
        yield from ((path, content, "data") for path, content in files_of(self.found))
        yield from ((path, content, "page") for path, content in pages_of(self.found, self.pack.party))

    def _audit(self) -> dict[str, Any]:
        # The entry of a stored file says when its fingerprint was noted.
        stored = Audited("foundation_storedfile", frozenset(each.original.file.pk for each in self.found.files))
        excerpt = AuditExcerpt(entry_ids([*self.found.audited, stored]))
        self._list(self.zip.add_pieces("audit/rows.jsonl", excerpt.rows()), "audit")
        self._list(self.zip.add_pieces("audit/blocks.jsonl", excerpt.blocks()), "audit")
        return excerpt.summary()

    def _original(self, placed: Placed) -> None:
        stored = placed.original.file
        known = {"name": stored.name, "stored_file": stored.pk, "recorded_sha256": stored.sha256}
        try:
            stream = stored.open()
        except FileNotFoundError:
            self.lost.append(known)
            return
        with stream:
            written = self.zip.add_stream(placed.path, stream, size=stored.size)
        title = placed.original.title.as_json()
        self._list(written, placed.original.kind, title=title, **known, **placed.original.facts)

    def _list(self, written: Written, kind: str, **more: object) -> None:
        self.listed.append({"path": written.path, "sha256": written.sha256, "size": written.size, "kind": kind, **more})

    def _manifest(self, audit: dict[str, Any]) -> dict[str, Any]:
        pack, contract = self.pack, self.found.subject.contract
        return {
            "schema": SCHEMA,
            "pack": pack.pk,
            "asked_at": plain(pack.asked_at),
            "party": pack.party.name,
            "contract": {
                "number": contract.number,
                "title": contract.title,
                "party_a": contract.party_a.name,
                "party_b": contract.party_b.name,
            },
            "about": {
                "breaches": [] if self.found.subject.is_period else sorted(self.found.subject.breaches),
                "first_day": plain(pack.first_day),
                "last_day": plain(pack.last_day),
            },
            "files": sorted(self.listed, key=lambda each: str(each["path"])),
            "lost": self.lost,
            "audit": audit,
        }
