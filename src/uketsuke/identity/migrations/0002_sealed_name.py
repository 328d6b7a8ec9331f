"""職員の表示名に封をする."""

from django.db import migrations, models

from uketsuke.kernel.sealed import SealedField, rewriting

FIELDS = ("name",)
seal, unseal = rewriting("identity.User", *FIELDS)


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]
    operations = [
        *(
            migrations.AlterField("user", name, models.TextField(blank=True))
            for name in FIELDS
        ),
        migrations.RunPython(seal, unseal),
        *(
            migrations.AlterField("user", name, SealedField(blank=True))
            for name in FIELDS
        ),
    ]
