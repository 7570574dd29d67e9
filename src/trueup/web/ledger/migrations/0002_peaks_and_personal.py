from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Personal",
            fields=[
                ("leaf", models.BigIntegerField(primary_key=True, serialize=False)),
                ("person", models.BigIntegerField(db_index=True)),
                ("payload", models.TextField()),
                ("salt", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.AddField(
            model_name="head",
            name="peaks",
            field=models.BinaryField(default=bytes, max_length=2016),
        ),
        migrations.AddConstraint(
            model_name="cosignature",
            constraint=models.UniqueConstraint(fields=("checkpoint", "witness"), name="one_cosignature_a_witness"),
        ),
    ]
