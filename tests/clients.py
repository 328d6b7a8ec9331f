"""Browsers of persons: a client in which somebody is logged in."""

from django.test import Client

from tests import make
from uketsuke.bookings.models import Booking
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role, User


def logged_in(user: User) -> Client:
    """The browser of that account, its password already given."""
    client = Client()
    client.force_login(user)
    return client


def staff(role: Role = Role.COUNTER, *, hall: str = "", login: str = "") -> Client:
    """That of a new one of the staff; without ``hall`` of all halls."""
    return logged_in(make.staff(role, hall=hall, login=login))


def member(group: Group) -> Client:
    """That of the group."""
    return logged_in(group.user)


def herself(booking: Booking) -> Client:
    """That of the group whose booking it is."""
    return member(booking.group)
