"""ログイン: accounts of groups and staff, and the addresses the staff side listens to."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
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
