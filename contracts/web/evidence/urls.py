from django.urls import path

from contracts.web.evidence import packs

PACKS = "contracts/<int:contract_id>/evidence/"

urlpatterns = [
    path(PACKS, packs.evidence, name="evidence"),
    path(f"{PACKS}<int:pack_id>/", packs.evidence_state, name="evidence-state"),
    path(f"{PACKS}<int:pack_id>/file/", packs.evidence_file, name="evidence-file"),
]
