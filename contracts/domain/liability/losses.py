"""The loss that a breach caused, as the injured party shows it, beside the damages by the clause (A13).

Sources: Civil Code art. 585 (a court may lower damages far above the loss); Interpretation of the general part of the
contract book (2023) art. 65: damages more than 30 % above the loss are generally excessive. Exactly 130 % of the loss
is 30 % above it and not more, so the warning begins one fen later. It never stops anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from contracts.domain.liability.speaking import require_injured, require_side
from contracts.domain.locking import locked_breach
from contracts.models import Breach, BreachEvidence, Loss
from foundation.accepted_files import EVIDENCE, LARGEST_FILE, MOST_FILES
from foundation.files import Upload, store_uploads
from foundation.models import StoredFile
from foundation.money import LARGEST, round_fen
from foundation.refusals import Refused
from foundation.text import clean_text
from parties.domain.scope import Scope, writing

EXCESSIVE_ABOVE: Final = Decimal("1.30")
LONGEST: Final = 2000


@dataclass(frozen=True)
class Comparison:
    """Damages beside the loss, both in yuan. ``loss`` is ``None`` while the injured party has recorded none."""

    owed: Decimal
    loss: Decimal | None

    @property
    def is_excessive(self) -> bool:
        """Whether the damages are more than 30 % above the loss."""
        return self.loss is not None and self.owed > self.loss * EXCESSIVE_ABOVE

    @property
    def threshold(self) -> Decimal:
        """The largest sum without a warning, to the fen."""
        return round_fen((self.loss or Decimal(0)) * EXCESSIVE_ABOVE)


def record_loss(
    breach_id: int, *, amount: Decimal, text: str, papers: Sequence[Upload], by: Scope, at: datetime
) -> Loss:
    """Keep what the injured party says it lost, in yuan, with the file that shows it. The last one recorded counts.

    Both sides see it. Refused: ``contracts.not_injured``, ``contracts.loss_wrong``, ``contracts.reason_missing``,
    ``contracts.paper_missing``, and what a file is refused for.
    """
    if not (amount.is_finite() and 0 <= amount <= LARGEST and amount == round_fen(amount)):
        raise Refused("contracts.loss_wrong", "amount")
    words = _words(text)
    with writing(by):
        breach = locked_breach(breach_id)
        require_injured(breach, by=by)
        file = one_paper(papers, field="papers")
        if file is None:
            raise Refused("contracts.paper_missing", "papers")
        return Loss.objects.create(breach=breach, amount=amount, text=words, file=file, recorded_at=at, by=by.label)


def add_breach_evidence(
    breach_id: int, *, text: str, papers: Sequence[Upload], by: Scope, at: datetime
) -> list[BreachEvidence]:
    """A side puts words or files on record, whatever the state.

    Refused: ``contracts.not_a_side_of_breach``, ``contracts.evidence_missing``, ``contracts.too_many_files``, and what
    words and files are refused for.
    """
    with writing(by):
        breach = locked_breach(breach_id)
        party_id = require_side(breach, by=by)
        words = clean_text(text, LONGEST, "text")
        if not words and not papers:
            raise Refused("contracts.evidence_missing", "text")
        return keep_evidence([breach], party_id, words, several_papers(papers, field="papers"), by=by, at=at)


def keep_evidence(
    breaches: Sequence[Breach], party_id: int, text: str, papers: Sequence[StoredFile], *, by: Scope, at: datetime
) -> list[BreachEvidence]:
    """Write what was put on record, for each breach; the words stand with the first file."""
    return BreachEvidence.objects.bulk_create(
        BreachEvidence(
            breach=breach,
            party_id=party_id,
            file=file,
            text=text if number == 0 else "",
            added_at=at,
            by=by.label,
        )
        for breach in breaches
        for number, file in enumerate(papers or [None])
    )


def several_papers(papers: Sequence[Upload], *, field: str) -> list[StoredFile]:
    """Store what was sent. Refused: ``contracts.too_many_files``, and what a file is refused for."""
    if len(papers) > MOST_FILES:
        raise Refused("contracts.too_many_files", field, limit=MOST_FILES)
    return store_uploads(papers, kinds=EVIDENCE, max_bytes=LARGEST_FILE, field=field)


def one_paper(papers: Sequence[Upload], *, field: str) -> StoredFile | None:
    """Store the one file that was sent, if any. Refused: ``contracts.one_file``, and what a file is refused for."""
    if len(papers) > 1:
        raise Refused("contracts.one_file", field)
    stored = several_papers(papers, field=field)
    return stored[0] if stored else None


def current_loss(breach: Breach) -> Loss | None:
    """The loss that counts: the last one recorded."""
    return breach.losses.order_by("-pk").first()


def compare(breach: Breach, owed: Decimal) -> Comparison:
    """These damages beside the loss of the breach."""
    loss = current_loss(breach)
    return Comparison(owed, loss.amount if loss else None)


def _words(text: str) -> str:
    words = clean_text(text, LONGEST, "text")
    if not words:
        raise Refused("contracts.reason_missing", "text")
    return words
