from django.urls import path

from surveys.web.designing.questionnaires import questionnaires

urlpatterns = [
    path("surveys/questionnaires/", questionnaires, name="questionnaires"),
]
