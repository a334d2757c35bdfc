import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable, CreateModels
from members.migrations import _rules as rules


class Migration(migrations.Migration):
    """The registry of members and its privacy."""

    initial = True

    dependencies = [
        ("foundation", "0003_seal_by_row"),
        ("parties", "0004_leave_and_opening_hours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Member",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=32, verbose_name="card number")),
                        ("name_enciphered", models.BinaryField(null=True)),
                        ("phone_enciphered", models.BinaryField(null=True)),
                        ("email_enciphered", models.BinaryField(null=True)),
                        ("identity_enciphered", models.BinaryField(null=True)),
                        ("birth_year_enciphered", models.BinaryField(null=True)),
                        (
                            "birth_month",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="month of birth"),
                        ),
                        (
                            "birth_day",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="day of birth"),
                        ),
                        (
                            "birth_calendar",
                            models.CharField(
                                choices=[("solar", "Solar"), ("lunar", "Lunar")],
                                default="solar",
                                max_length=5,
                                verbose_name="calendar of the birthday",
                            ),
                        ),
                        ("birth_is_leap_month", models.BooleanField(default=False, verbose_name="in the leap month")),
                        (
                            "gender",
                            models.CharField(
                                blank=True,
                                choices=[("", "Not said"), ("woman", "Woman"), ("man", "Man")],
                                default="",
                                max_length=5,
                                verbose_name="gender",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")],
                                default="zh-hans",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        ("joined_date", models.DateField(verbose_name="joined on")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("front_desk", "At the front desk"),
                                    ("promoter", "By a promoter"),
                                    ("referral", "Recommended by a member"),
                                    ("event", "At an event"),
                                    ("online", "WeChat or online"),
                                    ("imported", "From an earlier system"),
                                    ("other", "Other"),
                                ],
                                max_length=10,
                                verbose_name="won through",
                            ),
                        ),
                        ("preferences", models.JSONField(blank=True, default=dict, verbose_name="preferences")),
                        ("custom", models.JSONField(blank=True, default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[("active", "Active"), ("merged", "Merged into another"), ("erased", "Erased")],
                                default="active",
                                editable=False,
                                max_length=6,
                                verbose_name="state",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=0, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_in",
                                to="members.member",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="members", to="parties.party"
                            ),
                        ),
                        (
                            "referrer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="referred",
                                to="members.member",
                                verbose_name="recommended by",
                            ),
                        ),
                        (
                            "venue",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="parties.venue",
                                verbose_name="home venue",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "member",
                        "verbose_name_plural": "members",
                        "indexes": [
                            models.Index(fields=["party", "-created_at", "-id"], name="member_recent"),
                            models.Index(fields=["venue", "-created_at", "-id"], name="member_by_venue"),
                            models.Index(fields=["party", "birth_month", "birth_day"], name="member_by_birthday"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("party", "number"), name="member_number_once_per_party"),
                            models.CheckConstraint(
                                condition=models.Q(("number", ""), _negated=True), name="member_has_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["active", "merged", "erased"])), name="member_states"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("gender__in", ["", "woman", "man"])), name="member_genders"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "source__in",
                                        ["front_desk", "promoter", "referral", "event", "online", "imported", "other"],
                                    )
                                ),
                                name="member_sources",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("birth_day", None), ("birth_month", None)),
                                    models.Q(
                                        ("birth_day__isnull", False),
                                        ("birth_month__isnull", False),
                                        ("birth_calendar", "lunar"),
                                        ("birth_day__range", (1, 30)),
                                        ("birth_month__range", (1, 12)),
                                    ),
                                    models.Q(
                                        ("birth_day__isnull", False),
                                        ("birth_month__isnull", False),
                                        ("birth_calendar", "solar"),
                                        ("birth_day__range", (1, 31)),
                                        ("birth_month__range", (1, 12)),
                                        models.Q(("birth_day", 31), ("birth_month__in", (4, 6, 9, 11)), _negated=True),
                                        models.Q(("birth_day__gt", 29), ("birth_month", 2), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="member_birthday_possible",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("birth_is_leap_month", False),
                                    models.Q(("birth_calendar", "lunar"), ("birth_month__isnull", False)),
                                    _connector="OR",
                                ),
                                name="member_leap_month_is_lunar",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into", None)),
                                    _connector="OR",
                                ),
                                name="member_merged_says_where",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("merged_into", models.F("id")), _negated=True),
                                    models.Q(("referrer", models.F("id")), _negated=True),
                                ),
                                name="member_is_not_their_own_other",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state", "erased"),
                                        ("birth_day", None),
                                        ("birth_month", None),
                                        ("birth_year_enciphered", None),
                                        ("custom", {}),
                                        ("email_enciphered", None),
                                        ("gender", ""),
                                        ("identity_enciphered", None),
                                        ("name_enciphered", None),
                                        ("phone_enciphered", None),
                                        ("preferences", {}),
                                        ("referrer", None),
                                    ),
                                    models.Q(
                                        models.Q(("state", "erased"), _negated=True), ("name_enciphered__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="member_erased_says_nothing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("joined_date", None),
                                    ("joined_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                                    _connector="OR",
                                ),
                                name="member_joined_on_a_known_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Erasure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    ("asked", "The member asked for it"),
                                    ("silent", "Silent for longer than the party keeps members"),
                                ],
                                max_length=6,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("proposed", "Proposed"), ("done", "Erased"), ("kept", "Kept")],
                                default="proposed",
                                max_length=8,
                            ),
                        ),
                        ("proposed_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
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
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="erasures",
                                to="members.member",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "erasure",
                        "verbose_name_plural": "erasures",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("cause__in", ["asked", "silent"])), name="erasure_causes"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["proposed", "done", "kept"])), name="erasure_states"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("decided_by", None), ("state", "proposed")),
                                    models.Q(
                                        models.Q(("state", "proposed"), _negated=True),
                                        ("decided_at__gte", models.F("proposed_at")),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="erasure_decided_by_somebody",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "proposed")),
                                fields=("member",),
                                name="erasure_proposed_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "done")), fields=("member",), name="erased_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[("sms", "SMS"), ("wechat", "WeChat"), ("phone", "Phone"), ("email", "E-mail")],
                                max_length=10,
                                verbose_name="channel",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("service", "Service"),
                                    ("marketing", "Offers"),
                                    ("survey", "Surveys"),
                                    ("profiling", "Profiling"),
                                ],
                                max_length=10,
                                verbose_name="purpose",
                            ),
                        ),
                        ("given", models.BooleanField()),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("in_person", "In person"),
                                    ("signed", "Signed form"),
                                    ("call", "By telephone"),
                                    ("writing", "In writing"),
                                    ("link", "By a link sent to them"),
                                    ("imported", "From an earlier system"),
                                ],
                                max_length=10,
                                verbose_name="how they said it",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="members.member",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "consent",
                        "verbose_name_plural": "consents",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["member", "channel", "purpose", "-id"], name="consent_last_word")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("channel__in", ["sms", "wechat", "phone", "email"])),
                                name="consent_channels",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("purpose__in", ["service", "marketing", "survey", "profiling"])),
                                name="consent_purposes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("way__in", ["in_person", "signed", "call", "writing", "link", "imported"])
                                ),
                                name="consent_ways",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("user__isnull", False), ("way", "link"), _connector="OR"),
                                name="consent_noted_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MemberChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "fields",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), size=None
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="members.member"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "change of a member's data",
                        "verbose_name_plural": "changes of members' data",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("fields", []), _negated=True), name="member_change_of_something"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MemberLook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "field",
                            models.CharField(
                                choices=[
                                    ("name", "Name"),
                                    ("phone", "Telephone number"),
                                    ("email", "E-mail"),
                                    ("identity", "Identity number"),
                                    ("birth_year", "Year of birth"),
                                    ("file", "Everything, as the member's file"),
                                    ("export", "Name and telephone number, in an export"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="members.member"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "look at a member's data",
                        "verbose_name_plural": "looks at members' data",
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["user", "at"], name="member_looks_of_user")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "field__in",
                                        ["name", "phone", "email", "identity", "birth_year", "file", "export"],
                                    )
                                ),
                                name="member_look_fields",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="member_look_has_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MemberNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text_enciphered", models.BinaryField()),
                        ("at", models.DateTimeField()),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="members.member"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "note on a member",
                        "verbose_name_plural": "notes on members",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text_enciphered", b""), _negated=True),
                                name="member_note_says_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CustomField",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("text", "Text"),
                                    ("number", "Number"),
                                    ("date", "Date"),
                                    ("choice", "One of a list"),
                                    ("yes_no", "Yes or no"),
                                ],
                                max_length=6,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "choices",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="choices",
                            ),
                        ),
                        ("retired_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="member_fields",
                                to="parties.party",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "own field",
                        "verbose_name_plural": "own fields",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("party", "name"), name="member_field_once_per_party"),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="member_field_has_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["text", "number", "date", "choice", "yes_no"])),
                                name="member_field_kinds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "choice"), models.Q(("choices", []), _negated=True)),
                                    models.Q(models.Q(("kind", "choice"), _negated=True), ("choices", [])),
                                    _connector="OR",
                                ),
                                name="member_field_choices_where_chosen",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DataIncident",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.TextField(max_length=2000, verbose_name="what happened")),
                        (
                            "data",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12), size=None, verbose_name="which data"
                            ),
                        ),
                        ("people", models.PositiveIntegerField(verbose_name="members concerned, at most")),
                        ("remedy", models.TextField(blank=True, max_length=2000, verbose_name="what is done about it")),
                        ("found_at", models.DateTimeField(verbose_name="found at")),
                        ("entered_at", models.DateTimeField()),
                        ("authority_told_at", models.DateTimeField(null=True, verbose_name="authority told at")),
                        ("members_told_at", models.DateTimeField(null=True, verbose_name="members told at")),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "entered_by",
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
                        "verbose_name": "data incident",
                        "verbose_name_plural": "data incidents",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("what", ""), _negated=True), name="incident_says_what"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("data", []), _negated=True), name="incident_says_which_data"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("found_at__lte", models.F("entered_at"))),
                                name="incident_times_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("authority_told_at", None),
                                    ("authority_told_at__gte", models.F("found_at")),
                                    _connector="OR",
                                ),
                                name="incident_authority_told_after",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("members_told_at", None),
                                    ("members_told_at__gte", models.F("found_at")),
                                    _connector="OR",
                                ),
                                name="incident_members_told_after",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_at", None), models.Q(("remedy", ""), _negated=True), _connector="OR"
                                ),
                                name="incident_closed_with_what_was_done",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeepingRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("silent_years", models.PositiveSmallIntegerField(verbose_name="years of silence")),
                        ("at", models.DateTimeField()),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "rule of keeping",
                        "verbose_name_plural": "rules of keeping",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("silent_years__lte", 30)), name="keeping_rule_years"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MemberKey",
                    fields=[
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="key",
                                serialize=False,
                                to="members.member",
                            ),
                        ),
                        ("wrapped", models.BinaryField()),
                        ("house_key", models.CharField(db_index=True, editable=False, max_length=40)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("wrapped", b""), _negated=True), name="member_key_is_there"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MemberSearch",
                    fields=[
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="search",
                                serialize=False,
                                to="members.member",
                            ),
                        ),
                        ("sort_key", models.CharField(db_collation="C", max_length=60)),
                        (
                            "tokens",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=16), size=None
                            ),
                        ),
                        ("phone_hash", models.CharField(blank=True, max_length=64)),
                        ("last_four_hash", models.CharField(blank=True, max_length=64)),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["party", "sort_key", "member"], name="member_by_name"),
                            models.Index(
                                condition=models.Q(("phone_hash", ""), _negated=True),
                                fields=["phone_hash"],
                                name="member_by_phone",
                            ),
                            models.Index(
                                condition=models.Q(("last_four_hash", ""), _negated=True),
                                fields=["last_four_hash"],
                                name="member_by_last_four",
                            ),
                            django.contrib.postgres.indexes.GinIndex(fields=["tokens"], name="member_by_words"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("phone_hash__regex", "^([0-9a-f]{64})?$")),
                                name="member_phone_hash_is_hex",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_four_hash__regex", "^([0-9a-f]{64})?$")),
                                name="member_last_four_hash_is_hex",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(rules.MEMBER_FITS, rules.DROP_MEMBER_FITS),
        migrations.RunSQL(rules.KEY_FITS, rules.DROP_KEY_FITS),
        migrations.RunSQL(rules.DECIDED, rules.DROP_DECIDED),
        AuditTable("members_member", columns_left_out=rules.OPEN_COLUMNS),
        AuditTable("members_consent"),
        AuditTable("members_membernote"),
        AuditTable("members_memberchange"),
        AuditTable("members_memberlook"),
        AuditTable("members_customfield"),
        AuditTable("members_keepingrule"),
        AuditTable("members_erasure"),
        AuditTable("members_dataincident"),
        AppendOnly("members_consent"),
        AppendOnly("members_membernote"),
        AppendOnly("members_memberchange"),
        AppendOnly("members_memberlook"),
        AppendOnly("members_keepingrule"),
    ]
