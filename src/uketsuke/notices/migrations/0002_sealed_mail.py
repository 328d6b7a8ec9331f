"""申請者のメールアドレスに封をする."""

from django.db import migrations, models

from uketsuke.kernel.sealed import SealedField, rewriting

FIELDS = ("mail",)
seal, unseal = rewriting("notices.Notice", *FIELDS)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [
        *(
            migrations.AlterField("notice", name, models.TextField(blank=True))
            for name in FIELDS
        ),
        migrations.RunPython(seal, unseal),
        *(
            migrations.AlterField("notice", name, SealedField(blank=True))
            for name in FIELDS
        ),
    ]
