from django.urls import URLPattern, path

from surveys.web.waves import invitations, lists, page, settling

urlpatterns: list[URLPattern] = [
    path("surveys/waves/", lists.waves, name="waves"),
    path("surveys/waves/new/", lists.new_wave, name="wave-new"),
    path("surveys/waves/<int:wave_id>/", page.wave, name="wave"),
    path("surveys/waves/<int:wave_id>/settings/", settling.settings, name="wave-settings"),
    path("surveys/waves/<int:wave_id>/window/", settling.window, name="wave-window"),
    path("surveys/waves/<int:wave_id>/draw/", page.draw, name="wave-draw"),
    path("surveys/waves/<int:wave_id>/cancel/", page.cancel, name="wave-cancel"),
    path("surveys/waves/<int:wave_id>/again/", page.again, name="wave-again"),
    path("surveys/waves/<int:wave_id>/draw.csv", page.draw_csv, name="wave-draw-csv"),
    path("surveys/waves/<int:wave_id>/invitations/", invitations.invitations, name="wave-invitations"),
    path("surveys/invitations/<int:invitation_id>/replace/", invitations.replace, name="invitation-replace"),
]
