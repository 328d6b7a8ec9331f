"""練習: a database either holds dummy data only, and says so everywhere, or none.

The mark stands in the database itself: wherever it is opened, every page, paper, mail and file of
it is marked. It is set before the first dummy row and never taken off.
"""

from uketsuke.kernel import revision
from uketsuke.kernel.models import Sequence

NAME = "practice"
LABEL = "練習用"


def mark() -> None:
    """From now on this database is for practice."""
    Sequence.objects.get_or_create(name=NAME)
    revision.changed()


@revision.kept
def is_practice() -> bool:
    """練習用か: whether what is shown is made up."""
    return Sequence.objects.filter(name=NAME).exists()
