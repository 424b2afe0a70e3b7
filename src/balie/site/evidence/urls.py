"""Addresses of the logs: public ones with hashes and signatures only, and those on which people read the entries."""

from django.urls import URLPattern, path

from balie.site.evidence import content_views, keeping_views, log_views, public_views, sample_views

app_name = "evidence"


def _about(route: str, views: log_views.Views) -> list[URLPattern]:
    """The pages about one log."""
    return [
        path(route, views["log"], name="log"),
        path(f"{route}checkpoint", views["checkpoint"], name="checkpoint"),
        path(f"{route}sign/", views["sign"], name="sign"),
        path(f"{route}check/", views["check"], name="check"),
        path(f"{route}checks/<int:number>/", views["checked"], name="checked"),
        path(f"{route}<int:sequence>/", views["entry"], name="entry"),
        path(f"{route}<int:sequence>/entry.json", views["leaf"], name="leaf"),
        path(f"{route}<int:sequence>/proof", views["proof"], name="proof"),
    ]


def _keeping(route: str, views: keeping_views.Views) -> list[URLPattern]:
    """The pages about what of one log stays how long, and about content."""
    return [
        path(f"{route}erase/", content_views.VIEWS["erase"], name="erase"),
        path(f"{route}<int:sequence>/content/", content_views.VIEWS["content"], name="content"),
        path(f"{route}keeping/", views["keeping"], name="keeping"),
        path(f"{route}keeping/hold/", views["hold"], name="hold"),
        path(f"{route}keeping/holds/<int:number>/lift/", views["lift"], name="lift"),
        path(f"{route}keeping/period/", views["period"], name="period"),
        path(f"{route}keeping/period/drop/", views["period_drop"], name="period_drop"),
    ]


def _samples(route: str, views: sample_views.Views) -> list[URLPattern]:
    """The pages about samples from one log."""
    return [
        path(f"{route}sample/", views["sample"], name="sample"),
        path(f"{route}<int:drawn>/sample/", views["sample_drawn"], name="sample_drawn"),
    ]


urlpatterns = [
    *_about("systems/<int:key>/log/", log_views.SYSTEM),
    path("systems/<int:key>/log/pack/", log_views.SYSTEM["pack"], name="pack"),
    *_keeping("systems/<int:key>/log/", keeping_views.SYSTEM),
    *_about("organisation/log/", log_views.ORGANISATION),
    *_keeping("organisation/log/", keeping_views.ORGANISATION),
    *_samples("systems/<int:key>/log/", sample_views.SYSTEM),
    *_samples("organisation/log/", sample_views.ORGANISATION),
    path("log/", public_views.listed, name="public"),
    path("log/logs.txt", public_views.listed_as_text, name="public_text"),
    path("log/<path:name>/checkpoint", public_views.checkpoint, name="public_checkpoint"),
    path("log/<path:name>/tile/<path:tile>", public_views.tile, name="public_tile"),
]
