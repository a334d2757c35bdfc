from django.urls import include, path

from contracts.web import clauses, comments, comparing, contracts, copying, drafts, sending, signing, verification

app_name = "contracts"
urlpatterns = [
    path("", include("contracts.web.breach_urls")),
    path("", include("contracts.web.obligation_urls")),
    path("", include("contracts.web.life_urls")),
    path("contracts/", contracts.contract_list, name="list"),
    path("contracts/new/", drafts.draft_new, name="draft-new"),
    path("contracts/<int:contract_id>/", contracts.contract_detail, name="detail"),
    path("contracts/<int:contract_id>/draft/", drafts.draft, name="draft"),
    path("contracts/<int:contract_id>/draft/preview/", drafts.draft_preview, name="draft-preview"),
    path("contracts/<int:contract_id>/draft/frame/", drafts.frame, name="frame"),
    path("contracts/<int:contract_id>/draft/clauses/<int:clause_id>/", clauses.clause, name="clause"),
    path("contracts/<int:contract_id>/draft/clauses/<int:clause_id>/undo/", clauses.clause_restore, name="clause-undo"),
    path("contracts/<int:contract_id>/draft/articles/<str:article>/new/", clauses.clause_new, name="clause-new"),
    path("contracts/<int:contract_id>/draft/deviations/", clauses.clause_deviations, name="deviations"),
    path("contracts/<int:contract_id>/comments/", comments.comment_list, name="comments"),
    path("contracts/<int:contract_id>/comments/<int:comment_id>/settle/", comments.settle, name="comment-settle"),
    path("contracts/<int:contract_id>/compare/", comparing.contract_compare, name="compare"),
    path("contracts/<int:contract_id>/copy/", copying.contract_copy, name="copy"),
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
