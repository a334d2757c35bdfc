from django.urls import path, register_converter
from django.urls.converters import StringConverter

from contracts.models.requests import RequestKind
from contracts.web.requests import request_lists, requests


class RequestAnswer(StringConverter):
    """What may be answered to a request."""

    regex = "agree|refuse|send_back"


class RequestKindConverter(StringConverter):
    """The kinds of request."""

    regex = "|".join(RequestKind.values)


register_converter(RequestAnswer, "request_answer")
register_converter(RequestKindConverter, "request_kind")

ONE = "requests/<int:request_id>/"

urlpatterns = [
    path("requests/", request_lists.request_list, name="requests"),
    path("requests/export.csv", request_lists.request_export, name="request-export"),
    path("contracts/<int:contract_id>/requests/new/", requests.request_kinds, name="request-kinds"),
    path("contracts/<int:contract_id>/requests/new/<request_kind:kind>/", requests.request_new, name="request-new"),
    path(ONE, requests.request_detail, name="request"),
    path(f"{ONE}files/<int:file_id>/", requests.request_file, name="request-file"),
    path(f"{ONE}answer/<request_answer:verb>/", requests.request_answer, name="request-answer"),
    path(f"{ONE}judge/", requests.request_judge, name="request-judge"),
    path(f"{ONE}again/", requests.request_again, name="request-again"),
    path(f"{ONE}say/", requests.request_say, name="request-say"),
    path(f"{ONE}withdraw/", requests.request_withdraw, name="request-withdraw"),
    path(f"{ONE}amend/", requests.request_amend, name="request-amend"),
]
