from django.urls import path, register_converter
from django.urls.converters import StringConverter

from contracts.web.papers import annexes, handovers, notice_register


class Step(StringConverter):
    """What a side may do with data that was handed over."""

    regex = "receive|contest|withdraw|give_back|destroy|accept|refuse"


register_converter(Step, "handover_step")

ANNEXES = "contracts/<int:contract_id>/annexes/"
DATA = "contracts/<int:contract_id>/data/"
NOTICES = "contracts/<int:contract_id>/notices/"

urlpatterns = [
    path(ANNEXES, annexes.annex_list, name="annexes"),
    path(f"{ANNEXES}export.csv", annexes.annex_export, name="annex-export"),
    path(f"{ANNEXES}<slug:code>/", annexes.annex, name="annex"),
    path(f"{ANNEXES}<slug:code>/take/", annexes.annex_take, name="annex-take"),
    path(f"{ANNEXES}<slug:code>/<int:number>/", annexes.annex_file, name="annex-file"),
    path(f"{ANNEXES}<slug:code>/<int:number>/answer/", annexes.annex_answer, name="annex-answer"),
    path(DATA, handovers.handover_list, name="handovers"),
    path(f"{DATA}export.csv", handovers.handover_export, name="handover-export"),
    path(f"{DATA}new/", handovers.handover_new, name="handover-new"),
    path(f"{DATA}<int:handover_id>/", handovers.handover, name="handover"),
    path(f"{DATA}<int:handover_id>/list/", handovers.handover_file, name="handover-file"),
    path(f"{DATA}<int:handover_id>/proof/<int:step_id>/", handovers.step_file, name="handover-proof"),
    path(f"{DATA}<int:handover_id>/<handover_step:verb>/", handovers.handover_answer, name="handover-answer"),
    path(NOTICES, notice_register.notice_list, name="notices"),
    path(f"{NOTICES}export.csv", notice_register.notice_export, name="notice-export"),
]
