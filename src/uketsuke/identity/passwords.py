"""パスワードの決まり: what somebody who knows the place would try first is not taken.

Besides the length and the list of common passwords, which Django brings.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from uketsuke.identity.models import User
from uketsuke.kernel.text import search_key

# 文脈から分かる言葉: of the place, the product, the roles.
WORDS = (
    *("shinjuku", "yotsuya", "ushigome", "tansu", "tsunohazu", "kumin", "hall", "uketsuke"),
    *("reservation", "yoyaku", "password", "himitsu", "counter", "manager", "admin", "ward"),
    *("新宿", "四谷", "牛込", "箪笥", "角筈", "区民", "ホール", "受付", "予約", "管理者"),
)
LEAST_BESIDES = 6


class ContextWords:
    """What is left of a password without such words and digits must be long enough."""

    def validate(self, password: str, user: User | None = None) -> None:
        left = search_key(password)
        for word in WORDS:
            left = left.replace(search_key(word), "")
        if len(left.strip("0123456789")) < LEAST_BESIDES and left != search_key(password):
            raise ValidationError(
                _("館や手続きの名前と数字だけのパスワードは、推測されやすいため使えません。"),
                code="password_context",
            )

    def get_help_text(self) -> str:
        return _("館や手続きの名前だけのものは使えません。")
