"""申請された氏名・住所・電話番号・メールアドレスに封をする."""

from django.db import migrations, models

from uketsuke.kernel.sealed import SealedField, rewriting

FIELDS = ("name", "address", "phone_home", "phone_mobile", "mail")
seal, unseal = rewriting("registration.ProposedPerson", *FIELDS)


class Migration(migrations.Migration):
    dependencies = [("registration", "0001_initial")]
    operations = [
        *(
            migrations.AlterField("proposedperson", name, models.TextField(blank=name not in FIELDS[:2]))
            for name in FIELDS
        ),
        migrations.RunPython(seal, unseal),
        *(
            migrations.AlterField("proposedperson", name, SealedField(blank=name not in FIELDS[:2]))
            for name in FIELDS
        ),
    ]
