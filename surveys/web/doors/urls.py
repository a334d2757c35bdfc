"""Addresses of the doors: for who answers, and for who stands at a door."""

from django.urls import path

from surveys.web.doors import answering, codes, interviews, sheets, tablets, walk_in

urlpatterns = [
    path("surveys/a/<str:token>/", answering.open_link, name="answer-link"),
    path("surveys/answer/", answering.answer, name="answer"),
    path("surveys/answer/received/", answering.answered, name="answered"),
    path("surveys/answer/refuse/", answering.refuse, name="answer-refuse"),
    path("surveys/d/<str:token>/", walk_in.door, name="door"),
    path("surveys/d/<str:token>/begin/", walk_in.begin, name="door-begin"),
    path("surveys/d/<str:token>/received/", walk_in.thanks, name="door-thanks"),
    path("surveys/doors/", tablets.running, name="doors"),
    path("surveys/d/<str:token>/manifest.json", walk_in.manifest, name="door-manifest"),
    path("surveys/codes/", codes.codes, name="room-codes"),
    path("surveys/codes/<int:venue_id>/make/", codes.make, name="room-codes-make"),
    path("surveys/codes/<int:venue_id>/cards/", codes.cards, name="room-codes-cards"),
    path("surveys/codes/rooms/<int:room_id>/renew/", codes.renew, name="room-code-renew"),
    path("surveys/waves/<int:wave_id>/interviews/", interviews.next_one, name="interviews"),
    path("surveys/invitations/<int:invitation_id>/", interviews.interview, name="interview"),
    path("surveys/invitations/<int:invitation_id>/attempt/", interviews.attempt, name="interview-attempt"),
    path("surveys/invitations/<int:invitation_id>/show/", interviews.show, name="interview-show"),
    path("surveys/invitations/<int:invitation_id>/code/", interviews.code, name="interview-code"),
    path("surveys/waves/<int:wave_id>/sheets/", sheets.sheets, name="sheets"),
    path("surveys/waves/<int:wave_id>/sheets/print/", sheets.print_more, name="sheets-print"),
    path("surveys/waves/<int:wave_id>/sheets/paper/", sheets.paper, name="sheets-paper"),
    path("surveys/sheets/<int:sheet_id>/", sheets.sheet, name="sheet"),
    path("surveys/waves/<int:wave_id>/tablets/", tablets.tablets, name="tablets"),
    path("surveys/waves/<int:wave_id>/tablets/codes/", tablets.slips, name="tablet-codes"),
    path("surveys/tablets/<int:door_id>/show/", tablets.show, name="tablet-show"),
    path("surveys/tablets/<int:door_id>/shut/", tablets.shut, name="tablet-shut"),
]
