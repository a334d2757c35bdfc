"""Which version a party asks with now, for what is asked without a wave."""

from django.db.models import QuerySet

from surveys.models import QuestionnaireVersion


def versions_for(party_id: int, purpose: str) -> QuerySet[QuestionnaireVersion]:
    """All that a party ever put to use for this purpose, the latest first; those put away too."""
    used = QuestionnaireVersion.objects.filter(
        questionnaire__party=party_id, questionnaire__purpose=purpose, frozen_at__isnull=False
    )
    return used.order_by("-frozen_at", "-pk")


def version_in_use(party_id: int, purpose: str) -> QuestionnaireVersion | None:
    """The one put to use last, unless its questionnaire was put away since."""
    return versions_for(party_id, purpose).filter(questionnaire__is_archived=False).first()
