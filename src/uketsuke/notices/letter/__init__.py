"""通知書: notices on paper, for groups without a mail address. They wait here until somebody
prints them and says that they are on their way."""

from dataclasses import dataclass

from django.db.models import QuerySet

from uketsuke.groups.models import Group, Person, PersonRole
from uketsuke.kernel import ruby
from uketsuke.kernel.refusals import Refusal
from uketsuke.notices import wishes
from uketsuke.notices.letter import window
from uketsuke.notices.letter.window import Area, Window
from uketsuke.notices.models import Batch, Delivery, Envelope, Notice
from uketsuke.notices.texts import Text, render

CHANNEL = "letter"


@dataclass(frozen=True, slots=True)
class Addressed:
    """封筒一通分: to whom, in which size of letters, and all that goes into her envelope."""

    group: Group
    lines: tuple[str, ...]
    points: float
    texts: tuple[Text, ...]

    @property
    def style(self) -> str:
        """The class of its size in the stylesheet: ``pt-105``."""
        return f"pt-{self.points * 10:.0f}"


def waiting() -> QuerySet[Delivery]:
    """印刷待ちの通知書, the oldest first."""
    open_ones = Delivery.objects.filter(channel=CHANNEL, done_at=None)
    return open_ones.select_related("notice__group").order_by("notice__created_at", "pk")


def waiting_of(round_code: str) -> QuerySet[Delivery]:
    """印刷待ちの通知書 of one round of the lottery."""
    return waiting().filter(notice__kind__startswith="lottery.", notice__facts__round=round_code)


def of_batch(batch: Batch) -> list[Notice]:
    """束の通知書, by group and then by time."""
    found = batch.deliveries.select_related("notice__group")
    return [each.notice for each in found.order_by("notice__group__number", "notice_id")]


def envelope() -> Envelope:
    """使っている封筒. Raises Refusal ``letters.no_envelope``."""
    found = Envelope.objects.filter(in_use=True).first()
    if found is None:
        raise Refusal("letters.no_envelope")
    return found


def window_of(used: Envelope) -> Window:
    """封筒と窓 as the rules read them."""
    return Window(
        used.width, used.height, used.left, used.top, used.window_width, used.window_height
    )


def addressed(notices: list[Notice], within: Area) -> list[Addressed]:
    """封筒ごとに: the letters of one group together, each group once."""
    by_group: dict[int, list[Notice]] = {}
    for notice in notices:
        by_group.setdefault(notice.group_id or 0, []).append(notice)
    contacts = Person.objects.filter(group__in=by_group, role=PersonRole.CONTACT)
    known = {each.group_id: each for each in contacts}
    return [
        _addressed(told, known.get(number), within) for number, told in by_group.items() if number
    ]


def _addressed(told: list[Notice], contact: Person | None, within: Area) -> Addressed:
    group = told[0].group
    if group is None:
        raise ValueError("a letter is to a group")
    lines = [contact.address] if contact else []
    lines += [group.name]
    lines += [f"{contact.name}　様"] if contact else []
    language = wishes.language_of(group)
    texts = tuple(_printed(render(each, language=language)) for each in told)
    return Addressed(group, tuple(lines), window.size(lines, within), texts)


def _printed(text: Text) -> Text:
    """On paper a reading stands in brackets, as in a mail."""
    return Text(ruby.plain(text.subject), ruby.bracketed(text.body))
