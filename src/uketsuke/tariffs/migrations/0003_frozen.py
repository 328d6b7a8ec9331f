"""What was proposed stays as it is; a released version is never changed and never deleted."""

from django.db import migrations

from uketsuke.kernel.append_only import Closed, Frozen

NO_DRAFT = "(SELECT state FROM tariffs_tariff WHERE id = {row}.tariff_id) <> 'draft'"

HEAD = (
    "code", "label", "in_force_from", "change_over", "commercial_percent", "rehearsal_percent",
    "overtime_percent", "overtime_max_hours", "rounding",
)
LIFE = ("state", "proposed_by", "released_by")


def _differ(columns):
    return " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)


def changed(head):
    """What is proposed or released, and would be other than it was."""
    return (
        f"(OLD.state <> 'draft' AND ({_differ(head)}))"
        f" OR (OLD.state = 'released' AND ({_differ(LIFE)}))"
    )


class NotChanged(Closed):
    """No row for which the condition (about OLD and NEW) holds is changed."""

    verbs = ("update",)


class NotDeleted(Closed):
    """No row for which the condition holds is deleted."""

    verbs = ("delete",)


class Migration(migrations.Migration):
    dependencies = [("tariffs", "0002_life_of_a_version")]

    operations = [
        NotChanged("tariffs_tariff", changed(HEAD)),
        NotDeleted("tariffs_tariff", "{row}.state = 'released'"),
        Frozen("tariffs_basefee", NO_DRAFT),
        Frozen("tariffs_admissiontier", NO_DRAFT),
        Frozen("tariffs_reduction", NO_DRAFT),
        Frozen("tariffs_equipmentprice", NO_DRAFT),
        Frozen("tariffs_refundstep", NO_DRAFT),
    ]
