import datetime

import django.db.models.deletion
from django.db import migrations, models

import contracts.models.saying
from contracts.migrations._heard_and_counted import CAP_ON_THE_TOTAL, CAP_ON_WHAT_IS_ADDED, ENDS, HINDERED, KNOWN


class Migration(migrations.Migration):
    """How a dispute ended counts once both were heard, and force majeure for what was named; caps count what is added."""

    dependencies = [
        ("contracts", "0020_one_plan_one_limit"),
        ("foundation", "0003_seal_by_row"),
        ("parties", "0003_own_mailbox"),
    ]

    operations = [
        migrations.RunSQL(CAP_ON_WHAT_IS_ADDED, CAP_ON_THE_TOTAL),
        migrations.CreateModel(
            name="DisputeEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("settle", "Settled"), ("decide", "Decided")], max_length=6)),
                (
                    "costs",
                    models.CharField(
                        choices=[
                            ("A", "Party A bears the costs"),
                            ("B", "Party B bears the costs"),
                            ("shared", "Both share the costs"),
                            ("own", "Each bears its own costs"),
                        ],
                        max_length=6,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("happened_date", models.DateField()),
                ("text", models.TextField(max_length=2000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waiting for the other side"),
                            ("effective", "In effect"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
                ("answer", models.TextField(blank=True, editable=False, max_length=2000)),
                ("answered_by", models.CharField(blank=True, editable=False, max_length=120)),
            ],
            options={
                "verbose_name": "end of a dispute",
                "verbose_name_plural": "ends of disputes",
                "ordering": ["pk"],
            },
            bases=(contracts.models.saying.Said, models.Model),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["settled", "decided"]), ("costs", ""), _connector="OR"),
                name="dispute_costs_at_its_end",
            ),
        ),
        migrations.AddField(
            model_name="disputeend",
            name="answerer",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.party",
            ),
        ),
        migrations.AddField(
            model_name="disputeend",
            name="dispute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ends", to="contracts.dispute"
            ),
        ),
        migrations.AddField(
            model_name="disputeend",
            name="paper",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="disputeend",
            name="party",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
        ),
        migrations.AddConstraint(
            model_name="disputeend",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["settle", "decide"])), name="dispute_end_kinds"
            ),
        ),
        migrations.AddConstraint(
            model_name="disputeend",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["proposed", "effective", "declined", "withdrawn"])),
                name="dispute_end_states",
            ),
        ),
        migrations.AddConstraint(
            model_name="disputeend",
            constraint=models.CheckConstraint(
                condition=models.Q(("costs__in", ["A", "B", "shared", "own"])), name="dispute_end_cost_bearers"
            ),
        ),
        migrations.AddConstraint(
            model_name="disputeend",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                name="dispute_end_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="disputeend",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="dispute_end_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="disputeend",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("happened_date", None),
                    ("happened_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                    _connector="OR",
                ),
                name="dispute_end_day_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="disputeend",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", ""), ("answerer", None), ("state", "proposed")),
                    models.Q(
                        models.Q(("state", "proposed"), _negated=True),
                        ("answered_at__isnull", False),
                        ("answerer__isnull", False),
                        models.Q(("answered_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dispute_end_answer_has_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="disputeend",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "settle"), ("state", "effective"), _negated=True),
                    models.Q(("answerer", models.F("party")), _negated=True),
                    _connector="OR",
                ),
                name="dispute_end_settled_by_both",
            ),
        ),
        migrations.AddConstraint(
            model_name="disputeend",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "declined"), _negated=True),
                        models.Q(
                            models.Q(("answerer", models.F("party")), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("state", "withdrawn"), _negated=True),
                        ("answerer", models.F("party")),
                        _connector="OR",
                    ),
                ),
                name="dispute_end_whose_word",
            ),
        ),
        migrations.AddConstraint(
            model_name="disputeend",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")), fields=("dispute",), name="dispute_end_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="disputeend",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "effective")), fields=("dispute",), name="dispute_end_once"
            ),
        ),
        *ENDS,
        migrations.AddField("forcemajeure", "accepted_first_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("forcemajeure", "accepted_until_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField(
            "forcemajeure",
            "covers",
            models.CharField(
                choices=[("all", "All duties of this time"), ("named", "Only the duties named")],
                default="all",
                max_length=5,
                verbose_name="hindered",
            ),
        ),
        migrations.CreateModel(
            "HinderedDuty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="contracts.forcemajeure",
                    ),
                ),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hindered_by",
                        to="contracts.obligation",
                    ),
                ),
            ],
            options={
                "verbose_name": "hindered duty",
                "verbose_name_plural": "hindered duties",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("claim", "obligation"), name="hindered_duty_once")],
            },
        ),
        *HINDERED,
        migrations.AddConstraint(
            "forcemajeure",
            models.CheckConstraint(condition=models.Q(("covers__in", ["all", "named"])), name="force_majeure_covers"),
        ),
        migrations.AddConstraint(
            "forcemajeure",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("accepted_first_at__gte", models.F("first_at")),
                        ("accepted_first_at__isnull", False),
                        ("accepted_until_at__gt", models.F("accepted_first_at")),
                        ("accepted_until_at__isnull", False),
                        ("accepted_until_at__lte", models.F("until_at")),
                        ("state", "accepted"),
                    ),
                    models.Q(
                        models.Q(("state", "accepted"), _negated=True),
                        ("accepted_first_at", None),
                        ("accepted_until_at", None),
                    ),
                    _connector="OR",
                ),
                name="force_majeure_accepted_within_claimed",
            ),
        ),
        *KNOWN,
        migrations.AddConstraint(
            "request",
            models.UniqueConstraint(
                condition=models.Q(("replacement__isnull", False)), fields=("about",), name="request_replaces_once"
            ),
        ),
        migrations.AddConstraint(
            "request", models.UniqueConstraint(fields=("replacement",), name="request_replacement_of_one")
        ),
    ]
