"""Addresses of the logs: public ones with hashes and signatures only, and those on which people read the entries."""

from django.urls import path

from balie.site.evidence import public_views

app_name = "evidence"
urlpatterns = [
    path("log/", public_views.listed, name="public"),
    path("log/logs.txt", public_views.listed_as_text, name="public_text"),
    path("log/<path:name>/checkpoint", public_views.checkpoint, name="public_checkpoint"),
    path("log/<path:name>/tile/<path:tile>", public_views.tile, name="public_tile"),
]
