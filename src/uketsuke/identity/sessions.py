"""セッション: Django's own in the database; it is read by one fixed statement."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session

from uketsuke.kernel import clock, rows


class SessionStore(DatabaseStore):
    """セッション: asked at every request that brings a cookie."""

    def _get_session_from_db(self) -> Any:
        for found in rows.where(Session, session_key=self.session_key):
            if found.expire_date > clock.now():
                return found
        self._session_key = None
        return None
