from django.urls import URLPattern, path

from surveys.web.improving import page

urlpatterns: list[URLPattern] = [
    path("surveys/waves/<int:wave_id>/improving/", page.improving, name="improving"),
    path("surveys/waves/<int:wave_id>/improving/plan.pdf", page.plan_pdf, name="improving-plan"),
    path("surveys/waves/<int:wave_id>/improving/deliver/", page.deliver, name="improving-deliver"),
    path("surveys/measures/<int:measure_id>/end/", page.end, name="measure-end"),
    path("surveys/measures/<int:measure_id>/effect/", page.effect, name="measure-effect"),
]
