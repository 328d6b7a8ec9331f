"""Addresses of the tariff and its versions.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.tariffs import edit, effect, views
from uketsuke.doors.shared.machine.private import private_page

ONE = "tariffs/<slug:code>/"

urlpatterns: list[URLPattern] = [
    private_page("tariffs/", views.show, "tariffs"),
    private_page(f"{ONE}official/", views.official, "tariff_official"),
    private_page(f"{ONE}propose/", views.propose, "tariff_propose"),
    private_page(f"{ONE}withdraw/", views.withdraw, "tariff_withdraw"),
    private_page(f"{ONE}release/", views.release, "tariff_release"),
    private_page(f"{ONE}export.csv", views.export_csv, "tariff_csv"),
    private_page(f"{ONE}export.json", views.export_json, "tariff_json"),
    private_page(f"{ONE}copy/", edit.copy, "tariff_copy"),
    private_page(f"{ONE}edit/", edit.edit, "tariff_edit"),
    private_page(f"{ONE}upload/", edit.upload, "tariff_upload"),
    private_page(f"{ONE}discard/", edit.discard, "tariff_discard"),
    private_page(f"{ONE}changes/", effect.changes, "tariff_changes"),
    private_page(f"{ONE}trial/", effect.trial, "tariff_trial"),
]
