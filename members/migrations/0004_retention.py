import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable, CreateModels
from members.migrations import _trial_rules as rules


class Migration(migrations.Migration):
    """What is counted of members, closed months, and trials."""

    dependencies = [
        ("members", "0003_care_and_offers"),
        ("parties", "0004_leave_and_opening_hours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="CohortTally",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("joined", models.DateField()),
                        ("month", models.DateField()),
                        ("count", models.BigIntegerField()),
                        (
                            "party",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="parties.party",
                            ),
                        ),
                        (
                            "venue",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="parties.venue",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("party", "month", "joined", "venue"),
                                name="cohort_tally_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("joined__day", 1), ("month__day", 1)), name="cohort_tally_of_months"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("count__gt", 0), ("joined__lte", models.F("month"))),
                                name="cohort_tally_counts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FrozenMonth",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(verbose_name="month")),
                        ("formula", models.PositiveSmallIntegerField()),
                        ("figures", models.JSONField()),
                        ("rows", models.PositiveBigIntegerField()),
                        ("rows_hash", models.CharField(max_length=64)),
                        ("frozen_at", models.DateTimeField()),
                        (
                            "frozen_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
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
                        "verbose_name": "frozen month",
                        "verbose_name_plural": "frozen months",
                        "ordering": ["party", "-month"],
                        "constraints": [
                            models.UniqueConstraint(fields=("party", "month"), name="frozen_month_once"),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)), name="frozen_month_starts_on_the_first"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rows_hash__regex", "^[0-9a-f]{64}$")),
                                name="frozen_month_hash_is_hex",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("figures", []), _negated=True), name="frozen_month_has_figures"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "month__lte",
                                        models.Func(
                                            models.Func(
                                                models.F("frozen_at"),
                                                output_field=models.DateField(),
                                                template="((%(expressions)s) AT TIME ZONE 'Asia/Shanghai')::date",
                                            ),
                                            output_field=models.DateField(),
                                            template="((%(expressions)s) - interval '1 month')::date",
                                        ),
                                    )
                                ),
                                name="frozen_month_is_over",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MemberMonth",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField()),
                        ("visits", models.PositiveSmallIntegerField(default=0)),
                        ("spend_fen", models.BigIntegerField(default=0)),
                        ("first_date", models.DateField(null=True)),
                        ("last_date", models.DateField(null=True)),
                        ("counted_at", models.DateTimeField()),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="months",
                                to="members.member",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="parties.party",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["party", "month", "member"],
                                include=("visits", "spend_fen"),
                                name="member_month_of_party",
                            ),
                            models.Index(fields=["party", "month", "-counted_at"], name="member_month_counted"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("member", "month"), name="member_month_once"),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)), name="member_month_starts_on_the_first"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("month", None),
                                    ("month__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                                    _connector="OR",
                                ),
                                name="member_month_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("spend_fen__gte", 0), ("visits__lte", 31)),
                                name="member_month_possible",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("first_date", None), ("last_date", None), ("spend_fen", 0), ("visits", 0)
                                    ),
                                    models.Q(
                                        ("first_date__gte", models.F("month")),
                                        ("first_date__isnull", False),
                                        ("last_date__gte", models.F("first_date")),
                                        ("last_date__isnull", False),
                                        ("visits__gt", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="member_month_days_with_visits",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MemberScore",
                    fields=[
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="score",
                                serialize=False,
                                to="members.member",
                            ),
                        ),
                        ("day", models.DateField()),
                        ("first_date", models.DateField()),
                        ("last_date", models.DateField()),
                        ("visits", models.PositiveIntegerField()),
                        ("spend_fen", models.BigIntegerField()),
                        ("recency", models.PositiveSmallIntegerField()),
                        ("frequency", models.PositiveSmallIntegerField()),
                        ("money", models.PositiveSmallIntegerField()),
                        ("gap_days", models.PositiveIntegerField(null=True)),
                        ("is_at_risk", models.BooleanField()),
                        (
                            "party",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="parties.party",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["party", "recency", "frequency", "member"], name="score_squares"),
                            models.Index(
                                condition=models.Q(("is_at_risk", True)),
                                fields=["party", "member"],
                                name="score_at_risk",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("frequency__range", (1, 5)), ("money__range", (1, 5)), ("recency__range", (1, 5))
                                ),
                                name="score_of_five",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("is_at_risk", False), ("gap_days__isnull", False), _connector="OR"),
                                name="score_at_risk_by_a_habit",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tally",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField()),
                        (
                            "counts",
                            django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=8),
                        ),
                        ("counted_at", models.DateTimeField()),
                        (
                            "party",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="parties.party",
                            ),
                        ),
                        (
                            "venue",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="parties.venue",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("party", "month", "venue"), name="tally_once", nulls_distinct=False
                            ),
                            models.CheckConstraint(condition=models.Q(("month__day", 1)), name="tally_of_a_month"),
                            models.CheckConstraint(condition=models.Q(("counts__len", 8)), name="tally_counts_all"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Trial",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "frame",
                            models.CharField(
                                choices=[
                                    ("all", "All members"),
                                    ("at_risk", "Members about to leave"),
                                    ("seen", "Members seen within twelve months"),
                                    ("silent", "Members not seen for twelve months"),
                                ],
                                max_length=8,
                                verbose_name="among whom",
                            ),
                        ),
                        ("percent", models.PositiveSmallIntegerField(verbose_name="held out, per cent")),
                        ("first_date", models.DateField(verbose_name="first day")),
                        ("last_date", models.DateField(verbose_name="last day")),
                        ("seed", models.CharField(editable=False, max_length=32)),
                        ("frame_hash", models.CharField(editable=False, max_length=64)),
                        ("frame_size", models.PositiveIntegerField(editable=False)),
                        ("drawn_at", models.DateTimeField(editable=False)),
                        (
                            "drawn_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                            ),
                        ),
                        (
                            "venue",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="parties.venue",
                                verbose_name="venue",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "trial",
                        "verbose_name_plural": "trials",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="trial_has_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("frame__in", ["all", "at_risk", "seen", "silent"])),
                                name="trial_frames",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("percent__range", (1, 50))), name="trial_holds_some_out"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("first_date__lte", models.F("last_date"))),
                                name="trial_days_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "first_date__gte",
                                        models.Func(
                                            models.F("drawn_at"),
                                            output_field=models.DateField(),
                                            template="((%(expressions)s) AT TIME ZONE 'Asia/Shanghai')::date",
                                        ),
                                    )
                                ),
                                name="trial_drawn_before_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("frame_size__gte", 2)), name="trial_has_two_groups"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("frame_hash__regex", "^[0-9a-f]{64}$")), name="trial_hash_is_hex"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seed__regex", "^[0-9a-f]{32}$")), name="trial_seed_is_hex"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("first_date", None),
                                        ("first_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("last_date", None),
                                        ("last_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                                        _connector="OR",
                                    ),
                                ),
                                name="trial_on_known_days",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(
                fields=["party", "joined_date"], include=("id", "venue", "source", "state"), name="member_counted"
            ),
        ),
        migrations.CreateModel(
            name="TrialMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_held_out", models.BooleanField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
                    ),
                ),
                (
                    "trial",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="members.trial",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("trial", "member"), name="trial_member_once")],
            },
        ),
        migrations.RunSQL(rules.TRIAL_IS_DRAWN, rules.DROP_TRIAL_IS_DRAWN),
        AuditTable("members_frozenmonth"),
        AppendOnly("members_frozenmonth"),
        AuditTable("members_trial"),
        AppendOnly("members_trial"),
        AuditTable("members_trialmember"),
        AppendOnly("members_trialmember"),
    ]
