from django.urls import path

from encore.web import health, home, styleguide

urlpatterns = [
    path("", home.home, name="home"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("health/", health.alive, name="health"),
    path("ready/", health.ready, name="ready"),
]
