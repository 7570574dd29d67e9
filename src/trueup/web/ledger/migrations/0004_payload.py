from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_witness")]

    operations = [
        migrations.AddField(
            model_name="leaf",
            name="payload",
            field=models.CharField(db_index=True, default="", max_length=64),
            preserve_default=False,
        ),
    ]
