"""Addresses of the register."""

from django.urls import path

from balie.register import import_views, supplier_views, views

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
    path("import/", import_views.import_file, name="import"),
    path("import/template.xlsx", import_views.import_template, name="import_template"),
    path("import/<int:key>/", import_views.import_check, name="import_check"),
    path("import/<int:key>/drop/", import_views.import_drop, name="import_drop"),
    path("import/<int:key>/errors/", import_views.import_faults, name="import_faults"),
    path("export/", import_views.export_systems, name="export"),
    # organisation
]
