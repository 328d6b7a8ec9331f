"""What goes with a booking: 附帯設備・楽屋 and the meeting. Never kept by a browser."""

from django.urls import URLPattern, register_converter

from uketsuke.doors.portal import meeting, things
from uketsuke.doors.shared.private import private_page


class _Number:
    """予約番号・受付番号: nothing else gets as far as the database."""

    regex = "[0-9]{1,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(_Number, "own_number")

urlpatterns: list[URLPattern] = [
    private_page("book/<uuid:token>/things/", things.choose, "choose_things"),
    private_page("my/bookings/<own_number:number>/things/", things.show, "things"),
    private_page("my/bookings/<own_number:number>/meeting/", meeting.show, "meeting"),
    private_page(
        "my/bookings/<own_number:number>/meeting/cancel/", meeting.cancel, "meeting_cancel"
    ),
    private_page("my/bookings/<own_number:number>/sheet/", meeting.sheet, "sheet"),
]
