from django.urls import include, path

from contracts.web import contracts, schemas, verification

app_name = "contracts"
urlpatterns = [
    path("contracts/", contracts.contract_list, name="list"),
    path("contracts/<int:contract_id>/", contracts.contract_detail, name="detail"),
    path("verify/", verification.verify_page, name="verify"),
    path("schemas/<slug:name>.json", schemas.schema, name="schema"),
    path("", include("contracts.web.wording.urls")),
    path("", include("contracts.web.signature.urls")),
    path("", include("contracts.web.life.urls")),
    path("", include("contracts.web.duties.urls")),
    path("", include("contracts.web.targets.urls")),
    path("", include("contracts.web.liability.urls")),
    path("", include("contracts.web.requests.urls")),
    path("", include("contracts.web.papers.urls")),
    path("", include("contracts.web.archive.urls")),
    path("", include("contracts.web.evidence.urls")),
]
