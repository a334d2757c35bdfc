from django.urls import URLPattern, path

from surveys.web.results import acting, files, lists, page, texts

urlpatterns: list[URLPattern] = [
    path("surveys/results/", lists.all_results, name="all-results"),
    path("surveys/waves/<int:wave_id>/results/", page.results, name="results"),
    path("surveys/waves/<int:wave_id>/results/texts/", texts.texts, name="results-texts"),
    path("surveys/waves/<int:wave_id>/results/report.pdf", files.report_pdf, name="results-pdf"),
    path("surveys/waves/<int:wave_id>/results/figures.xlsx", files.report_xlsx, name="results-xlsx"),
    path("surveys/waves/<int:wave_id>/results/recount.xlsx", files.recount_xlsx, name="results-recount"),
    path("surveys/waves/<int:wave_id>/results/record/<slug:code>/", acting.record, name="results-record"),
    path("surveys/waves/<int:wave_id>/results/done/", acting.show_done, name="results-done"),
    path("surveys/waves/<int:wave_id>/results/deliver/", acting.deliver, name="results-deliver"),
    path("surveys/waves/<int:wave_id>/results/send/", acting.send, name="results-send"),
]
