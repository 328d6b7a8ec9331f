"""振込人の名前に封をする."""

from django.db import migrations, models

from uketsuke.kernel.sealed import SealedField, rewriting

FIELDS = ("written",)
seal, unseal = rewriting("bank.BankLine", *FIELDS)


class Migration(migrations.Migration):
    dependencies = [("bank", "0002_bank_undo_and_account")]
    operations = [
        *(
            migrations.AlterField("bankline", name, models.TextField(blank=True))
            for name in FIELDS
        ),
        migrations.RunPython(seal, unseal),
        *(
            migrations.AlterField("bankline", name, SealedField(blank=True, help_text="未消込のあいだだけ"))
            for name in FIELDS
        ),
    ]
