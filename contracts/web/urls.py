from django.urls import include, path

from contracts.web import contracts, drafts, sending, signing, verification

app_name = "contracts"
urlpatterns = [
    path("", include("contracts.web.breach_urls")),
    path("contracts/", contracts.contract_list, name="list"),
    path("contracts/new/", drafts.draft_new, name="draft-new"),
    path("contracts/<int:contract_id>/", contracts.contract_detail, name="detail"),
    path("contracts/<int:contract_id>/contract.pdf", contracts.contract_pdf, name="pdf"),
    path("contracts/<int:contract_id>/draft/", drafts.draft, name="draft"),
    path("contracts/<int:contract_id>/draft/preview/", drafts.draft_preview, name="draft-preview"),
    path("contracts/<int:contract_id>/draft/frame/", drafts.frame, name="frame"),
    path("contracts/<int:contract_id>/send/", sending.send, name="send"),
    path("contracts/<int:contract_id>/remind/", sending.remind, name="remind"),
    path("contracts/<int:contract_id>/withdraw/", sending.withdraw, name="withdraw"),
    path("sign/", signing.read, name="sign"),
    path("sign/clauses/", signing.heavy, name="sign-heavy"),
    path("sign/act/", signing.act, name="sign-act"),
    path("sign/decline/", signing.decline, name="sign-decline"),
    path("sign/contract.pdf", signing.pdf, name="sign-pdf"),
    path("sign/seal.png", signing.seal, name="sign-seal"),
    path("sign/<str:token>/", signing.link, name="sign-link"),
    path("sign/<str:token>/code/", signing.code, name="sign-code"),
    path("verify/", verification.verify_page, name="verify"),
]
