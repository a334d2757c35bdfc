import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable, CreateModels
from members.migrations._points import APPEND_ONLY, AUDITED, RULES


class Migration(migrations.Migration):
    """Points in lots, tiers, benefits and wishes."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contracts", "0024_whose_word"),
        ("deadlines", "0003_extensions"),
        ("members", "0004_retention"),
        ("parties", "0004_leave_and_opening_hours"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="PointScheme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="point_schemes",
                                to="parties.party",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("starts_date", models.DateField(verbose_name="in force from")),
                        ("per_hundred_yuan", models.PositiveIntegerField(verbose_name="points for each full ¥100")),
                        (
                            "per_referral",
                            models.PositiveIntegerField(verbose_name="points for each new customer referred"),
                        ),
                        ("settle_days", models.PositiveSmallIntegerField(verbose_name="days until they can be spent")),
                        (
                            "valid_months",
                            models.PositiveSmallIntegerField(null=True, verbose_name="months until they lapse"),
                        ),
                        ("free_adjustment", models.PositiveIntegerField(verbose_name="one person adjusts up to")),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "rules of points",
                        "verbose_name_plural": "rules of points",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("party", "number"), name="point_scheme_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts_date", None),
                                    ("starts_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                                    _connector="OR",
                                ),
                                name="point_scheme_day_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("free_adjustment__lte", 1000000),
                                    ("per_hundred_yuan__lte", 10000),
                                    ("per_referral__lte", 1000000),
                                ),
                                name="point_scheme_in_range",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("settle_days__lte", 365),
                                    models.Q(
                                        ("valid_months", None), ("valid_months__range", (1, 120)), _connector="OR"
                                    ),
                                ),
                                name="point_scheme_times",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="PointAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="point_account",
                                to="members.member",
                            ),
                        ),
                        ("balance", models.BigIntegerField(default=0, editable=False)),
                        ("debt", models.BigIntegerField(default=0, editable=False)),
                    ],
                    options={
                        "verbose_name": "point account",
                        "verbose_name_plural": "point accounts",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("balance__gte", 0)), name="points_never_negative"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("debt__gte", 0)), name="point_debt_never_negative"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("balance", 0), ("debt", 0), _connector="OR"),
                                name="point_debt_paid_first",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="PointAct",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acts",
                                to="members.pointaccount",
                            ),
                        ),
                        ("key", models.CharField(max_length=100)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("bill", "Earned with a bill"),
                                    ("referral", "Earned by a referral"),
                                    ("spent", "Spent"),
                                    ("lapsed", "Lapsed"),
                                    ("taken_back", "Taken back after a refund"),
                                    ("adjusted", "Adjusted by hand"),
                                    ("moved_out", "Moved to another record"),
                                    ("moved_in", "Moved from another record"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("balance_change", models.BigIntegerField()),
                        ("debt_change", models.BigIntegerField(default=0)),
                        ("balance_after", models.BigIntegerField()),
                        ("debt_after", models.BigIntegerField()),
                        (
                            "bill",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="point_acts",
                                to="members.bill",
                            ),
                        ),
                        (
                            "referred",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="members.member",
                            ),
                        ),
                        (
                            "reverses",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversals",
                                to="members.pointact",
                            ),
                        ),
                        ("rate", models.PositiveIntegerField(null=True)),
                        (
                            "term",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.term",
                            ),
                        ),
                        (
                            "scheme",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="members.pointscheme",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "movement of points",
                        "verbose_name_plural": "movements of points",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["account", "-id"], name="point_act_history"),
                            models.Index(
                                condition=models.Q(("kind__in", ["spent", "lapsed"]), _negated=True),
                                fields=["account", "at"],
                                name="point_act_earned",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "key"), name="point_act_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "bill",
                                            "referral",
                                            "spent",
                                            "lapsed",
                                            "taken_back",
                                            "adjusted",
                                            "moved_out",
                                            "moved_in",
                                        ],
                                    )
                                ),
                                name="point_act_kinds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("balance_change__range", (-1000000000, 1000000000)),
                                    ("debt_change__range", (-1000000000, 1000000000)),
                                ),
                                name="point_act_in_range",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("balance_change__gte", 0),
                                        ("debt_change__lte", 0),
                                        ("kind__in", ("bill", "referral")),
                                    ),
                                    models.Q(
                                        ("balance_change__lt", 0), ("debt_change", 0), ("kind__in", ["spent", "lapsed"])
                                    ),
                                    models.Q(
                                        ("balance_change__lte", 0), ("debt_change__gte", 0), ("kind", "taken_back")
                                    ),
                                    models.Q(("debt_change__lte", 0), ("kind", "adjusted")),
                                    models.Q(
                                        ("balance_change__lte", 0), ("debt_change__lte", 0), ("kind", "moved_out")
                                    ),
                                    ("kind", "moved_in"),
                                    _connector="OR",
                                ),
                                name="point_act_direction",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "taken_back"), ("reverses__isnull", False)),
                                    models.Q(models.Q(("kind", "taken_back"), _negated=True), ("reverses", None)),
                                    _connector="OR",
                                ),
                                name="point_act_reverses",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("bill__isnull", False), ("kind", "bill"), ("rate__isnull", False)),
                                    models.Q(
                                        ("bill__isnull", False), ("kind", "referral"), ("referred__isnull", False)
                                    ),
                                    models.Q(("kind__in", ("bill", "referral")), _negated=True),
                                    _connector="OR",
                                ),
                                name="point_act_cause",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("term", None), ("scheme", None), _connector="OR"),
                                name="point_act_one_rule",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "adjusted"), _negated=True),
                                    models.Q(models.Q(("reason", ""), _negated=True), ("by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="point_adjustment_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointLot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lots",
                                to="members.pointaccount",
                            ),
                        ),
                        (
                            "act",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="lots", to="members.pointact"
                            ),
                        ),
                        ("points", models.BigIntegerField()),
                        ("left", models.BigIntegerField()),
                        ("earned_at", models.DateTimeField()),
                        ("settles_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField(null=True)),
                        (
                            "origin",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moved",
                                to="members.pointlot",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lot of points",
                        "verbose_name_plural": "lots of points",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("left__gt", 0)),
                                fields=["account", "expires_at"],
                                name="point_lot_open",
                            ),
                            models.Index(
                                condition=models.Q(("expires_at__isnull", False), ("left__gt", 0)),
                                fields=["expires_at"],
                                name="point_lot_lapsing",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("points__gt", 0)), name="point_lot_positive"),
                            models.CheckConstraint(
                                condition=models.Q(("left__range", (0, models.F("points")))),
                                name="point_lot_never_exceeded",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("settles_at__gte", models.F("earned_at"))),
                                name="point_lot_settles_after",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_at", None), ("expires_at__gt", models.F("earned_at")), _connector="OR"
                                ),
                                name="point_lot_lapses_after",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "act",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="members.pointact",
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="members.pointlot",
                            ),
                        ),
                        ("points", models.BigIntegerField()),
                    ],
                    options={
                        "verbose_name": "taking from a lot",
                        "verbose_name_plural": "takings from lots",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("act", "lot"), name="point_entry_once"),
                            models.CheckConstraint(condition=models.Q(("points__gt", 0)), name="point_entry_positive"),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="PointAdjustment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(unique=True)),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="point_adjustments",
                                to="members.member",
                            ),
                        ),
                        ("points", models.IntegerField(verbose_name="points")),
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
                        ("needs_second", models.BooleanField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits for a second person"),
                                    ("done", "Done"),
                                    ("refused", "Refused"),
                                ],
                                editable=False,
                                max_length=7,
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "act",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="adjustment",
                                to="members.pointact",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "adjustment of points",
                        "verbose_name_plural": "adjustments of points",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["member", "-asked_at"], name="point_adjustment_history"),
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["asked_at"],
                                name="point_adjustment_waiting",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("points", 0), _negated=True), ("points__range", (-1000000000, 1000000000))
                                ),
                                name="point_adjustment_moves",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="point_adjustment_has_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="point_adjustment_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("act", None),
                                        ("decided_at", None),
                                        ("decided_by", None),
                                        ("needs_second", True),
                                        ("state", "waiting"),
                                    ),
                                    models.Q(
                                        ("act", None),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("needs_second", True),
                                        ("state", "refused"),
                                    ),
                                    models.Q(
                                        ("act__isnull", False),
                                        ("decided_at__isnull", False),
                                        ("state", "done"),
                                        models.Q(
                                            ("needs_second", False), ("decided_by__isnull", False), _connector="OR"
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="point_adjustment_state_fits",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="tiers", to="parties.party"
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=20, verbose_name="name")),
                        ("is_exclusive", models.BooleanField(default=False, verbose_name="exclusive service")),
                    ],
                    options={
                        "verbose_name": "tier",
                        "verbose_name_plural": "tiers",
                        "ordering": ["party", "rank"],
                        "constraints": [
                            models.UniqueConstraint(fields=("party", "rank"), name="tier_rank_once"),
                            models.CheckConstraint(condition=models.Q(("rank__range", (1, 9))), name="tier_ranks"),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="tier_has_name"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="TierTable",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tier_tables",
                                to="parties.party",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("starts_date", models.DateField(verbose_name="in force from")),
                        ("window_months", models.PositiveSmallIntegerField(verbose_name="months that count")),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "rules of tiers",
                        "verbose_name_plural": "rules of tiers",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("party", "number"), name="tier_table_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts_date", None),
                                    ("starts_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                                    _connector="OR",
                                ),
                                name="tier_table_day_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("window_months__range", (1, 60))), name="tier_table_window"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="TierRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "table",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rules",
                                to="members.tiertable",
                            ),
                        ),
                        (
                            "tier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.tier"
                            ),
                        ),
                        ("spend_fen", models.BigIntegerField(null=True, verbose_name="spend")),
                        ("visits", models.PositiveIntegerField(null=True, verbose_name="visits")),
                        ("points", models.BigIntegerField(null=True, verbose_name="points")),
                    ],
                    options={
                        "verbose_name": "rule of a tier",
                        "verbose_name_plural": "rules of tiers",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("table", "tier"), name="tier_rule_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("spend_fen__isnull", False),
                                    ("visits__isnull", False),
                                    ("points__isnull", False),
                                    _connector="OR",
                                ),
                                name="tier_rule_has_threshold",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("spend_fen", None), ("spend_fen__gt", 0), _connector="OR"),
                                    models.Q(("visits", None), ("visits__gt", 0), _connector="OR"),
                                    models.Q(("points", None), ("points__gt", 0), _connector="OR"),
                                ),
                                name="tier_rule_positive",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="MemberTier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tier_row",
                                to="members.member",
                            ),
                        ),
                        (
                            "tier",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="members.tier",
                            ),
                        ),
                        ("since_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "personal_manager",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tier of a member",
                        "verbose_name_plural": "tiers of members",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tier", None), ("since_at__isnull", False), _connector="OR"),
                                name="member_tier_since",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("personal_manager", None), ("tier__isnull", False), _connector="OR"
                                ),
                                name="member_tier_managed",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="TierChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tier_changes",
                                to="members.member",
                            ),
                        ),
                        (
                            "from_tier",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="members.tier",
                            ),
                        ),
                        (
                            "to_tier",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="members.tier",
                            ),
                        ),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    ("reached", "Reached with a bill"),
                                    ("reviewed", "Lowered on review"),
                                    ("rules", "Reached by new rules"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "table",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.tiertable"
                            ),
                        ),
                        ("spend_fen", models.BigIntegerField()),
                        ("visits", models.PositiveIntegerField()),
                        ("points", models.BigIntegerField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "change of tier",
                        "verbose_name_plural": "changes of tiers",
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["member", "-id"], name="tier_change_history")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("cause__in", ["reached", "reviewed", "rules"])),
                                name="tier_change_causes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("from_tier", None), ("to_tier__isnull", False)),
                                    models.Q(("from_tier__isnull", False), ("to_tier", None)),
                                    models.Q(("from_tier", models.F("to_tier")), _negated=True),
                                    _connector="OR",
                                ),
                                name="tier_change_moves",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cause", "reviewed"), _negated=True),
                                    ("by__isnull", False),
                                    _connector="OR",
                                ),
                                name="tier_lowered_by_a_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TierReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tier_reviews",
                                to="members.member",
                            ),
                        ),
                        ("month", models.DateField()),
                        (
                            "from_tier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.tier"
                            ),
                        ),
                        (
                            "to_tier",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="members.tier",
                            ),
                        ),
                        (
                            "table",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.tiertable"
                            ),
                        ),
                        ("spend_fen", models.BigIntegerField()),
                        ("visits", models.PositiveIntegerField()),
                        ("points", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Waits for a decision"),
                                    ("confirmed", "Lowered"),
                                    ("kept", "Kept"),
                                    ("lapsed", "Reached again meanwhile"),
                                ],
                                default="proposed",
                                editable=False,
                                max_length=9,
                            ),
                        ),
                        ("proposed_at", models.DateTimeField()),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "review of a tier",
                        "verbose_name_plural": "reviews of tiers",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("member", "month"), name="tier_review_once_a_month"),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "proposed")),
                                fields=("member",),
                                name="tier_review_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)), name="tier_review_of_a_month"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("decided_by", None), ("state", "proposed")),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("state__in", ["confirmed", "kept"]),
                                    ),
                                    models.Q(("decided_at__isnull", False), ("state", "lapsed")),
                                    _connector="OR",
                                ),
                                name="tier_review_state_fits",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Benefit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "tier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="benefits", to="members.tier"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="what members get")),
                        ("granted", models.PositiveSmallIntegerField(verbose_name="times")),
                        (
                            "period",
                            models.CharField(
                                choices=[("month", "each month"), ("quarter", "each quarter"), ("year", "each year")],
                                max_length=7,
                                verbose_name="period",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        (
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "benefit",
                        "verbose_name_plural": "benefits",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="benefit_has_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("granted__range", (1, 366))), name="benefit_granted"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("period__in", ["month", "quarter", "year"])), name="benefit_periods"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("ended_by", None)),
                                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="benefit_end_has_person",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="BenefitUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(unique=True)),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="benefit_uses",
                                to="members.member",
                            ),
                        ),
                        (
                            "benefit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="members.benefit"
                            ),
                        ),
                        ("period_date", models.DateField()),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "used_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("used_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "use of a benefit",
                        "verbose_name_plural": "uses of benefits",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("member", "benefit", "period_date", "number"), name="benefit_use_once"
                            ),
                            models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="benefit_use_counted"),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="BespokeRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bespoke_requests",
                                to="members.member",
                            ),
                        ),
                        ("what_enciphered", models.BinaryField()),
                        (
                            "deadline",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bespoke_request",
                                to="deadlines.deadline",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "To be done"), ("done", "Done"), ("declined", "Could not be met")],
                                default="open",
                                editable=False,
                                max_length=8,
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        (
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "bespoke request",
                        "verbose_name_plural": "bespoke requests",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "done", "declined"])), name="bespoke_states"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("ended_by", None), ("state", "open")),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="bespoke_end_has_person",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
            ]
        ),
        *(migrations.RunSQL(make, undo) for make, undo in RULES),
        *(AppendOnly(f"members_{table}") for table in APPEND_ONLY),
        *(AuditTable(f"members_{table}") for table in AUDITED),
    ]
