"""Addresses of the registration of groups.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.groups import registering, suspensions, terms
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("registrations/", registering.queue, "registrations"),
    private_page("registrations/expiring/", terms.expiring, "expiring"),
    private_page("registrations/<slug:number>/", registering.show, "registration"),
    private_page(
        "registrations/<slug:number>/photos/<int:pk>/", registering.photo, "registration_photo"
    ),
    private_page("register/", registering.register, "register"),
    private_page("groups/<slug:number>/slip/", registering.slip, "slip"),
    private_page("groups/<slug:number>/suspension/", suspensions.show, "suspension"),
    private_page("groups/<slug:number>/renew/", terms.renew, "group_renew"),
    private_page("groups/<slug:number>/history/", terms.history, "group_history"),
    private_page("groups/<slug:number>/eligibility/", registering.eligibility, "eligibility"),
]
