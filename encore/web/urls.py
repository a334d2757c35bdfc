from django.urls import path

from encore.web import handed_on, health, home, styleguide

urlpatterns = [
    path("", home.home, name="home"),
    path("handed-on/take-back/", handed_on.take_back_handed_on, name="take-back"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("health/", health.alive, name="health"),
    path("ready/", health.ready, name="ready"),
]
