"""Addresses of the logs: public ones with hashes and signatures only, and those on which people read the entries."""

from django.urls import path, re_path

from balie.site.evidence import public_views

app_name = "evidence"
_NAME = r"(?P<name>[A-Za-z0-9.:_/~-]{1,200})"
urlpatterns = [
    path("log/", public_views.listed, name="public"),
    path("log/logs.txt", public_views.listed_as_text, name="public_text"),
    re_path(rf"^log/{_NAME}/checkpoint$", public_views.checkpoint, name="public_checkpoint"),
    re_path(rf"^log/{_NAME}/(?P<tile>tile/.{{1,100}})$", public_views.tile, name="public_tile"),
]
