"""パスキー: what a browser signs (WebAuthn), checked by a library of those who wrote it.

``state`` is what must be kept between question and answer; the door keeps it in the session.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from uketsuke.identity.models import Factor, FactorKind, User
from uketsuke.kernel.refusals import Refusal

NAME = "区民ホール 受付システム"
_MOST = 20_000
Question = tuple[dict[str, Any], Any]


def ask_to_make(user: User, host: str) -> Question:
    """The question by which a browser makes a passkey for ``host``, and the state to keep."""
    who = PublicKeyCredentialUserEntity(id=_handle(user), name=user.login, display_name=user.login)
    options, state = _server(host).register_begin(
        who, _credentials(_of(user)), user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(options.public_key), state


def made(answer: str, state: Any, host: str) -> tuple[str, str]:
    """What the browser made: the name of the credential, and its public key to be kept.

    Raises Refusal ``factors.passkey``.
    """
    try:
        data = _server(host).register_complete(state, _read(answer)).credential_data
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal("factors.passkey") from error
    if data is None:
        raise Refusal("factors.passkey")
    return _named(data.credential_id), base64.b64encode(bytes(data)).decode()


def ask_to_sign(user: User, host: str) -> Question | None:
    """The question by which a browser shows that it has a passkey of ``user``; or None."""
    known = _credentials(_of(user))
    if not known:
        return None
    options, state = _server(host).authenticate_begin(
        known, user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(options.public_key), state


def signed(user: User, answer: str, state: Any, host: str) -> tuple[Factor, int]:
    """The passkey of ``user`` that signed, and its own count. Raises ``factors.passkey``."""
    factors = list(_of(user))
    try:
        document = _read(answer)
        used = _server(host).authenticate_complete(state, _credentials(factors), document)
        count = AuthenticationResponse.from_dict(document).response.authenticator_data.counter
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal("factors.passkey") from error
    name = _named(used.credential_id)
    return next(factor for factor in factors if factor.credential == name), count


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=NAME))


def _of(user: User) -> Iterable[Factor]:
    return user.factors.filter(kind=FactorKind.PASSKEY).order_by("pk")


def _credentials(factors: Iterable[Factor]) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(base64.b64decode(factor.secret)) for factor in factors]


def _read(answer: str) -> dict[str, Any]:
    document = json.loads(answer[:_MOST])
    if not isinstance(document, dict):
        raise TypeError("not an object")
    return document


def _named(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()


def _handle(user: User) -> bytes:
    """Says nothing of who it is, as the standard asks."""
    return hashlib.sha256(f"uketsuke|{user.pk}".encode()).digest()
