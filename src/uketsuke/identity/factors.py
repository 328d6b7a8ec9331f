"""二つ目の確認: codes of an app (TOTP), passkeys, and recovery codes for the day all is lost.

A wrong code is an answer, not a Refusal: it must stay counted. What a passkey signs is checked by
``passkeys.py``; here is only what changes.
"""

import secrets
import unicodedata
from datetime import datetime, timedelta

import pyotp
from django.db import transaction
from django.db.models import F

from uketsuke.audit.actions import record
from uketsuke.identity.links import ALPHABET
from uketsuke.identity.models import Factor, FactorKind, RecoveryCode, Role, User
from uketsuke.kernel import vault
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal

CODES, LETTERS = 10, 10  # of 32 signs each: 50 bits
STEP = 30  # seconds a code of an app is shown
MOST_MISSED, PAUSE = 20, timedelta(hours=1)
PURPOSE = "identity.RecoveryCode"


def new_secret() -> str:
    """A secret for an app that nobody has used yet."""
    return pyotp.random_base32()


def address_of(secret: str, login: str, issuer: str) -> str:
    """``otpauth://…`` as an app reads it from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


@transaction.atomic(durable=True)
def add_totp(
    user_id: int, secret: str, code: str, label: str, *, by: Actor, at: datetime
) -> Factor:
    """認証アプリの登録: once a code shows that the app has the secret. All sessions end.

    The same secret again returns what it made. Raises Refusal ``factors.wrong_code``.
    """
    user = _locked(user_id)
    for made in user.factors.filter(kind=FactorKind.TOTP):
        if made.secret == secret:
            return made
    step = _step_of(secret, code, at)
    if step is None:
        raise Refusal("factors.wrong_code")
    made = Factor.objects.create(
        user=user, kind=FactorKind.TOTP, label=label, secret=secret, last=step, added_at=at
    )
    _end_sessions(user)
    record("identity.factor_add", user, by=by, at=at, kind=made.kind)
    return made


@transaction.atomic(durable=True)
def add_passkey(
    user_id: int, credential: str, key: str, label: str, *, by: Actor, at: datetime
) -> Factor:
    """パスキーの登録: ``key`` is its public key. All sessions end.

    The same passkey again returns what it made. Raises Refusal ``factors.known`` where it is
    another account's.
    """
    user = _locked(user_id)
    if made := Factor.objects.filter(credential=credential).first():
        if made.user_id != user.pk:
            raise Refusal("factors.known")
        return made
    made = Factor.objects.create(
        user=user,
        kind=FactorKind.PASSKEY,
        label=label,
        secret=key,
        credential=credential,
        added_at=at,
    )
    _end_sessions(user)
    record("identity.factor_add", user, by=by, at=at, kind=made.kind)
    return made


@transaction.atomic(durable=True)
def remove(user_id: int, factor_id: int, *, by: Actor, at: datetime) -> None:
    """二つ目の確認を外す. Gone already is as good. Raises Refusal ``factors.last`` for the last one
    of a member of staff: she adds another first."""
    user = _locked(user_id)
    if user.is_staff_member and user.factors.exclude(pk=factor_id).count() == 0:
        raise Refusal("factors.last")
    gone, _ = user.factors.filter(pk=factor_id).delete()
    if not user.factors.exists():
        user.codes.all().delete()
    if gone:
        _end_sessions(user)
    record("identity.factor_remove", user, by=by, at=at, gone=gone)


@transaction.atomic(durable=True)
def reset(user_id: int, *, by: Actor, at: datetime) -> User:
    """職員の二つ目の確認を外す: an administrator, for one who has lost everything. At her next
    login she sets it up anew. Raises Refusal ``identity.own_account``."""
    user = _locked(user_id)
    if user.login == by.name or user.role == Role.GROUP:
        raise Refusal("identity.own_account")
    user.factors.all().delete()
    user.codes.all().delete()
    _end_sessions(user)
    record("identity.factor_reset", user, by=by, at=at)
    return user


@transaction.atomic(durable=True)
def make_codes(user_id: int, *, by: Actor, at: datetime) -> list[str]:
    """回復コードを作る: shown once; older ones stop working."""
    user = _locked(user_id)
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(CODES)]
    user.codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=vault.token(_bound(user, code), PURPOSE)) for code in codes
    )
    record("identity.codes_made", user, by=by, at=at)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic(durable=True)
def passes(user_id: int, typed: str, *, by: Actor, at: datetime) -> bool:
    """コードを確かめる: of an app, or a recovery code; each is good once. A wrong one is counted.

    After many wrong ones codes of an app wait for an hour: whoever guesses has the password, and
    the owner still has her passkey and her recovery codes.
    """
    user = _locked(user_id)
    code = "".join(unicodedata.normalize("NFKC", typed).lower().split()).replace("-", "")
    right = _used_up(user, code, at) if len(code) == LETTERS else _right_step(user, code, at)
    record("identity.second" if right else "identity.second_wrong", user, by=by, at=at)
    return right


@transaction.atomic(durable=True)
def passed(factor_id: int, count: int, *, by: Actor, at: datetime) -> bool:
    """パスキーで確かめた: ``count`` is what the passkey says of itself. One that counts backward
    is a copy and opens nothing (0: it does not count)."""
    factor = Factor.objects.select_for_update().select_related("user").get(pk=factor_id)
    right = count == 0 or count > factor.last
    if right:
        Factor.objects.filter(pk=factor.pk).update(last=count, used_at=at)
    record("identity.second" if right else "identity.second_wrong", factor.user, by=by, at=at)
    return right


@transaction.atomic(durable=True)
def end_sessions(user_id: int, *, by: Actor, at: datetime) -> User:
    """すべての端末からログアウトする."""
    user = _locked(user_id)
    _end_sessions(user)
    record("identity.sessions_end", user, by=by, at=at)
    return user


def _right_step(user: User, code: str, at: datetime) -> bool:
    apps = user.factors.filter(kind=FactorKind.TOTP)
    listening = [app for app in apps if not _pauses(app, at)]
    for app in listening:
        step = _step_of(app.secret, code, at)
        if step is not None and step > app.last:
            Factor.objects.filter(pk=app.pk).update(last=step, missed=0, used_at=at)
            return True
    apps.filter(pk__in=[app.pk for app in listening]).update(missed=F("missed") + 1, missed_at=at)
    return False


def _pauses(app: Factor, at: datetime) -> bool:
    return app.missed >= MOST_MISSED and app.missed_at is not None and at < app.missed_at + PAUSE


def _used_up(user: User, code: str, at: datetime) -> bool:
    tokens = vault.tokens(_bound(user, code), PURPOSE)
    return user.codes.filter(digest__in=tokens, used_at=None).update(used_at=at) == 1


def _bound(user: User, code: str) -> str:
    return f"{user.pk}|{code}"


def _step_of(secret: str, code: str, at: datetime) -> int | None:
    """The step that shows ``code``: this one, or one beside it where a clock is a little off."""
    now, app = int(at.timestamp()) // STEP, pyotp.TOTP(secret)
    steps = (now, now - 1, now + 1)
    shown = (step for step in steps if pyotp.utils.strings_equal(app.at(step * STEP), code))
    return next(shown, None)


def _end_sessions(user: User) -> None:
    user.ended += 1
    user.save(update_fields=["ended"])


def _locked(user_id: int) -> User:
    user: User = User.objects.select_for_update().get(pk=user_id, is_active=True)
    return user
