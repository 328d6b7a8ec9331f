"""セッション: Django's own in the database, with whose it is; one fixed statement reads both."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from uketsuke.identity.models import Session, User
from uketsuke.kernel import clock, rows

BEGAN, SEEN = "began", "seen"  # seconds: the login, and when it was last used
DEVICE, ADDRESS = "device", "address"
_KEY = re.compile(f"[{VALID_KEY_CHARS}]{{8,40}}")


class SessionStore(DatabaseStore):
    """セッション: asked at every request that brings a cookie, with whose it is."""

    _owner: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row, with what its owner sees of it in a list."""
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.device, row.address = data.get(DEVICE, ""), data.get(ADDRESS, "")
        row.began_at, row.used_at = _moment(data.get(BEGAN)), _moment(data.get(SEEN))
        return row

    @property
    def owner(self) -> User | None:
        """Whose it is, read together with it; None: nobody's, or it was not there."""
        self.get(SESSION_KEY)  # reads it
        return self._owner

    def get_expiry_age(self, **kwargs: Any) -> int:
        """Eight hours after it was last used; twelve after the login, however busy she is."""
        age: int = super().get_expiry_age(**kwargs)
        began = self.get(BEGAN)
        if began is None:
            return age
        left: int = began + settings.LOGIN_SECONDS - int(clock.now().timestamp())
        return max(0, min(age, left))

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        return clock.now() + timedelta(seconds=self.get_expiry_age())

    def _validate_session_key(self, key: str | None) -> bool:
        """A key that we never made is not looked for: PostgreSQL takes no NUL in a question."""
        return key is not None and bool(_KEY.fullmatch(key))

    def _get_session_from_db(self) -> Any:
        for found in rows.beside(Session, "user", session_key=self.session_key):
            if found.expire_date > clock.now():
                self._owner = found.user
                return found
        self._session_key = None
        return None


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
