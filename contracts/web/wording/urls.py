from django.urls import path

from contracts.web.wording import clauses, comments, comparing, copying, drafts, third_parties, versions

urlpatterns = [
    path("contracts/new/", drafts.draft_new, name="draft-new"),
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
    path("contracts/<int:contract_id>/draft/third-party/", third_parties.engage, name="third-party"),
    path("contracts/<int:contract_id>/draft/third-party/none/", third_parties.release, name="third-party-release"),
    path("engagements/<int:engagement_id>/", third_parties.engagement, name="engagement"),
    path("engagements/<int:engagement_id>/contract.pdf", third_parties.engagement_pdf, name="engagement-pdf"),
    path("contracts/<int:contract_id>/contract.pdf", versions.contract_pdf, name="pdf"),
    path("contracts/<int:contract_id>/versions/<int:number>.pdf", versions.version_pdf, name="version-pdf"),
    path("contracts/<int:contract_id>/amendments/<int:number>/", versions.amendment, name="amendment"),
]
