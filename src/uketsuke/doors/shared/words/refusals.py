"""断りを画面に: a Refusal becomes an error of the form, and nothing typed is lost."""

from collections.abc import Iterator
from contextlib import contextmanager

from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.words.sentences import sentence, sentences
from uketsuke.kernel.refusals import Refusal, reasons


class Told(list[str]):
    """断りの文: what a page says at its top, about what was just done and not about a form."""

    @classmethod
    def of(cls, refusal: Refusal) -> "Told":
        return cls(sentences(refusal))


@contextmanager
def shown_on(form: Form) -> Iterator[None]:
    """Show a Refusal raised inside as errors of ``form``, keeping everything that was typed."""
    try:
        yield
    except Refusal as refusal:
        tell(form, refusal)


def tell(form: Form, refusal: Refusal) -> None:
    """Say each reason once, at the field it is about."""
    said: dict[str, str | None] = {}
    for each in reasons(refusal):
        said.setdefault(sentence(each), form.field_of(each))
    for words, field in said.items():
        form.add_error(field, words)
