from django.urls import path

from parties.api.leave import Leave, LeaveCalledOff

urlpatterns = [
    path("leave/", Leave.as_view(), name="api-leave"),
    path("leave/<int:absence_id>/call-off/", LeaveCalledOff.as_view(), name="api-leave-called-off"),
]
