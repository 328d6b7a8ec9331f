"""Addresses of logging in, of the staff and of the networks they may come from.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.counter.accounts import login, people
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("login/", login.enter, "login"),
    private_page("login/check/", login.check, "second"),
    private_page("unlock/", login.unlock, "unlock"),
    private_page("password/", login.password, "password"),
    private_page("security/", login.security, "security"),
    private_page("logout/", login.leave, "logout"),
    private_page("people/", people.people, "people"),
    private_page("people/new/", people.add, "person_add"),
    private_page("people/<int:pk>/stop/", people.stop, "person_stop"),
    private_page("people/<int:pk>/link/", people.link, "person_link"),
    private_page("people/<int:pk>/reset/", people.reset, "person_reset"),
    private_page("networks/", people.networks, "networks"),
    private_page("networks/new/", people.add_network, "network_add"),
    private_page("networks/<int:pk>/remove/", people.remove_network, "network_remove"),
]
