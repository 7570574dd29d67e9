import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0003_planseat"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mapped",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=200)),
                ("basis", models.CharField(max_length=100)),
                ("body", models.TextField()),
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
                "constraints": [models.UniqueConstraint(fields=("book", "model"), name="one_map_a_model")],
            },
        ),
    ]
