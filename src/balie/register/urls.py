"""Addresses of the register."""

from django.urls import path

from balie.register import supplier_views, views

app_name = "register"
urlpatterns = [
    path("systems/", views.systems, name="systems"),
    # one system: description, versions, links, history
    path("systems/<int:key>/", views.system, name="system"),
    # questions
    # assessments, changes, what-if
    path("suppliers/", supplier_views.suppliers, name="suppliers"),
    path("suppliers/new/", supplier_views.supplier_new, name="supplier_new"),
    path("suppliers/<int:key>/", supplier_views.supplier, name="supplier"),
    path("suppliers/<int:key>/change/", supplier_views.supplier_change, name="supplier_change"),
    path("suppliers/<int:key>/remove/", supplier_views.supplier_remove, name="supplier_remove"),
    path("suppliers/<int:key>/contact/", supplier_views.supplier_contact, name="supplier_contact"),
    path("suppliers/<int:key>/contract/", supplier_views.supplier_contract, name="supplier_contract"),
    path("suppliers/<int:key>/received/", supplier_views.supplier_received, name="supplier_received"),
    path("suppliers/<int:key>/letter/", supplier_views.supplier_letter, name="supplier_letter"),
    # import and export
    # organisation
]
