from django.urls import path, register_converter
from django.urls.converters import StringConverter

from contracts.web import breaches


class BreachVerb(StringConverter):
    """One of the four words about a breach."""

    regex = "accept|contest|confirm|waive"


register_converter(BreachVerb, "breach_verb")

urlpatterns = [
    path("breaches/", breaches.breach_list, name="breaches"),
    path("breaches/<int:breach_id>/", breaches.breach_detail, name="breach"),
    path("breaches/<int:breach_id>/<breach_verb:verb>/", breaches.breach_answer, name="breach-answer"),
]
