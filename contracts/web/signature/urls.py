from django.urls import path

from contracts.web.signature import paper, seals, sending, signer_asks, signing

urlpatterns = [
    path("contracts/<int:contract_id>/send/", sending.send, name="send"),
    path("contracts/<int:contract_id>/remind/", sending.remind, name="remind"),
    path("contracts/<int:contract_id>/withdraw/", sending.withdraw, name="withdraw"),
    path("contracts/<int:contract_id>/paper/", paper.paper, name="paper"),
    path("contracts/<int:contract_id>/paper/answer/", paper.paper_answer, name="paper-answer"),
    path("contracts/<int:contract_id>/versions/<int:number>/scan/", paper.scan, name="scan"),
    path("sign/", signing.read, name="sign"),
    path("sign/clauses/", signing.heavy, name="sign-heavy"),
    path("sign/act/", signing.act, name="sign-act"),
    path("sign/decline/", signing.decline, name="sign-decline"),
    path("sign/question/", signer_asks.question, name="sign-question"),
    path("sign/delegate/", signer_asks.delegate, name="sign-delegate"),
    path("contracts/<int:contract_id>/questions/<int:question_id>/", signer_asks.answer, name="answer"),
    path("contracts/<int:contract_id>/signatures/<int:signature_id>/letter/", signer_asks.letter, name="letter"),
    path("sign/seals/<int:seal_id>.png", seals.signers_seal, name="sign-registered-seal"),
    path("seals/", seals.seals, name="seals"),
    path("seals/<int:seal_id>.png", seals.picture, name="seal-picture"),
    path("seals/<int:seal_id>/retire/", seals.retire, name="seal-retire"),
    path("sign/contract.pdf", signing.pdf, name="sign-pdf"),
    path("sign/seal.png", signing.seal, name="sign-seal"),
    path("sign/<str:token>/", signing.link, name="sign-link"),
    path("sign/<str:token>/code/", signing.code, name="sign-code"),
]
