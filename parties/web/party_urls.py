from django.urls import path

from parties.web import parties

urlpatterns = [
    path("", parties.party_list, name="parties"),
    path("new/", parties.party_new, name="party-new"),
    path("<int:party_id>/", parties.party, name="party"),
    path("<int:party_id>/edit/", parties.party_edit, name="party-edit"),
    path("venues/<int:venue_id>/rooms/", parties.rooms_add, name="rooms-add"),
]
