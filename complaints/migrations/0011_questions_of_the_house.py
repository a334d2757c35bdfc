import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The handling is rated by the house's own questions, where it has some."""

    dependencies = [
        ("complaints", "0010_cost_limits_and_reaching"),
        ("surveys", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="handlingrating",
            name="answers",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="handlingrating",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="surveys.questionnaireversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="handlingrating",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answers__isnull", True), ("version", None)),
                    models.Q(("answers__isnull", False), ("version__isnull", False)),
                    _connector="OR",
                ),
                name="rating_answers_a_version",
            ),
        ),
    ]
