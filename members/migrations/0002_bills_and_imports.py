import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable, CreateModels, TableRule
from members.migrations import _bill_rules as rules


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0003_seal_by_row"),
        ("members", "0001_initial"),
        ("parties", "0004_leave_and_opening_hours"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Import",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(choices=[("members", "Members"), ("bills", "Bills")], max_length=7)),
                        ("file_kind", models.CharField(max_length=4)),
                        ("key_enciphered", models.BinaryField(null=True)),
                        ("mapping", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("uploaded", "Columns to be chosen"),
                                    ("checking", "Being checked"),
                                    ("checked", "To be confirmed"),
                                    ("loading", "Being taken over"),
                                    ("done", "Taken over"),
                                    ("stopped", "Stopped"),
                                    ("dropped", "Given up"),
                                ],
                                default="uploaded",
                                max_length=8,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=60)),
                        ("rows", models.PositiveIntegerField(null=True)),
                        ("rows_done", models.PositiveIntegerField(default=0)),
                        ("sent_at", models.DateTimeField()),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="foundation.storedfile",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "venue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="parties.venue",
                                verbose_name="venue",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "import",
                        "verbose_name_plural": "imports",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["members", "bills"])), name="import_kinds"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("file_kind__in", ["csv", "xlsx"])), name="import_file_kinds"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["uploaded", "checking", "checked", "loading", "done", "stopped", "dropped"],
                                    )
                                ),
                                name="import_states",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rows", None), ("rows_done__lte", models.F("rows")), _connector="OR"
                                ),
                                name="import_rows_within",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        ("confirmed_by__isnull", False),
                                        ("state__in", ["loading", "done"]),
                                    ),
                                    models.Q(
                                        models.Q(("state__in", ["loading", "done"]), _negated=True),
                                        ("confirmed_at", None),
                                        ("confirmed_by", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="import_confirmed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", False), ("state__in", ["done", "dropped"])),
                                    models.Q(
                                        models.Q(("state__in", ["done", "dropped"]), _negated=True), ("ended_at", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="import_ended_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("key_enciphered__isnull", False),
                                    ("state__in", ["done", "dropped"]),
                                    _connector="OR",
                                ),
                                name="import_forgotten_after_its_end",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("values_enciphered", models.BinaryField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("", "Waiting"),
                                    ("new", "New"),
                                    ("changed", "Changed"),
                                    ("same", "Same as before"),
                                    ("rejected", "Rejected"),
                                ],
                                default="",
                                max_length=8,
                            ),
                        ),
                        ("problems", models.JSONField(default=list)),
                        ("fields", models.JSONField(default=list)),
                        (
                            "keys",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=64), default=list, size=None
                            ),
                        ),
                        ("is_loaded", models.BooleanField(default=False)),
                        (
                            "member",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="members.member",
                            ),
                        ),
                        (
                            "of",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="all_rows",
                                to="members.import",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "row of an import",
                        "verbose_name_plural": "rows of imports",
                        "ordering": ["number"],
                        "indexes": [
                            models.Index(fields=["of", "outcome", "number"], name="import_row_by_outcome"),
                            django.contrib.postgres.indexes.GinIndex(fields=["keys"], name="import_row_by_key"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("of", "number"), name="import_row_once"),
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["", "new", "changed", "same", "rejected"])),
                                name="import_row_outcomes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "rejected"), models.Q(("problems", []), _negated=True)),
                                    models.Q(models.Q(("outcome", "rejected"), _negated=True), ("problems", [])),
                                    _connector="OR",
                                ),
                                name="import_row_rejected_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_loaded", False),
                                    ("outcome__in", ["new", "changed", "same", "rejected"]),
                                    _connector="OR",
                                ),
                                name="import_row_loaded_after_check",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MemberMerge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("moved", models.JSONField(default=dict)),
                        ("merged_at", models.DateTimeField()),
                        ("undone_at", models.DateTimeField(null=True)),
                        (
                            "gone",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_away",
                                to="members.member",
                            ),
                        ),
                        (
                            "kept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="members.member"
                            ),
                        ),
                        (
                            "merged_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "merge of members",
                        "verbose_name_plural": "merges of members",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kept", models.F("gone")), _negated=True),
                                name="merge_of_two_members",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone_at", None), ("undone_by", None)),
                                    models.Q(("undone_at__gte", models.F("merged_at")), ("undone_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="merge_undone_by_somebody",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at", None)),
                                fields=("gone",),
                                name="member_merged_away_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TwoPeople",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("said_at", models.DateTimeField()),
                        (
                            "first",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
                            ),
                        ),
                        (
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("first", "second"), name="two_people_once"),
                            models.CheckConstraint(
                                condition=models.Q(("first__lt", models.F("second"))), name="two_people_in_order"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bill",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=64, verbose_name="bill number")),
                        ("room_name", models.CharField(blank=True, max_length=40, verbose_name="room")),
                        ("amount_fen", models.BigIntegerField()),
                        ("happened_at", models.DateTimeField(verbose_name="paid at")),
                        ("business_date", models.DateField(verbose_name="business day")),
                        ("items", models.JSONField(default=list)),
                        (
                            "way",
                            models.CharField(
                                choices=[("rest", "From the till"), ("file", "From a file"), ("hand", "By hand")],
                                max_length=4,
                            ),
                        ),
                        ("entered_at", models.DateTimeField()),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bills",
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
                        (
                            "promoter",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="promoter",
                            ),
                        ),
                        (
                            "refund_of",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refunds",
                                to="members.bill",
                            ),
                        ),
                        (
                            "venue",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bills",
                                to="parties.venue",
                                verbose_name="venue",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bill",
                        "verbose_name_plural": "bills",
                        "indexes": [
                            models.Index(fields=["venue", "-happened_at", "-id"], name="bill_by_venue"),
                            models.Index(
                                condition=models.Q(("member__isnull", False)),
                                fields=["member", "-happened_at", "-id"],
                                name="bill_by_member",
                            ),
                            models.Index(fields=["venue", "business_date"], name="bill_by_day"),
                            models.Index(
                                condition=models.Q(("promoter__isnull", False)),
                                fields=["promoter", "business_date"],
                                name="bill_by_promoter",
                            ),
                            models.Index(
                                condition=models.Q(("refund_of__isnull", False)),
                                fields=["refund_of"],
                                name="bill_refunds",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("venue", "number"), name="bill_number_once_per_venue"),
                            models.CheckConstraint(
                                condition=models.Q(("number", ""), _negated=True), name="bill_has_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gt", 0), ("amount_fen__lte", 10000000000)),
                                name="bill_amount_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["rest", "file", "hand"])), name="bill_ways"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("refund_of", models.F("id")), _negated=True),
                                name="bill_refunds_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("business_date", None),
                                    ("business_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                                    _connector="OR",
                                ),
                                name="bill_on_a_known_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ColumnMemory",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(choices=[("members", "Members"), ("bills", "Bills")], max_length=7)),
                        ("heading_hash", models.CharField(max_length=64)),
                        ("field", models.CharField(blank=True, max_length=30)),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("party", "kind", "heading_hash"), name="column_remembered_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["members", "bills"])), name="column_memory_kinds"
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(rules.FITS, rules.DROP_FITS),
        migrations.RunSQL(rules.STAYS, rules.DROP_STAYS),
        migrations.RunSQL(rules.MERGE_STAYS, rules.DROP_MERGE_STAYS),
        AuditTable("members_bill"),
        # In the trail a copy of the key would outlive its destruction.
        AuditTable("members_import", columns_left_out=("key_enciphered", "rows_done")),
        AuditTable("members_membermerge"),
        AuditTable("members_twopeople"),
        AppendOnly("members_twopeople"),
        TableRule(
            "members_bill",
            ["REVOKE DELETE, TRUNCATE ON {table} FROM {app}"],
            ["GRANT DELETE, TRUNCATE ON {table} TO {app}"],
        ),
    ]
