"""Addresses of the tariff and its versions. None of these pages is kept by a browser."""

from django.urls import URLPattern

from uketsuke.doors.counter import tariffs, tariffs_edit, tariffs_effect
from uketsuke.doors.shared.private import private_page

ONE = "tariffs/<slug:code>/"

urlpatterns: list[URLPattern] = [
    private_page("tariffs/", tariffs.show, "tariffs"),
    private_page(f"{ONE}official/", tariffs.official, "tariff_official"),
    private_page(f"{ONE}propose/", tariffs.propose, "tariff_propose"),
    private_page(f"{ONE}withdraw/", tariffs.withdraw, "tariff_withdraw"),
    private_page(f"{ONE}release/", tariffs.release, "tariff_release"),
    private_page(f"{ONE}export.csv", tariffs.export_csv, "tariff_csv"),
    private_page(f"{ONE}export.json", tariffs.export_json, "tariff_json"),
    private_page(f"{ONE}copy/", tariffs_edit.copy, "tariff_copy"),
    private_page(f"{ONE}edit/", tariffs_edit.edit, "tariff_edit"),
    private_page(f"{ONE}upload/", tariffs_edit.upload, "tariff_upload"),
    private_page(f"{ONE}discard/", tariffs_edit.discard, "tariff_discard"),
    private_page(f"{ONE}changes/", tariffs_effect.changes, "tariff_changes"),
    private_page(f"{ONE}trial/", tariffs_effect.trial, "tariff_trial"),
]
