"""Addresses of the pages."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from balie.people.service import for_everyone
from balie.site.api.entry import operations

handler403 = "balie.site.refusals.not_permitted"

urlpatterns = [
    path("", for_everyone(RedirectView.as_view(pattern_name="register:systems")), name="start"),
    # register
    path("", include("balie.register.urls")),
    # duties
    # law
    path("law/", include("balie.site.lawbook.urls")),
    # people
    path("account/", include("balie.people.urls")),
    path("account/", include("balie.people.allauth_urls")),
    # api
    path("", include("balie.site.api.urls")),
    path("api/v1/", include((operations(), "api-v1"))),
    path("language/", login_not_required(set_language), name="set_language"),
]
