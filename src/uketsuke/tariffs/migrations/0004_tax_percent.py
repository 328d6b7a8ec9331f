"""料金に含まれる消費税: a figure of each version; what was proposed keeps it like all the others."""

from importlib import import_module

from django.db import migrations, models

from uketsuke.kernel.append_only import Frozen, Lifted

frozen = import_module("uketsuke.tariffs.migrations.0003_frozen")

PARTS = ("basefee", "admissiontier", "reduction", "equipmentprice", "refundstep")
# They stand on the table that SQLite makes anew, or look at it.
GUARDS = [
    *(Frozen(f"tariffs_{part}", frozen.NO_DRAFT) for part in PARTS),
    frozen.NotDeleted("tariffs_tariff", "{row}.state = 'released'"),
]
BEFORE = frozen.NotChanged("tariffs_tariff", frozen.changed(frozen.HEAD))
AFTER = frozen.NotChanged("tariffs_tariff", frozen.changed((*frozen.HEAD, "tax_percent")))


class Migration(migrations.Migration):
    dependencies = [("tariffs", "0003_frozen")]

    operations = [
        *(Lifted(guard) for guard in (*GUARDS, BEFORE)),
        migrations.AddField(
            model_name="tariff",
            name="tax_percent",
            field=models.PositiveSmallIntegerField(
                db_default=10, default=10, help_text="料金に含まれる消費税率"
            ),
        ),
        *GUARDS,
        AFTER,
    ]
