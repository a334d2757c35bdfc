import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from complaints.migrations._handling import APPEND_ONLY, AUDITED, DROP_FITS, DROP_STAYS, FITS, STAYS, TRIGGERS
from foundation.migration_operations import AppendOnly, AuditTable


class Migration(migrations.Migration):
    """Tasks, mediation, apologies, compensation by rules, causes and corrective actions."""

    dependencies = [
        ("complaints", "0007_clocks_house_and_escalation"),
        ("deadlines", "0003_extensions"),
        ("foundation", "0003_seal_by_row"),
        ("parties", "0003_own_mailbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CompensationTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("starts_date", models.DateField(verbose_name="in force from")),
                ("cap", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="most for one complaint")),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="compensation_tables",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "verbose_name": "rules of compensation",
                "verbose_name_plural": "rules of compensation",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_date", None),
                            ("starts_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                            _connector="OR",
                        ),
                        name="compensation_table_day_known",
                    ),
                    models.UniqueConstraint(fields=("party", "number"), name="compensation_table_once"),
                    models.CheckConstraint(condition=models.Q(("cap__gt", 0)), name="compensation_cap_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CompensationRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("quality", "Service quality"),
                            ("attitude", "Service attitude"),
                            ("facilities", "Facilities"),
                            ("drinks", "Drinks"),
                            ("promotion", "Promotion"),
                            ("price", "Price"),
                        ],
                        max_length=10,
                        verbose_name="subject",
                    ),
                ),
                (
                    "gravity",
                    models.CharField(
                        blank=True,
                        choices=[("minor", "Minor"), ("ordinary", "Ordinary"), ("major", "Major")],
                        max_length=8,
                        verbose_name="gravity",
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="level")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("voucher", "Voucher"),
                            ("discount", "Discount"),
                            ("refund", "Refund"),
                            ("gift", "Gift"),
                            ("cash", "Cash"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("least", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="at least")),
                ("most", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="at most")),
                ("free_up_to", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="no approval up to")),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="complaints.compensationtable",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule of compensation",
                "verbose_name_plural": "rules of compensation",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("table", "subject", "gravity", "level", "kind"),
                        name="compensation_rule_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("subject__in", ["", "quality", "attitude", "facilities", "drinks", "promotion", "price"])
                        ),
                        name="compensation_rule_subjects",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gravity__in", ["", "minor", "ordinary", "major"])),
                        name="compensation_rule_gravities",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level", None), ("level__range", (1, 3)), _connector="OR"),
                        name="compensation_rule_levels",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["voucher", "discount", "refund", "gift", "cash"])),
                        name="compensation_rule_kinds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("free_up_to__range", (0, models.F("most"))),
                            ("least__gte", 0),
                            ("most__gte", models.F("least")),
                        ),
                        name="compensation_rule_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Compensation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("voucher", "Voucher"),
                            ("discount", "Discount"),
                            ("refund", "Refund"),
                            ("gift", "Gift"),
                            ("cash", "Cash"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount")),
                ("is_beyond", models.BooleanField()),
                ("needs_approval", models.BooleanField()),
                ("reason", models.TextField(max_length=1000, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for approval"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("paid", "Given to the customer"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision", models.TextField(blank=True, max_length=1000)),
                ("ended_at", models.DateTimeField(null=True)),
                ("paid_date", models.DateField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="compensations",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
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
                    "receipt",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.storedfile",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="complaints.compensationrule",
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="complaints.compensationtable"
                    ),
                ),
            ],
            options={
                "verbose_name": "compensation",
                "verbose_name_plural": "compensations",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "paid")), fields=["paid_date"], name="compensation_paid"),
                    models.Index(
                        condition=models.Q(("state__in", ["proposed", "approved"])),
                        fields=["asked_at"],
                        name="compensation_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="compensation_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="compensation_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["voucher", "discount", "refund", "gift", "cash"])),
                        name="compensation_kinds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="compensation_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_beyond", False), ("rule__isnull", False)),
                            models.Q(("is_beyond", True), ("needs_approval", True)),
                            _connector="OR",
                        ),
                        name="compensation_beyond_needs_approval",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None),
                                ("decided_by", None),
                                ("ended_at", None),
                                ("needs_approval", True),
                                ("state", "proposed"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                models.Q(("needs_approval", False), ("decided_by__isnull", False), _connector="OR"),
                                models.Q(
                                    ("is_beyond", False), models.Q(("decision", ""), _negated=True), _connector="OR"
                                ),
                                ("ended_at", None),
                                ("state", "approved"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                models.Q(("needs_approval", False), ("decided_by__isnull", False), _connector="OR"),
                                models.Q(
                                    ("is_beyond", False), models.Q(("decision", ""), _negated=True), _connector="OR"
                                ),
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("paid_date__isnull", False),
                                ("state", "paid"),
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("ended_at", None),
                                ("state", "rejected"),
                                models.Q(("decision", ""), _negated=True),
                            ),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False), ("state", "withdrawn")),
                            _connector="OR",
                        ),
                        name="compensation_state_fits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "paid"), ("paid_date", None), _connector="OR"),
                        name="compensation_paid_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("account_manager", "Account manager"),
                            ("contract_owner", "Client's contract owner"),
                            ("floor", "Floor staff"),
                            ("promoter", "Promoter"),
                            ("customer_service", "Customer service"),
                            ("marketing", "Marketing"),
                            ("promotions", "Promotions"),
                            ("hr", "Human resources"),
                            ("venue_manager", "Venue manager"),
                            ("finance", "Finance"),
                            ("auditor", "Auditor"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("within", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="within the rules up to")),
                ("beyond", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="beyond the rules up to")),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="limits",
                        to="complaints.compensationtable",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval limit",
                "verbose_name_plural": "approval limits",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("table", "role"), name="approval_limit_once"),
                    models.CheckConstraint(
                        condition=models.Q(("beyond__gte", 0), ("within__gte", 0)), name="approval_limit_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.TextField(max_length=500, verbose_name="what is to be done")),
                (
                    "desk",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("account_manager", "Account manager"),
                            ("contract_owner", "Client's contract owner"),
                            ("floor", "Floor staff"),
                            ("promoter", "Promoter"),
                            ("customer_service", "Customer service"),
                            ("marketing", "Marketing"),
                            ("promotions", "Promotions"),
                            ("hr", "Human resources"),
                            ("venue_manager", "Venue manager"),
                            ("finance", "Finance"),
                            ("auditor", "Auditor"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                        verbose_name="desk",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To be done"),
                            ("done", "Done"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("words", models.TextField(blank=True, editable=False, max_length=1000)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="complaints.complaint"
                    ),
                ),
                (
                    "deadline",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaint_task",
                        to="deadlines.deadline",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "verbose_name": "task",
                "verbose_name_plural": "tasks",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done", "declined", "withdrawn"])), name="task_states"
                    ),
                    models.CheckConstraint(condition=models.Q(("what", ""), _negated=True), name="task_says_what"),
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
                        name="task_end_has_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["declined", "withdrawn"]), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="task_refusal_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectiveAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.TextField(max_length=1000, verbose_name="what is changed")),
                (
                    "sameness",
                    models.CharField(
                        choices=[
                            ("cause", "The same cause"),
                            ("room", "The same room"),
                            ("person", "The same person"),
                            ("subject", "The same subject"),
                        ],
                        max_length=8,
                        verbose_name="counted as a repeat",
                    ),
                ),
                ("check_days", models.PositiveSmallIntegerField(verbose_name="days until the check")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To be done"),
                            ("done", "Done, effect still to be checked"),
                            ("worked", "It worked"),
                            ("failed", "It did not work"),
                            ("dropped", "Dropped"),
                        ],
                        default="open",
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("set_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(editable=False, null=True)),
                ("done_words", models.TextField(blank=True, editable=False, max_length=1000)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                ("words", models.TextField(blank=True, editable=False, max_length=1000)),
                ("before_count", models.PositiveIntegerField(editable=False, null=True)),
                ("before_of", models.PositiveIntegerField(editable=False, null=True)),
                ("after_count", models.PositiveIntegerField(editable=False, null=True)),
                ("after_of", models.PositiveIntegerField(editable=False, null=True)),
                (
                    "check_deadline",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effect_check",
                        to="deadlines.deadline",
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="complaints.complaint"
                    ),
                ),
                (
                    "deadline",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrective_action",
                        to="deadlines.deadline",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
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
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "corrective action",
                "verbose_name_plural": "corrective actions",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done", "worked", "failed", "dropped"])),
                        name="action_states",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sameness__in", ["cause", "room", "person", "subject"])),
                        name="action_sameness",
                    ),
                    models.CheckConstraint(condition=models.Q(("what", ""), _negated=True), name="action_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(("check_days__range", (1, 365))), name="action_check_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("check_deadline", None), ("done_at", None), ("ended_at", None), ("state", "open")
                            ),
                            models.Q(
                                ("check_deadline__isnull", False),
                                ("done_at__isnull", False),
                                ("ended_at", None),
                                ("state", "done"),
                            ),
                            models.Q(
                                ("check_deadline__isnull", False),
                                ("done_at__isnull", False),
                                ("state__in", ["worked", "failed"]),
                            ),
                            ("state", "dropped"),
                            _connector="OR",
                        ),
                        name="action_done_before_checked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "done"]),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(("words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="action_end_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("after_count", None), ("after_of", None), ("before_count", None), ("before_of", None)
                            ),
                            models.Q(
                                ("after_count__lte", models.F("after_of")),
                                ("before_count__lte", models.F("before_of")),
                                ("state__in", ["worked", "failed"]),
                            ),
                            _connector="OR",
                        ),
                        name="action_counts_at_check",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["worked", "failed"]), _negated=True),
                            models.Q(
                                ("before_count__isnull", False),
                                ("before_of__isnull", False),
                                ("after_count__isnull", False),
                                ("after_of__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="action_verdict_has_counts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mediation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Under way"), ("settled", "Settled"), ("failed", "Without agreement")],
                        default="open",
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("outcome", models.TextField(blank=True, editable=False, max_length=2000, verbose_name="outcome")),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mediations",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mediator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "mediation",
                "verbose_name_plural": "mediations",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "settled", "failed"])), name="mediation_states"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                models.Q(("outcome", ""), _negated=True),
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="mediation_end_has_outcome",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("complaint",), name="mediation_one_at_a_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RootCause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("whys", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("written_at", models.DateTimeField()),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="root_causes",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "root cause",
                "verbose_name_plural": "root causes",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("whys__len__range", (1, 5))), name="root_cause_one_to_five_whys"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=4000, verbose_name="statement")),
                ("written_at", models.DateTimeField()),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "statement",
                "verbose_name_plural": "statements",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="complaint_statement_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Apology",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("spoken", "Spoken"), ("written", "Written"), ("gift", "With a gift")],
                        max_length=8,
                        verbose_name="way of apologising",
                    ),
                ),
                ("words", models.TextField(max_length=1000, verbose_name="for what")),
                ("planned_at", models.DateTimeField()),
                ("given_at", models.DateTimeField(editable=False, null=True)),
                ("noted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="apologies", to="complaints.complaint"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who apologises",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "apology",
                "verbose_name_plural": "apologies",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["spoken", "written", "gift"])), name="apology_ways"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="apology_says_for_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_at", None), ("noted_at", None), ("noted_by", None)),
                            models.Q(
                                ("given_at__gte", models.F("planned_at")),
                                ("given_at__isnull", False),
                                ("noted_at__gte", models.F("given_at")),
                                ("noted_at__isnull", False),
                                ("noted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="apology_given_after_planned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CauseFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("product", "Product"),
                            ("service", "Service"),
                            ("promotion", "Promotion"),
                            ("facilities", "Facilities"),
                            ("price", "Price"),
                        ],
                        max_length=10,
                        verbose_name="cause",
                    ),
                ),
                ("found_at", models.DateTimeField()),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="complaints.complaint"
                    ),
                ),
                (
                    "found_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "finding of the cause",
                "verbose_name_plural": "findings of the cause",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cause__in", ["product", "service", "promotion", "facilities", "price"])),
                        name="cause_finding_causes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CauseRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "gravity",
                    models.CharField(
                        choices=[("minor", "Minor"), ("ordinary", "Ordinary"), ("major", "Major")],
                        max_length=8,
                        verbose_name="cause needed from",
                    ),
                ),
                (
                    "venue",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cause_rule", to="parties.venue"
                    ),
                ),
            ],
            options={
                "verbose_name": "rule on causes",
                "verbose_name_plural": "rules on causes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("gravity__in", ["minor", "ordinary", "major"])), name="cause_rule_gravities"
                    ),
                ],
            },
        ),
        migrations.RunSQL(STAYS, DROP_STAYS),
        migrations.RunSQL(FITS, DROP_FITS),
        *(migrations.RunSQL(make, undo) for make, undo in TRIGGERS),
        *(AuditTable(f"complaints_{table}") for table in AUDITED),
        *(AppendOnly(f"complaints_{table}") for table in APPEND_ONLY),
    ]
