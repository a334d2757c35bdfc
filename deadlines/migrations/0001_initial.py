import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0002_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Deadline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("started_at", models.DateTimeField()),
                ("first_due_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("next_at", models.DateTimeField(null=True)),
                ("warned", models.PositiveSmallIntegerField(default=0)),
                ("paused_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("kept", "Kept"), ("missed", "Missed"), ("cancelled", "Cancelled")],
                        max_length=10,
                        null=True,
                    ),
                ),
                ("outcome_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadlines",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "deadline",
                "verbose_name_plural": "deadlines",
            },
        ),
        migrations.CreateModel(
            name="DeadlinePause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("paused", "Paused"), ("resumed", "Resumed")], max_length=8)),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("by", models.CharField(max_length=120)),
                (
                    "deadline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pauses", to="deadlines.deadline"
                    ),
                ),
            ],
            options={
                "verbose_name": "pause",
                "verbose_name_plural": "pauses",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("next_at__isnull", False), ("outcome", None)),
                fields=["next_at"],
                name="deadline_next",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("outcome", None)), fields=["owner", "due_at"], name="deadline_open_by_owner"
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", None), _negated=True), ("owner__isnull", False), _connector="OR"
                ),
                name="deadline_open_has_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_due_at__gte", models.F("started_at"))), name="deadline_due_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gte", models.F("first_due_at"))), name="deadline_pauses_only_add"
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", None), ("outcome_at", None)),
                    models.Q(("outcome__isnull", False), ("outcome_at__isnull", False)),
                    _connector="OR",
                ),
                name="deadline_outcome_has_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("next_at__isnull", False), ("outcome", None), ("paused_at", None)),
                    models.Q(
                        ("next_at", None),
                        models.Q(("outcome__isnull", False), ("paused_at__isnull", False), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="deadline_next_only_while_running",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "missed"), _negated=True), ("outcome_at", models.F("due_at")), _connector="OR"
                ),
                name="deadline_missed_at_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome", None), ("outcome__in", ["kept", "missed", "cancelled"]), _connector="OR"
                ),
                name="deadline_outcomes",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(("warned__in", {0: 50, 50: 80, 80: 100})), name="deadline_warned_steps"
            ),
        ),
    ]
