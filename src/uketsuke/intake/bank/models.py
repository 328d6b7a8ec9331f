"""銀行振込: files of the bank, their lines, and what became of each.

Who paid is told by a name in kana, which is none of the approved personal items: it is kept only
until it is known what the money is for, and then wiped. No account number is kept at all.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from uketsuke.kernel.sealed import SealedField
from uketsuke.ledger.models import Entry


class BankFile(models.Model):
    """取り込んだファイル: the same one again is recognised by its ``digest``.

    ``account`` tells one account of ours from another by a keyed digest, not by its number.
    """

    digest = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=120)
    first = models.DateField()
    last = models.DateField()
    total = models.BigIntegerField()
    account = models.CharField(max_length=64, blank=True, help_text="当方の口座の指紋")
    read_at = models.DateTimeField()
    read_by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"bank file {self.pk}"


class LineState(models.TextChoices):
    """入金の状態."""

    MATCHED = "matched", _("消込済")
    OPEN = "open", _("未消込")
    ASIDE = "aside", _("銀行で返金・取消")
    KNOWN = "known", _("取込済と同じ")


class BankLine(models.Model):
    """入金一件. ``fingerprint`` (a keyed digest) finds the same line in another file.

    ``taken_back``: no money, but the bank's word that it cancelled a transfer. ``undone``: how
    often what was decided about the line was undone again.
    """

    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="lines")
    nth = models.PositiveIntegerField()
    day = models.DateField()
    amount = models.PositiveBigIntegerField()
    written = SealedField(blank=True, help_text="未消込のあいだだけ")
    fingerprint = models.CharField(max_length=64)
    taken_back = models.BooleanField(default=False)
    booking = models.CharField(max_length=8, blank=True, help_text="読み取れた予約番号")
    state = models.CharField(max_length=8, choices=LineState.choices)
    why = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    undone = models.PositiveSmallIntegerField(default=0)
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, related_name="bank_line", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "nth"], name="bank_line_once"),
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=~models.Q(state="known"),
                name="bank_line_counts_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="matched") ^ models.Q(entry=None),
                name="bank_line_matched_has_entry",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back=False) | models.Q(entry=None),
                name="bank_line_taken_back_is_no_money",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open") | models.Q(written=""),
                name="bank_line_forgets_the_payer",
            ),
        ]
        indexes = [models.Index(fields=["state", "day"], name="bank_line_by_state")]

    def __str__(self) -> str:
        return f"bank line {self.pk}"

    @property
    def worth(self) -> int:
        """Yen that came in; below zero where the bank took a transfer back."""
        return -self.amount if self.taken_back else self.amount
