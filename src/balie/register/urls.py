"""Addresses of the register."""

from django.urls import path

from balie.register import (
    ask_views,
    assessment_views,
    change_views,
    description_views,
    history_views,
    organisation_views,
    question_views,
    supplier_views,
    views,
    what_if_views,
)

app_name = "register"
urlpatterns = [
    path("systems/", views.systems, name="systems"),
    path("systems/new/", description_views.new, name="new"),
    path("systems/new/<slug:start>/", description_views.new_from, name="new_from"),
    path("systems/<int:key>/", views.system, name="system"),
    path("systems/<int:key>/description/", description_views.description, name="description"),
    path("systems/<int:key>/description/change/", description_views.change, name="change"),
    path("systems/<int:key>/description/version/", description_views.version, name="version"),
    path("systems/<int:key>/description/link/", description_views.link, name="link"),
    path("systems/<int:key>/description/link/<int:link>/remove/", description_views.unlink, name="unlink"),
    path("systems/<int:key>/description/retire/", description_views.retire, name="retire"),
    path("systems/<int:key>/description/bring-back/", description_views.bring_back, name="bring_back"),
    path("systems/<int:key>/description/delete/", description_views.delete, name="delete"),
    path("systems/<int:key>/history/", history_views.history, name="history"),
    path("systems/<int:key>/questions/", question_views.questions, name="questions"),
    path("systems/<int:key>/questions/answers/", question_views.answers, name="answers"),
    path("systems/<int:key>/questions/answers/confirm/", question_views.confirm, name="confirm"),
    path("systems/<int:key>/questions/answers/close/", question_views.close, name="close"),
    path("systems/<int:key>/questions/asked/", ask_views.asked, name="asked"),
    path("systems/<int:key>/questions/asked/<int:asked>/withdraw/", ask_views.withdraw, name="withdraw"),
    path("systems/<int:key>/questions/<slug:name>/", question_views.question, name="question"),
    path("systems/<int:key>/questions/<slug:name>/ask/", ask_views.ask, name="ask"),
    path("ask/<str:token>/", ask_views.reply, name="reply"),
    # assessments, changes, what-if
    path("systems/<int:key>/assessments/", assessment_views.assessments, name="assessments"),
    path("systems/<int:key>/assessments/<int:number>/", assessment_views.assessment, name="assessment"),
    path("systems/<int:key>/assessments/<int:number>/sign/", assessment_views.sign, name="sign"),
    path("systems/<int:key>/signatures/<int:number>/withdraw/", assessment_views.withdraw, name="withdraw"),
    path("systems/<int:key>/what-if/", what_if_views.what_if, name="what_if"),
    path("systems/<int:key>/what-if/take-over/", what_if_views.take_over, name="take_over"),
    path("changes/", change_views.changes, name="changes"),
    path("changes/ahead/", change_views.ahead, name="changes_ahead"),
    path("changes/handle/", change_views.handle, name="handle_changes"),
    path("changes/reopen/", change_views.reopen, name="reopen_changes"),
    # suppliers
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
    path("organisation/", organisation_views.organisation, name="organisation"),
    path("organisation/change/", organisation_views.organisation_change, name="organisation_change"),
    path("organisation/questions/<slug:fact>/", organisation_views.organisation_question, name="organisation_question"),
]
