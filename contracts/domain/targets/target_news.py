"""What both sides are told when a target was missed."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.domain.chiefs import chiefs_of
from contracts.domain.terms.numbers import plain_decimal
from contracts.models import Measurement
from parties.domain.messages import Rendered, Telling, renderer, tell

KIND = "contracts.target_missed"


def tell_of_missed(measurement: Measurement, *, at: datetime) -> None:
    """Tell the persons who answer for the contract on both sides, once for a measurement."""
    contract = measurement.contract
    people = set(chiefs_of(contract).values())
    params = {"measurement": measurement.pk}
    tell([Telling(person, KIND, f"{KIND}:{measurement.pk}:{person}", params) for person in people], at=at)


def connect() -> None:
    """Tell the messages how this kind reads."""
    renderer(KIND)(_target_missed)


def _target_missed(params: Mapping[str, int | str]) -> Rendered:
    measurement = Measurement.objects.select_related("contract", "term").get(pk=params["measurement"])
    words = {
        "target": measurement.term.label,
        "number": measurement.contract.number,
        "value": measurement.value_text,
        "level": plain_decimal(measurement.level),
    }
    return Rendered(
        subject=_("Target missed: %(target)s, contract %(number)s") % words,
        body=_(
            "Measured: %(value)s %%, agreed: %(level)s %%. A breach is proposed with the measurement as evidence; "
            "the injured party decides."
        )
        % words,
        path=reverse("contracts:targets", args=[measurement.contract_id]),
    )
