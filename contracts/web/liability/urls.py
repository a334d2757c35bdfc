from django.urls import path, register_converter
from django.urls.converters import StringConverter

from contracts.web.liability import breaches, consequences, force_majeure


class BreachVerb(StringConverter):
    """One of the four words about a breach."""

    regex = "accept|contest|confirm|waive"


class BreachAct(StringConverter):
    """What is done about a breach on a page of its own."""

    regex = "loss|evidence|demand|warn|adjust|dispute"


class DisputeVerb(StringConverter):
    """A step of a dispute, its end, or a date to keep."""

    regex = "note|mediate|arbitrate|sue|settle|decide|drop|date"


class AdjustmentVerb(StringConverter):
    """An answer to a sum, or to the end of a dispute, that waits."""

    regex = "accept|decline|withdraw"


class ClaimVerb(StringConverter):
    """An answer to a claim of force majeure."""

    regex = "accept|reject|withdraw"


class CureVerb(StringConverter):
    """Whether a demand was met."""

    regex = "cured|not_cured"


for name, converter in {
    "breach_verb": BreachVerb,
    "breach_act": BreachAct,
    "dispute_verb": DisputeVerb,
    "adjustment_verb": AdjustmentVerb,
    "claim_verb": ClaimVerb,
    "cure_verb": CureVerb,
}.items():
    register_converter(converter, name)

ONE = "breaches/<int:breach_id>/"
OF_CONTRACT = "contracts/<int:contract_id>/"

urlpatterns = [
    path("breaches/", breaches.breach_list, name="breaches"),
    path(ONE, breaches.breach_detail, name="breach"),
    path(f"{ONE}<breach_verb:verb>/", breaches.breach_answer, name="breach-answer"),
    path(f"{ONE}<breach_act:act>/", consequences.breach_act, name="breach-act"),
    path(f"{ONE}papers/<int:file_id>/", breaches.breach_paper, name="breach-paper"),
    path(
        f"{ONE}adjustments/<int:adjustment_id>/<adjustment_verb:verb>/",
        consequences.adjustment_answer,
        name="adjustment-answer",
    ),
    path(f"{ONE}demands/<int:about_id>/<cure_verb:verb>/", consequences.cure_answer, name="cure-answer"),
    path(
        f"{ONE}disputes/<int:dispute_id>/ends/<int:end_id>/<adjustment_verb:verb>/",
        consequences.dispute_end_answer,
        name="dispute-end-answer",
    ),
    path(f"{ONE}disputes/<int:dispute_id>/<dispute_verb:verb>/", consequences.dispute_act, name="dispute-act"),
    path(f"{OF_CONTRACT}breaches/new/", consequences.breach_new, name="breach-new"),
    path(f"{OF_CONTRACT}force-majeure/", force_majeure.claims, name="force-majeure"),
    path(f"{OF_CONTRACT}force-majeure/<int:claim_id>/evidence/", force_majeure.evidence, name="force-majeure-evidence"),
    path(
        f"{OF_CONTRACT}force-majeure/<int:claim_id>/<claim_verb:verb>/",
        force_majeure.answer,
        name="force-majeure-answer",
    ),
]
