"""What of a contract can be searched, and keeping the index in step with it (A16).

Indexed is what both sides may read for good: number, title, parties, the wording in force with its values, the annexes
of its list, the notices. Drafts and comments never are. The work is asked for in the transaction of its cause.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final
from uuid import uuid4

from django.db.models import Q
from django.utils import timezone

from contracts.domain.locking import locked_contract
from contracts.domain.terms.catalogue import spec
from contracts.domain.texts.rendering import Values, clause_text
from contracts.models import Contract, ContractVersion, SearchPlace, SearchText
from contracts.models.searching import Piece
from foundation import jobs
from foundation.models import Job
from foundation.searching import folded, grams
from parties.domain.scope import SYSTEM, writing

JOB: Final = "contracts.index"
PARTY_JOB: Final = "contracts.index_party"
ZH, EN = "zh-hans", "en"


@dataclass(frozen=True)
class Found:
    """A text of a contract, in both languages, and where it stands."""

    piece: Piece
    zh: str
    en: str = ""
    anchor: str = ""

    @property
    def digest(self) -> str:
        """The same for the same text, in whichever contract."""
        return hashlib.sha256(f"{self.zh}\0{self.en}".encode()).hexdigest()


def ask_to_index(contract_id: int, *, run_at: datetime | None = None) -> None:
    """Have the contract indexed, in the transaction that changes what it says."""
    jobs.enqueue(JOB, f"{JOB}:{contract_id}:{uuid4().hex}", {"contract": contract_id}, run_at=run_at)


def ask_to_index_party(party_id: int) -> None:
    """Have every contract of a party indexed, in the transaction that renames it."""
    jobs.enqueue(PARTY_JOB, f"{PARTY_JOB}:{party_id}:{uuid4().hex}", {"party": party_id})


def run_job(job: Job) -> None:
    """The contract of the job, or all of its party."""
    if "party" in job.payload:
        party = int(job.payload["party"])
        pks = Contract.objects.filter(Q(party_a=party) | Q(party_b=party)).order_by("pk").values_list("pk", flat=True)
        for pk in pks:
            ask_to_index(pk)
        return
    index_contract(int(job.payload["contract"]), at=timezone.now())


def index_contract(contract_id: int, *, at: datetime) -> int:
    """Write anew what can be searched of a contract at ``at``. Returns how many texts. Again changes nothing."""
    with writing(SYSTEM):
        contract = locked_contract(contract_id)
        found = list(texts_of(contract, at=at))
        known = _kept(found)
        SearchPlace.objects.filter(contract=contract).delete()
        SearchPlace.objects.bulk_create(
            SearchPlace(
                contract=contract, text_id=known[each.digest], piece=each.piece, position=nth, anchor=each.anchor
            )
            for nth, each in enumerate(found)
        )
    return len(found)


def sweep_texts() -> int:
    """Remove the texts that no contract says any more. Returns how many."""
    with writing(SYSTEM):
        return SearchText.objects.filter(places=None).delete()[0]


def texts_of(contract: Contract, *, at: datetime) -> Iterator[Found]:
    """All that can be searched of a contract (its parties loaded), in the order in which it is shown."""
    version = contract.versions.filter(effective_at__lte=at).order_by("-effective_at").first()
    title_en = version.title_en if version else ""
    yield Found(Piece.HEAD, f"{contract.number} {contract.title}", title_en)
    for party in (contract.party_a, contract.party_b):
        yield Found(Piece.PARTY, party.name, anchor=str(party.pk))
    if version is not None:
        yield from _wording(version)
    for notice in contract.notices.order_by("pk"):
        yield Found(Piece.NOTICE, notice.text, anchor=str(notice.pk))


def _wording(version: ContractVersion) -> Iterator[Found]:
    terms = list(version.terms.order_by("clause__position", "pk"))
    values: Values = {term.name: term.value for term in terms}
    for clause in version.clauses.order_by("position"):
        zh = clause_text(clause.text_zh, values, ZH, division=version.division)
        en = clause_text(clause.text_en, values, EN, division=version.division)
        yield Found(Piece.CLAUSE, _lines(clause.heading_zh, zh), _lines(clause.heading_en, en), clause.number)
    for term in terms:
        if (value := values[term.name]) is not None:
            label = spec(term.name).label
            yield Found(Piece.TERM, f"{label(ZH)} {value.display(ZH)}", f"{label(EN)} {value.display(EN)}", term.name)
    for annex in version.annexes.order_by("position"):
        yield Found(Piece.ANNEX, annex.title_zh, annex.title_en, annex.code)


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _kept(found: Iterable[Found]) -> dict[str, int]:
    """The ids of the texts by their digests. New ones are written in one order: two runs never wait in a ring."""
    wanted = {each.digest: each for each in found}
    known = _ids(wanted)
    fresh = [_text(wanted[digest], digest) for digest in sorted(wanted.keys() - known.keys())]
    if fresh:
        SearchText.objects.bulk_create(fresh, ignore_conflicts=True)
        known |= _ids([text.digest for text in fresh])
    return known


def _ids(digests: Iterable[str]) -> dict[str, int]:
    return dict(SearchText.objects.filter(digest__in=list(digests)).values_list("digest", "pk"))


def _text(each: Found, digest: str) -> SearchText:
    plain, pieces = _made_of(_lines(each.zh, each.en))
    return SearchText(digest=digest, zh=each.zh, en=each.en, folded=plain, grams=list(pieces))


@lru_cache(maxsize=1024)
def _made_of(text: str) -> tuple[str, tuple[str, ...]]:
    plain = folded(text)
    return plain, tuple(grams(plain))
