"""The addresses of holding, reconciling and archiving a meeting."""

from django.urls import URLPattern, path

from samlop.routines.views import archive, collected, confirming, holding, reconciling, saving

urlpatterns: list[URLPattern] = [
    path("moter/<uuid:pk>/hold/", holding.hold, name="hold"),
    path("moter/<uuid:pk>/hold/angre/", holding.take_back_start, name="take_back_start"),
    path("moter/<uuid:pk>/del-notater/", holding.share, name="share"),
    path("moter/<uuid:pk>/notat/", saving.note, name="note"),
    path("moter/<uuid:pk>/notat/<str:code>/", saving.note, name="note"),
    path("moter/<uuid:pk>/egne-ord/", saving.own_words, name="own_words"),
    path("moter/<uuid:pk>/forslag/<str:code>/", saving.answer, name="answer"),
    path("moter/<uuid:pk>/samordne/", reconciling.reconcile, name="reconcile"),
    path("moter/<uuid:pk>/felles/", saving.agreed_item, name="agreed_item"),
    path("moter/<uuid:pk>/felles/<str:code>/", saving.agreed_item, name="agreed_item"),
    path(
        "moter/<uuid:pk>/vedtak/<uuid:decision_pk>/angre/",
        reconciling.bring_back_decision,
        name="bring_back_decision",
    ),
    path("moter/<uuid:pk>/ny-versjon/", reconciling.new_version, name="new_version"),
    path("moter/<uuid:pk>/bekreft/", confirming.confirmation, name="confirm"),
    path("moter/<uuid:pk>/bekreft/apne/", confirming.reopen, name="reopen"),
    path("moter/<uuid:pk>/bekreft/<uuid:word_pk>/angre/", confirming.take_back_word, name="take_back_word"),
    path("moter/<uuid:pk>/referat/", confirming.agreed, name="agreed"),
    path("moter/<uuid:pk>/arkiv/", archive.archive, name="archive"),
    path("moter/<uuid:pk>/arkiv/<uuid:outbox_pk>/igjen/", archive.send_again, name="send_again"),
    path("moter/<uuid:pk>/arkiv/<uuid:copy_pk>/referat.pdf", archive.document, name="archive_document"),
    path("deltakere/<uuid:pk>/referater/", collected.minutes, name="minutes"),
]
