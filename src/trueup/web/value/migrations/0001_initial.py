import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0003_planseat"),
    ]

    operations = [
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreement", models.CharField(max_length=200)),
                ("part", models.CharField(max_length=20)),
                ("basis", models.CharField(max_length=64)),
                ("body", models.TextField(blank=True)),
                ("problem", models.TextField(blank=True)),
                ("computed_at", models.DateTimeField()),
                ("seconds", models.FloatField()),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="documents.book"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "agreement", "part"), name="one_told_an_agreement")
                ],
            },
        ),
    ]
