"""Addresses of the pages."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="register:systems"), name="start"),
    path("systems/", include("balie.register.urls")),
    path("law/", include("balie.site.lawbook.urls")),
    path("account/", include("balie.people.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
]
