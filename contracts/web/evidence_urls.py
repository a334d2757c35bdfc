from django.urls import path

from contracts.web import evidence

PACKS = "contracts/<int:contract_id>/evidence/"

urlpatterns = [
    path(PACKS, evidence.evidence, name="evidence"),
    path(f"{PACKS}<int:pack_id>/", evidence.evidence_state, name="evidence-state"),
    path(f"{PACKS}<int:pack_id>/file/", evidence.evidence_file, name="evidence-file"),
]
