from django.db import models
from django.utils.translation import pgettext_lazy


class Subject(models.TextChoices):
    """What a section of a questionnaire is about, and what an improvement aims at."""

    SERVICE = "service", pgettext_lazy("subject of a survey", "Service quality")
    ATTITUDE = "attitude", pgettext_lazy("subject of a survey", "Attitude")
    FACILITIES = "facilities", pgettext_lazy("subject of a survey", "Facilities")
    PRICE = "price", pgettext_lazy("subject of a survey", "Prices")
    DRINKS = "drinks", pgettext_lazy("subject of a survey", "Drinks")
    PROMOTIONS = "promotions", pgettext_lazy("subject of a survey", "Promotions")
    OVERALL = "overall", pgettext_lazy("subject of a survey", "Overall")
    OTHER = "other", pgettext_lazy("subject of a survey", "Other")
