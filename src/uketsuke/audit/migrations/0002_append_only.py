from django.db import migrations

from uketsuke.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    """監査記録は追記のみ."""

    dependencies = [("audit", "0001_initial")]
    operations = [AppendOnly("audit_entry"), AppendOnly("audit_seal")]
