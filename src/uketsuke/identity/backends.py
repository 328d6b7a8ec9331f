"""ログインの確かめ方: Django's own; who has logged in is read by one fixed statement."""

from django.contrib.auth.backends import ModelBackend

from uketsuke.identity.models import User
from uketsuke.kernel import rows


class Accounts(ModelBackend):
    """アカウント: asked at every request of whoever is logged in."""

    def get_user(self, user_id: int) -> User | None:
        found = rows.where(User, id=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
