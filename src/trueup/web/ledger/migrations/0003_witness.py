from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_peaks_and_personal")]

    operations = [
        migrations.CreateModel(
            name="Witness",
            fields=[
                ("vkey", models.CharField(max_length=300, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                ("trouble", models.TextField(blank=True)),
                ("stops", models.BooleanField(default=False)),
            ],
        ),
    ]
