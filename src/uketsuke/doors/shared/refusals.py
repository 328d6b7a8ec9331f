"""断りを画面に: a Refusal becomes an error of the form, and nothing typed is lost."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.forms import BaseForm

from uketsuke.doors.shared.sentences import sentences
from uketsuke.kernel.refusals import Refusal


@contextmanager
def shown_on(form: BaseForm) -> Iterator[None]:
    """Show a Refusal raised inside as errors of ``form``, keeping everything that was typed."""
    try:
        yield
    except Refusal as refusal:
        for each in sentences(refusal):
            form.add_error(None, each)
