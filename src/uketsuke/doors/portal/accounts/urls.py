"""Addresses of logging in and of the login itself.

None of these pages is kept by a browser or a proxy.
"""

from django.urls import URLPattern

from uketsuke.doors.portal.accounts import login, security
from uketsuke.doors.shared.machine.private import private_page

urlpatterns: list[URLPattern] = [
    private_page("login/", login.login, "login"),
    private_page("login/check/", login.second, "second"),
    private_page("logout/", login.logout, "logout"),
    private_page("forgotten/", login.forgotten, "forgotten"),
    private_page("password/<str:link>/", login.password, "password"),
    private_page("my/password/", security.password, "password_change"),
    private_page("my/security/", security.security, "security"),
]
