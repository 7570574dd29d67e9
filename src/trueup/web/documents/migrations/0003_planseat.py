# What plans need: an index of who has which part in a plan.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_initial")]

    operations = [
        migrations.CreateModel(
            name="PlanSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("plan", models.CharField(max_length=200)),
                ("part", models.CharField(max_length=10)),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="documents.book"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="plans", to="documents.seat"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["book", "plan"], name="documents_p_book_id_a33ef7_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("book", "plan", "seat", "part"), name="one_plan_part_a_seat")
                ],
            },
        ),
    ]
