"""Addresses of the pages."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from balie.site.api.entry import operations
from balie.site.dashboard.views import start

handler403 = "balie.site.refusals.not_permitted"

urlpatterns = [
    path("", start, name="start"),
    path("overview/", include("balie.site.dashboard.urls")),
    # register
    path("", include("balie.register.urls")),
    # duties
    path("", include("balie.duties.urls")),
    # law
    path("law/", include("balie.site.lawbook.urls")),
    # people
    path("account/", include("balie.people.urls")),
    path("account/", include("balie.people.allauth_urls")),
    path("", include("balie.site.staff.urls")),
    # evidence
    path("", include("balie.site.evidence.urls")),
    # gateway
    path("", include("balie.site.gate.urls")),
    # desk
    path("", include("balie.site.desk.urls")),
    # api
    path("", include("balie.site.api.urls")),
    path("api/v1/", include((operations(), "api-v1"))),
    path("language/", login_not_required(set_language), name="set_language"),
]
