"""ログイン: accounts of groups and staff, and the addresses the staff side listens to."""

from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from uketsuke.kernel.sealed import SealedField


class Role(models.TextChoices):
    """権限: what an account may do; ``GROUP`` is a citizen's group, all others are staff."""

    GROUP = "group", _("利用者")
    COUNTER = "counter", _("窓口職員")
    MANAGER = "manager", _("館責任者")
    WARD = "ward", _("区職員")
    ADMINISTRATOR = "administrator", _("システム管理者")
    VENDOR = "vendor", _("保守委託先")


STAFF = frozenset(set(Role) - {Role.GROUP})


class Accounts(BaseUserManager["User"]):
    """Finds an account by its login."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(login=username)


class User(AbstractBaseUser):
    """アカウント: ``login`` is a 利用者番号 or a staff member's own login.

    ``hall`` is the code of the hall a staff member works for; empty: all halls.
    """

    login = models.CharField(max_length=40, unique=True)
    role = models.CharField(max_length=16, choices=Role.choices)
    hall = models.CharField(max_length=20, blank=True)
    name = SealedField(blank=True)
    is_active = models.BooleanField(default=True)
    ended = models.PositiveIntegerField(default=0, help_text="すべての端末から出た回数")

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["role"]

    objects: ClassVar[Any] = Accounts()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="user_known_role"
            )
        ]

    def __str__(self) -> str:
        return self.login

    @property
    def is_staff_member(self) -> bool:
        return self.role in STAFF

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """What every session of the account carries: it changes with the password, and with
        ``ended``. Django's own, which knows only the password, is the seam it offers for that."""
        carried = f"{self.password}|{self.ended}"
        digest = salted_hmac("uketsuke.sessions", carried, secret=secret, algorithm="sha256")
        return digest.hexdigest()


class Session(AbstractBaseSession):
    """ログイン中の端末: a session, and once somebody has logged in, whose, since when, on what
    ``device`` and from which address, and when it was last used (to some minutes)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=45, blank=True)
    began_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore


class FactorKind(models.TextChoices):
    """二つ目の確認の種類."""

    TOTP = "totp", _("認証アプリ")
    PASSKEY = "passkey", _("パスキー")


class Factor(models.Model):
    """二つ目の確認: what ``user`` has beside the password.

    ``secret``: of a TOTP the shared secret, of a passkey its public key. ``last``: the step (30
    seconds) of the newest code used, or the passkey's own count: nothing older is taken again.
    ``missed`` wrong codes in a row, the last one at ``missed_at``. ``credential`` names a passkey.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=8, choices=FactorKind.choices)
    label = models.CharField(max_length=40)
    secret = SealedField()
    credential = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique
    last = models.BigIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    missed_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="passkey") ^ models.Q(credential=None),
                name="factor_passkey_has_credential",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"


class RecoveryCode(models.Model):
    """回復コード: gets ``user`` in once when the rest is lost. Only a keyed digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=16)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return f"code of {self.user_id}"


class Network(models.Model):
    """許可アドレス: for callers of ``cidr`` the staff side exists; ``hall`` empty: of all halls."""

    cidr = models.CharField(max_length=50, unique=True)
    hall = models.CharField(max_length=20, blank=True)
    label = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.cidr} {self.label}"


class OneTimeLink(models.Model):
    """一回限りのリンク: lets ``user`` set a password, once, until ``expires_at``.

    The link's text is signed from ``nonce`` when it is shown or sent; it is stored nowhere.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    nonce = models.CharField(max_length=32)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"link {self.pk} for {self.user_id}"
