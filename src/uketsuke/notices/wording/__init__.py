"""文章の差し替え: what staff wrote in place of a built-in text. Nothing of it is executed."""

from collections.abc import Mapping
from typing import Any

from uketsuke.kernel import revision
from uketsuke.notices.models import Wording
from uketsuke.notices.wording import syntax
from uketsuke.notices.wording.names import values


@revision.kept
def in_force() -> dict[str, tuple[str, str]]:
    """公開中の文章: subject and body of each kind that staff have written anew."""
    newest: dict[str, Wording] = {}
    for each in Wording.objects.order_by("kind", "number"):
        newest[each.kind] = each
    return {kind: (each.subject, each.body) for kind, each in newest.items() if not each.is_builtin}


def written(kind: str, words: Mapping[str, Any]) -> tuple[str, str] | None:
    """The staff's subject and body filled with what a text knows, or None: the built-in one."""
    found = in_force().get(kind)
    return found and filled(*found, words)


def filled(subject: str, body: str, words: Mapping[str, Any]) -> tuple[str, str] | None:
    """Both parts filled; None where no line of them is left."""
    known = values(words)
    first = next(iter(syntax.filled(subject, known).splitlines()), "").strip()
    rest = syntax.filled(body, known).strip("\n")
    return (first, rest) if first and rest.strip() else None
