# What Today and lists of proposals need: an index of versions by their state.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_planseat")]

    operations = [
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["book", "state", "kind", "doc_id"], name="documents_v_book_id_8dc8f8_idx"),
        ),
    ]
