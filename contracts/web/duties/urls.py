from django.urls import path

from contracts.web.duties import calendar, feeds, obligation_pages, obligations

urlpatterns = [
    path("obligations/", obligations.obligation_list, name="obligations"),
    path("obligations/export.csv", obligations.obligation_export, name="obligation-export"),
    path("obligations/calendar/", calendar.month, name="calendar"),
    path("obligations/feed/", feeds.feed_page, name="feed"),
    path("obligations/feed/end/", feeds.feed_end, name="feed-end"),
    path("obligations/<int:obligation_id>/", obligation_pages.detail, name="obligation"),
    path("obligations/<int:obligation_id>/done/", obligation_pages.done, name="obligation-done"),
    path("obligations/<int:obligation_id>/evidence/", obligation_pages.evidence, name="obligation-evidence"),
    path("obligations/<int:obligation_id>/contest/", obligation_pages.contest, name="obligation-contest"),
    path("obligations/<int:obligation_id>/answer/", obligation_pages.answer, name="obligation-answer"),
    path("obligations/<int:obligation_id>/accept/", obligation_pages.accept, name="obligation-accept"),
    path(
        "obligations/<int:obligation_id>/evidence/<int:evidence_id>/",
        obligation_pages.evidence_file,
        name="obligation-file",
    ),
    path("obligations/<int:obligation_id>/owner/", obligation_pages.owner, name="obligation-owner"),
    path("calendar/<str:token>.ics", feeds.feed, name="feed-file"),
]
