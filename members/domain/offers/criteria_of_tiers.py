"""The criterion that the tiers answer: in which tier somebody is."""

from collections.abc import Sequence
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.domain.offers.criteria import Kind, SomeOf
from members.models import Tier


def _tiers(party_id: int) -> Sequence[tuple[str, str]]:
    tiers = Tier.objects.filter(party=party_id).order_by("rank").values_list("pk", "name")
    return [(str(pk), name) for pk, name in tiers]


KINDS: Final = (
    Kind(
        "tier",
        _("Tier"),
        (SomeOf("tiers", _("Tiers"), _tiers),),
        lambda values, _at: Q(tier_row__tier__in=[int(pk) for pk in values["tiers"]]),
    ),
)
