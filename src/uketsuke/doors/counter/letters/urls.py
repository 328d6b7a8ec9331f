"""Addresses of letters, of mails that came back, and of the texts of notices.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.letters import letters, wordings
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("letters/", letters.letters, "letters"),
    private_page("letters/envelope/", letters.envelope, "letters_envelope"),
    private_page("letters/<int:pk>/", letters.batch, "letters_batch"),
    private_page("letters/<int:pk>/letters.pdf", letters.file, "letters_file"),
    private_page("letters/<int:pk>/again/", letters.again, "letters_again"),
    private_page("unreached/", letters.unreached, "unreached"),
    private_page("unreached/<int:pk>/", letters.act, "unreached_act"),
    private_page("groups/<slug:number>/reachable/", letters.settle, "settle"),
    private_page("groups/<slug:number>/mail/", letters.telling, "group_telling"),
    private_page("wordings/", wordings.index, "wordings"),
    private_page("wordings/<str:kind>/", wordings.edit, "wording"),
    private_page("wordings/<str:kind>/back/", wordings.back, "wording_back"),
]
