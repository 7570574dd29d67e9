import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_initial"),
    ]

    operations = [
        migrations.AddField("book", "digest", models.CharField(blank=True, max_length=64, default="")),
        migrations.AddField("version", "stands_on", models.JSONField(default=dict)),
        migrations.AddField("version", "ended_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "version",
            "ended_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.member"
            ),
        ),
        migrations.AddField("version", "reason", models.TextField(blank=True, default="")),
    ]
