"""通知: what a group is told. Written in the transaction of what it tells, sent by the worker."""

from django.db import models

from uketsuke.groups.models import Group
from uketsuke.kernel.sealed import SealedField


class Notice(models.Model):
    """通知: ``kind`` names the text, ``facts`` fill it (no personal values). It stands on my page;
    ``mail`` is set only for an applicant who is not a group yet."""

    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, related_name="notices", null=True, blank=True
    )
    mail = SealedField(blank=True)
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True, help_text="マイページで開いた時")

    class Meta:
        indexes = [models.Index(fields=["group", "-created_at"], name="notice_by_group")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.group_id}"


class Delivery(models.Model):
    """送付: a notice on its way by ``channel`` (mail or letter). ``done_at`` empty: still to do.

    ``attempts`` counts tries; the next one is not before ``due_at``.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=200, blank=True)
    batch = models.ForeignKey(
        "Batch", on_delete=models.PROTECT, related_name="deliveries", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_per_channel")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(done_at__isnull=True),
                name="delivery_to_do",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.notice_id}"


class Preference(models.Model):
    """お知らせの受け取り方 of a group: the language, and which of the optional ones it wants.

    Where there is no row it is Japanese and everything.
    """

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="preference")
    language = models.CharField(max_length=10, default="ja")
    reminders = models.BooleanField(default=True)
    alerts = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"preference of {self.group_id}"


class Bounce(models.Model):
    """届かなかったメール: what the other side said of a delivery.

    ``hard``: there is no such address; until ``settled_at`` nothing more is sent there by mail.
    ``mark`` is the address under a key: who has another one since is not meant.
    """

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="bounce")
    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, related_name="bounces", null=True, blank=True
    )
    mark = models.CharField(max_length=16)
    status = models.CharField(max_length=12)
    hard = models.BooleanField()
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["group"],
                condition=models.Q(hard=True, settled_at__isnull=True),
                name="bounce_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.status} of {self.delivery_id}"


class Envelope(models.Model):
    """窓付き封筒: its size and its window, in millimetres from the left and from the top; one of
    them is in use."""

    code = models.CharField(max_length=20, unique=True)
    label = models.CharField(max_length=40)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    left = models.PositiveSmallIntegerField()
    top = models.PositiveSmallIntegerField()
    window_width = models.PositiveSmallIntegerField()
    window_height = models.PositiveSmallIntegerField()
    in_use = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["in_use"], condition=models.Q(in_use=True), name="envelope_one_in_use"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Batch(models.Model):
    """通知書の束: letters that were printed together, when and by whom; ``prints``: how often."""

    token = models.UUIDField(unique=True)
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT)
    printed_at = models.DateTimeField()
    printed_by = models.CharField(max_length=64)
    prints = models.PositiveSmallIntegerField(default=1)
    last_printed_at = models.DateTimeField()
    last_printed_by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"letters of {self.printed_at:%Y-%m-%d}"


class Wording(models.Model):
    """差し替えた文章: version ``number`` of what staff say in place of a built-in text.

    ``is_builtin``: from this version on it is the built-in one again. Versions are never changed.
    """

    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    subject = models.TextField(blank=True)
    body = models.TextField(blank=True)
    is_builtin = models.BooleanField(default=False)
    token = models.UUIDField(unique=True)
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="wording_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
