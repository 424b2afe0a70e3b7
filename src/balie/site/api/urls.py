"""Addresses of what people read and do about the API; those of its operations are in `entry`."""

from django.urls import path
from django.views.generic import RedirectView

from balie.people.service import for_everyone
from balie.site.api import views

app_name = "api"
urlpatterns = [
    path("api/", for_everyone(RedirectView.as_view(pattern_name="api:docs")), name="start"),
    path("api/openapi.json", views.specification, name="openapi"),
    path("api/docs/", views.documentation, name="docs"),
    path("settings/tokens/", views.token_list, name="tokens"),
    path("settings/tokens/<int:key>/renew/", views.token_renew, name="token_renew"),
    path("settings/tokens/<int:key>/revoke/", views.token_revoke, name="token_revoke"),
    path("settings/webhooks/", views.webhook_list, name="webhooks"),
    path("settings/webhooks/new/", views.webhook_new, name="webhook_new"),
    path("settings/webhooks/<int:key>/", views.webhook, name="webhook"),
    path("settings/webhooks/<int:key>/change/", views.webhook_change, name="webhook_change"),
    path("settings/webhooks/<int:key>/remove/", views.webhook_remove, name="webhook_remove"),
    path("settings/webhooks/<int:key>/secret/", views.webhook_secret, name="webhook_secret"),
    path("settings/webhooks/<int:key>/test/", views.webhook_test, name="webhook_test"),
    path("settings/webhooks/<int:key>/<int:delivery>/", views.delivery, name="delivery"),
    path("settings/webhooks/<int:key>/<int:delivery>/again/", views.delivery_again, name="delivery_again"),
]
