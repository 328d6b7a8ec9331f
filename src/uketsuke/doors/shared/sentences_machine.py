"""装置についての文: what whoever runs the machine is told."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MACHINE: dict[str, Promise] = {
    "identity.begun": _(
        "システム管理者がすでにいます。ほかの職員は、その人が画面「職員」から登録してください。"
    ),
}
