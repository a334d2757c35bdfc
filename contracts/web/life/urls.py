from django.urls import path, register_converter
from django.urls.converters import StringConverter

from contracts.web.life import negotiation, notices, renewals, settling


class Answer(StringConverter):
    """What a side may answer to a notice."""

    regex = "acknowledge|agree|contest|withdraw"


class Kind(StringConverter):
    """The kinds of notice that are written by themselves; that of other fees goes with its request."""

    regex = "termination"


register_converter(Answer, "notice_answer")
register_converter(Kind, "notice_kind")

NOTICE = "contracts/<int:contract_id>/notices/<int:notice_id>/"

urlpatterns = [
    path("contracts/<int:contract_id>/share/", negotiation.share, name="share"),
    path("contracts/<int:contract_id>/recall/", negotiation.recall, name="recall"),
    path("contracts/<int:contract_id>/amend/", negotiation.amend, name="amend"),
    path("contracts/<int:contract_id>/amend/drop/", negotiation.amendment_drop, name="amendment-drop"),
    path("contracts/<int:contract_id>/renew/", renewals.renew, name="renew"),
    path("contracts/<int:contract_id>/notices/new/<notice_kind:kind>/", notices.notice_new, name="notice-new"),
    path(NOTICE, notices.notice, name="notice"),
    path(f"{NOTICE}proof/", notices.notice_proof, name="notice-proof"),
    path(f"{NOTICE}delivered/", notices.notice_delivered, name="notice-delivered"),
    path(f"{NOTICE}<notice_answer:verb>/", notices.notice_answer, name="notice-answer"),
    path("contracts/<int:contract_id>/settlement/", settling.settle, name="settle"),
    path("contracts/<int:contract_id>/archive/", settling.archive, name="archive"),
]
