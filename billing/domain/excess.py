"""Damages on a draft beside the loss of their breach (A13): a warning, never a bar."""

from billing.models import Invoice
from contracts.domain.liability.losses import Comparison, compare


def excessive_lines(invoice: Invoice) -> list[tuple[int, Comparison]]:
    """The positions of the lines whose damages are more than 30 % above the recorded loss, with both sums."""
    lines = invoice.lines.select_related("damages__breach").prefetch_related("damages__adjustments")
    damages = [(line.position, line.damages) for line in lines if line.damages is not None]
    compared = [(position, compare(each.breach, each.owed)) for position, each in damages]
    return [(position, found) for position, found in compared if found.is_excessive]
