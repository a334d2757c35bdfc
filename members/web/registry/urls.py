from django.urls import path

from members.web.registry import enrolment, member, members, own_fields

urlpatterns = [
    path("members/", members.member_list, name="list"),
    path("members/search/", members.member_search, name="search"),
    path("members/export/", members.member_export, name="export"),
    path("members/new/", enrolment.enrol, name="enrol"),
    path("members/fields/", own_fields.own_fields, name="fields"),
    path("members/fields/<int:field_id>/retire/", own_fields.retire, name="field-retire"),
    path("members/<int:member_id>/", member.member, name="member"),
    path("members/<int:member_id>/edit/", enrolment.edit, name="edit"),
    path("members/<int:member_id>/note/", member.add_note, name="note"),
    path("members/<int:member_id>/consents/", member.set_consents, name="consents"),
    path("members/<int:member_id>/show/", member.show, name="show"),
]
