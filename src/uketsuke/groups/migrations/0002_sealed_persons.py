"""氏名・住所・電話番号・メールアドレスに封をする: room for what is sealed, and the tokens."""

import django.db.models.deletion
from django.db import migrations, models

FIELDS = ("name", "address", "phone_home", "phone_mobile", "mail")


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_initial")]
    operations = [
        migrations.RemoveIndex("person", "person_by_mail"),
        *(
            migrations.AlterField("person", name, models.TextField(blank=name not in FIELDS[:2]))
            for name in FIELDS
        ),
        migrations.CreateModel(
            name="SearchToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=16)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="groups.person",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "searchtoken",
            models.UniqueConstraint(fields=["token", "person"], name="search_token_once"),
        ),
    ]
