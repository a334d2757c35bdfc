from django.db import migrations, models


class Migration(migrations.Migration):
    """A version keeps in which language it is printed to be read beneath the binding Chinese; so far in none."""

    dependencies = [
        ("contracts", "0013_signing_complete"),
    ]

    operations = [
        migrations.AddField(
            model_name="contractversion",
            name="reading_language",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Chinese alone"),
                    ("en", "Chinese, with the English text to read beneath each clause"),
                ],
                default="",
                max_length=2,
            ),
        ),
        migrations.AddConstraint(
            model_name="contractversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("reading_language__in", ["", "en"])), name="version_readings"
            ),
        ),
    ]
