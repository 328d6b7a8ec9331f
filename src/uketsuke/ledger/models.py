"""元帳: append-only entries. What is owed is always the sum of an account's entries."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """元帳の種別. Amounts count what is owed: charges and refunds raise it."""

    CHARGE = "charge", _("調定")
    REDUCTION = "reduction", _("減免")
    PAYMENT = "payment", _("収納")
    REFUND = "refund", _("還付")
    CORRECTION = "correction", _("訂正")


class Method(models.TextChoices):
    """収納方法."""

    CASH = "cash", _("現金")
    CARD = "card", _("カード端末")
    QR = "qr", _("QRコード決済")
    BANK = "bank", _("銀行振込")
    ONLINE = "online", _("オンライン決済")


# What a clerk takes in at the counter; the others come from the bank and the provider.
AT_THE_TILL = (Method.CASH, Method.CARD, Method.QR)


class Account(models.Model):
    """口座: what somebody owes a hall for one thing; ``label`` says for what (予約番号)."""

    hall = models.CharField(max_length=20)
    label = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.label


class Entry(models.Model):
    """元帳の記録: ``amount`` yen, positive raises what is owed. Never changed: a mistake is
    corrected by an entry that names it (``corrects``). ``token`` makes a repeat harmless."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    amount = models.BigIntegerField()
    method = models.CharField(max_length=8, choices=Method.choices, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    by = models.CharField(max_length=64)
    hall = models.CharField(max_length=20)
    at = models.DateTimeField()
    day = models.DateField()
    token = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="entry_sign_of_kind",
                condition=(
                    models.Q(kind__in=["charge", "refund"], amount__gte=0)
                    | models.Q(kind__in=["reduction", "payment"], amount__lte=0)
                    | models.Q(kind="correction")
                ),
            ),
            models.CheckConstraint(
                name="entry_correction_names_its_mistake",
                condition=models.Q(kind="correction") ^ models.Q(corrects__isnull=True),
            ),
            models.CheckConstraint(
                name="entry_payment_has_method",
                condition=models.Q(kind__in=["payment", "refund"], method__gt="")
                | (~models.Q(kind__in=["payment", "refund"]) & models.Q(method="")),
            ),
        ]
        indexes = [models.Index(fields=["day", "hall"], name="entry_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} on {self.account_id}"


class DailyClose(models.Model):
    """日締め of a hall: what was counted in the drawer, and what the ledger says of the day.

    From here on the database takes no entry of that hall for that day or an earlier one.
    ``counted`` are pieces by face value; ``change_money`` (釣銭準備金) was there in the morning.
    """

    hall = models.CharField(max_length=20)
    day = models.DateField()
    counted = models.JSONField()
    change_money = models.PositiveIntegerField()
    expected_cash = models.IntegerField()
    difference = models.IntegerField()
    totals = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hall", "day"], name="close_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(difference=0) | ~models.Q(note=""),
                name="close_difference_has_a_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hall} {self.day}"


class Bill(models.Model):
    """納入通知書: what is to be paid until when, exactly as issued. Numbers have no gaps.

    The newest of an account is the one in force; ``amount`` is what was owed when it was issued.
    """

    number = models.CharField(max_length=20, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="bills")
    amount = models.PositiveIntegerField()
    due = models.DateField()
    issued_at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["due"], name="bill_by_due")]

    def __str__(self) -> str:
        return self.number


class Reminder(models.Model):
    """納入のお知らせ: sent once for each bill that is still unpaid shortly before its day."""

    bill = models.OneToOneField(Bill, on_delete=models.PROTECT, related_name="reminder")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reminder of {self.bill_id}"


class RefundState(models.TextChoices):
    """還付の状態."""

    ASKED = "asked", _("受付")
    DECIDED = "decided", _("決定")
    PAID = "paid", _("支払済")
    WITHDRAWN = "withdrawn", _("取下げ")


OPEN = (RefundState.ASKED, RefundState.DECIDED)


class Refund(models.Model):
    """還付: what is due back, from asked to paid. An account below zero has exactly one open."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="refunds")
    amount = models.PositiveIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=RefundState.choices, default=RefundState.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, related_name="refund", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(state__in=["asked", "decided"]),
                name="refund_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state="paid") ^ models.Q(entry=None),
                name="refund_paid_has_entry",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["decided", "paid"]) | ~models.Q(decided_by=""),
                name="refund_was_decided",
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="refund_by_state")]

    def __str__(self) -> str:
        return f"refund {self.pk}"


class Receipt(models.Model):
    """領収書: the paper for one payment, exactly as issued. Numbers have no gaps."""

    number = models.CharField(max_length=20, unique=True)
    payment = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="receipt")
    issued_at = models.DateTimeField()
    content = models.JSONField()

    def __str__(self) -> str:
        return self.number


class RefundNote(models.Model):
    """返還の明細書 (適格返還請求書): the paper for one refund, exactly as issued, without gaps."""

    number = models.CharField(max_length=20, unique=True)
    refund = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="note")
    issued_at = models.DateTimeField()
    content = models.JSONField()

    def __str__(self) -> str:
        return self.number


class ReceiptPrint(models.Model):
    """領収書の発行: every print; the first is the original, all others say 再発行."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="prints")
    nth = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt", "nth"], name="receipt_print_once")
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} #{self.nth}"
