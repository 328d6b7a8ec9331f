"""封をしたものだけ: what was kept in clear for searching goes."""

from django.db import migrations, models

from uketsuke.kernel.sealed import SealedField

KEYS = {"name_key": 100, "home_digits": 16, "mobile_digits": 16}
FIELDS = ("name", "address", "phone_home", "phone_mobile", "mail")


class Migration(migrations.Migration):
    dependencies = [("groups", "0003_seal_persons")]
    operations = [
        # With a default, so that the way back finds something to put there.
        *(
            migrations.AlterField(
                "person", name, models.CharField(max_length=size, blank=True, default="")
            )
            for name, size in KEYS.items()
        ),
        *(migrations.RemoveField("person", name) for name in KEYS),
        *(
            migrations.AlterField("person", name, SealedField(blank=name not in FIELDS[:2]))
            for name in FIELDS
        ),
    ]
