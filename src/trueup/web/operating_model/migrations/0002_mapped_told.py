from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("operating_model", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="mapped",
            name="told",
            field=models.TextField(default=""),
        ),
    ]
