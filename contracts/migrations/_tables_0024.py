"""The contracts' tables as they are after 0024: each with its constraints and indexes. See 0001_squashed_0024_whose_word."""

import datetime
import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import contracts.models.saying
import foundation.derived_secrets

MODELS = [
    migrations.CreateModel(
        name="BreachKind",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("code", models.CharField(max_length=40)),
            (
                "fault",
                models.CharField(
                    choices=[
                        ("A", "Party A"),
                        ("B", "Party B"),
                        ("either", "either party"),
                        ("third", "the third party"),
                    ],
                    max_length=6,
                ),
            ),
            ("text_zh", models.TextField()),
            ("text_en", models.TextField()),
            ("allows_rescission", models.BooleanField(default=False)),
            (
                "clause",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="breach_kinds", to="contracts.clause"
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="breach_kinds",
                    to="contracts.contractversion",
                ),
            ),
            (
                "damages_term",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.term"
                ),
            ),
            (
                "remedies",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                ),
            ),
            (
                "late_terms",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                ),
            ),
        ],
        options={
            "verbose_name": "kind of breach",
            "verbose_name_plural": "kinds of breach",
            "ordering": ["version", "clause__position", "pk"],
            "constraints": [
                models.UniqueConstraint(fields=("version", "code"), name="breach_kind_once"),
                models.CheckConstraint(
                    condition=models.Q(("fault__in", ["A", "B", "either", "third"])), name="breach_kind_faults"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Clause",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("number", models.CharField(max_length=12, verbose_name="number")),
            ("position", models.PositiveSmallIntegerField()),
            ("kind", models.CharField(choices=[("article", "article"), ("section", "section")], max_length=8)),
            ("heading_zh", models.CharField(max_length=200)),
            ("heading_en", models.CharField(max_length=200)),
            ("text_zh", models.TextField(blank=True)),
            ("text_en", models.TextField(blank=True)),
            ("duty", models.CharField(blank=True, max_length=12, verbose_name="duty bearer")),
            ("is_heavy", models.BooleanField(default=False, verbose_name="heavy clause")),
            ("deviates", models.BooleanField(default=False, verbose_name="deviates from the form")),
            (
                "page",
                models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="page of the signed PDF"),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="clauses", to="contracts.contractversion"
                ),
            ),
            (
                "does_not_act",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                ),
            ),
            ("form_en", models.TextField(blank=True)),
            ("form_zh", models.TextField(blank=True)),
            (
                "origin",
                models.CharField(
                    choices=[
                        ("form", "the form"),
                        ("ours", "added to the form by Encore"),
                        ("parties", "added by the parties"),
                    ],
                    default="form",
                    max_length=7,
                ),
            ),
            ("part", models.CharField(default="main", max_length=40)),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
        ],
        options={
            "verbose_name": "clause",
            "verbose_name_plural": "clauses",
            "ordering": ["version", "position"],
            "constraints": [
                models.UniqueConstraint(fields=("version", "number"), name="clause_number_once"),
                models.UniqueConstraint(fields=("version", "position"), name="clause_position_once"),
                models.CheckConstraint(
                    condition=models.Q(("origin__in", ["form", "ours", "parties"])), name="clause_origins"
                ),
                models.UniqueConstraint(fields=("version", "key"), name="clause_key_once"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Breach",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("proposed", "Proposed"),
                        ("accepted", "Accepted by the party at fault"),
                        ("contested", "Contested"),
                        ("confirmed", "Confirmed"),
                        ("waived", "Waived"),
                        ("exempted", "Exempted by force majeure"),
                    ],
                    default="proposed",
                    editable=False,
                    max_length=10,
                ),
            ),
            ("occurred_at", models.DateTimeField()),
            ("proposed_at", models.DateTimeField()),
            ("decided_at", models.DateTimeField(editable=False, null=True)),
            (
                "at_fault",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "injured",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "kind",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="breaches", to="contracts.breachkind"
                ),
            ),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="breaches", to="contracts.contract"
                ),
            ),
            (
                "obligation",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="breach",
                    to="contracts.obligation",
                ),
            ),
            (
                "measurement",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="breaches",
                    to="contracts.measurement",
                ),
            ),
            ("is_grave", models.BooleanField(db_default=False, default=False, editable=False)),
            (
                "report",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="breaches",
                    to="contracts.breachreport",
                ),
            ),
            (
                "exempted_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="breaches",
                    to="contracts.forcemajeure",
                ),
            ),
        ],
        options={
            "verbose_name": "breach",
            "verbose_name_plural": "breaches",
            "ordering": ["-occurred_at", "-pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("at_fault", models.F("injured")), _negated=True), name="breach_two_parties"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("measurement__isnull", False)),
                    fields=("measurement", "at_fault"),
                    name="breach_once_for_measurement",
                ),
                models.UniqueConstraint(fields=("report", "at_fault"), name="breach_once_for_report"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("exempted_by__isnull", False), ("state", "exempted")),
                        models.Q(models.Q(("state", "exempted"), _negated=True), ("exempted_by", None)),
                        _connector="OR",
                    ),
                    name="breach_exempted_by_something",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at__isnull", False), ("state__in", ["confirmed", "waived", "exempted"])),
                        models.Q(("decided_at", None), ("state__in", ["proposed", "accepted", "contested"])),
                        _connector="OR",
                    ),
                    name="breach_decision_has_moment",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.Exact(
                        models.Func(
                            models.F("obligation"),
                            models.F("measurement"),
                            models.F("report"),
                            function="num_nonnulls",
                            output_field=models.IntegerField(),
                        ),
                        1,
                    ),
                    name="breach_one_cause",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="BreachStatement",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("verb", models.CharField(max_length=10)),
            ("text", models.TextField(blank=True, max_length=2000)),
            ("at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "breach",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="contracts.breach"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={"verbose_name": "statement", "verbose_name_plural": "statements", "ordering": ["pk"]},
    ),
    migrations.CreateModel(
        name="Contract",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("number", models.CharField(max_length=40, unique=True, verbose_name="contract number")),
            ("title", models.CharField(max_length=200, verbose_name="title")),
            ("form_id", models.CharField(max_length=20, verbose_name="form")),
            ("form_version", models.PositiveSmallIntegerField()),
            (
                "state",
                models.CharField(
                    choices=[
                        ("draft", "Draft"),
                        ("negotiating", "In negotiation"),
                        ("out_for_signature", "Out for signature"),
                        ("effective", "Effective"),
                        ("expiring", "Expiring"),
                        ("expired", "Expired"),
                        ("renewed", "Renewed"),
                        ("terminated", "Terminated"),
                        ("archived", "Archived"),
                    ],
                    default="draft",
                    editable=False,
                    max_length=20,
                    verbose_name="state",
                ),
            ),
            ("created_at", models.DateTimeField()),
            ("effective_at", models.DateTimeField(editable=False, null=True)),
            ("ends_at", models.DateTimeField(editable=False, null=True)),
            (
                "account_manager",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="account manager",
                ),
            ),
            (
                "contract_owner",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="client's contract owner",
                ),
            ),
            (
                "party_a",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="contracts_as_client",
                    to="parties.party",
                    verbose_name="Party A",
                ),
            ),
            (
                "party_b",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="contracts_as_provider",
                    to="parties.party",
                    verbose_name="Party B",
                ),
            ),
            ("expiring_at", models.DateTimeField(editable=False, null=True)),
            (
                "renews",
                models.OneToOneField(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="renewal",
                    to="contracts.contract",
                ),
            ),
            ("venues", models.ManyToManyField(related_name="contracts", to="parties.venue", verbose_name="venues")),
        ],
        options={
            "verbose_name": "contract",
            "verbose_name_plural": "contracts",
            "ordering": ["-created_at", "-pk"],
            "indexes": [
                models.Index(
                    condition=models.Q(("state__in", ["effective", "expiring"])),
                    fields=["ends_at"],
                    name="contract_running_end",
                ),
                models.Index(
                    condition=models.Q(("state", "effective")), fields=["expiring_at"], name="contract_running_notice"
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("party_a", models.F("party_b")), _negated=True), name="contract_two_parties"
                ),
                models.CheckConstraint(
                    condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("effective_at")), _connector="OR"),
                    name="contract_ends_after_start",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "state__in",
                            [
                                "draft",
                                "negotiating",
                                "out_for_signature",
                                "effective",
                                "expiring",
                                "expired",
                                "renewed",
                                "terminated",
                                "archived",
                            ],
                        )
                    ),
                    name="contract_states",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("effective_at", None), ("state__in", ["draft", "negotiating", "out_for_signature"])),
                        models.Q(
                            models.Q(("state__in", ["draft", "negotiating", "out_for_signature"]), _negated=True),
                            ("effective_at__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="contract_effective_has_moment",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state__in", ["expired", "renewed", "terminated", "archived"]), _negated=True),
                        ("ends_at__isnull", False),
                        _connector="OR",
                    ),
                    name="contract_ended_has_moment",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("expiring_at", None), ("ends_at__gt", models.F("expiring_at")), _connector="OR"
                    ),
                    name="contract_expiring_before_end",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("renews", None), models.Q(("renews", models.F("id")), _negated=True), _connector="OR"
                    ),
                    name="contract_renews_another",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ContractVersion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("number", models.PositiveSmallIntegerField()),
            ("edits", models.PositiveIntegerField(default=0, editable=False)),
            ("frozen_at", models.DateTimeField(editable=False, null=True)),
            ("effective_at", models.DateTimeField(editable=False, null=True)),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="contracts.contract"
                ),
            ),
            (
                "division",
                models.CharField(
                    choices=[("article", "article"), ("chapter", "chapter")], default="article", max_length=7
                ),
            ),
            (
                "supplements",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                ),
            ),
            ("title_en", models.CharField(blank=True, max_length=200)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("draft", "Draft"),
                        ("negotiating", "In negotiation"),
                        ("out_for_signature", "Out for signature"),
                        ("effective", "Effective"),
                        ("withdrawn", "Withdrawn"),
                        ("declined", "Declined"),
                        ("dropped", "Dropped"),
                    ],
                    default="draft",
                    editable=False,
                    max_length=20,
                ),
            ),
            ("amendment", models.PositiveSmallIntegerField(editable=False, null=True)),
            (
                "reading_language",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "Chinese alone"),
                        ("en", "Chinese, with the English text to read beneath each clause"),
                    ],
                    default="",
                    max_length=2,
                ),
            ),
        ],
        options={
            "verbose_name": "contract version",
            "verbose_name_plural": "contract versions",
            "ordering": ["contract", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("contract", "number"), name="version_number_once"),
                models.CheckConstraint(
                    condition=models.Q(("effective_at", None), ("frozen_at__isnull", False), _connector="OR"),
                    name="version_effective_is_frozen",
                ),
                models.CheckConstraint(
                    condition=models.Q(("division__in", ["article", "chapter"])), name="version_divisions"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state__in", ["draft", "negotiating", "out_for_signature"])),
                    fields=("contract",),
                    name="version_one_open",
                ),
                models.UniqueConstraint(fields=("contract", "effective_at"), name="version_effective_moment_once"),
                models.UniqueConstraint(
                    condition=models.Q(("state", "effective")),
                    fields=("contract", "amendment"),
                    name="version_amendment_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "state__in",
                            [
                                "draft",
                                "negotiating",
                                "out_for_signature",
                                "effective",
                                "withdrawn",
                                "declined",
                                "dropped",
                            ],
                        )
                    ),
                    name="version_states",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("frozen_at", None), ("state__in", ["draft", "negotiating", "dropped"])),
                        models.Q(
                            models.Q(("state__in", ["draft", "negotiating", "dropped"]), _negated=True),
                            ("frozen_at__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="version_frozen_from_sending",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("effective_at__isnull", False), ("state", "effective")),
                        models.Q(models.Q(("state", "effective"), _negated=True), ("effective_at", None)),
                        _connector="OR",
                    ),
                    name="version_effective_has_moment",
                ),
                models.CheckConstraint(
                    condition=models.Q(("amendment", None), ("amendment__gt", 0), _connector="OR"),
                    name="version_amendment_counts",
                ),
                models.CheckConstraint(
                    condition=models.Q(("reading_language__in", ["", "en"])), name="version_readings"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Annex",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("code", models.CharField(max_length=40)),
            ("position", models.PositiveSmallIntegerField()),
            ("title_zh", models.CharField(max_length=200)),
            ("title_en", models.CharField(max_length=200)),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="annexes", to="contracts.contractversion"
                ),
            ),
            ("content_en", models.TextField(blank=True)),
            ("content_zh", models.TextField(blank=True)),
        ],
        options={
            "verbose_name": "annex",
            "verbose_name_plural": "annexes",
            "ordering": ["version", "position"],
            "constraints": [models.UniqueConstraint(fields=("version", "code"), name="annex_code_once")],
        },
    ),
    migrations.CreateModel(
        name="Obligation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("subject", models.CharField(max_length=120)),
            (
                "breach_kind",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.breachkind"
                ),
            ),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="obligations", to="contracts.contract"
                ),
            ),
            (
                "creditor",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "deadline",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="obligation", to="deadlines.deadline"
                ),
            ),
            (
                "debtor",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "term",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="obligations",
                    to="contracts.term",
                ),
            ),
            (
                "remedy",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="obligation",
                    to="contracts.remedy",
                ),
            ),
            (
                "dispute",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="dates", to="contracts.dispute"
                ),
            ),
        ],
        options={
            "verbose_name": "obligation",
            "verbose_name_plural": "obligations",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("debtor", models.F("creditor")), _negated=True), name="obligation_two_parties"
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.Exact(
                        models.Func(
                            models.F("term"),
                            models.F("remedy"),
                            models.F("dispute"),
                            function="num_nonnulls",
                            output_field=models.IntegerField(),
                        ),
                        1,
                    ),
                    name="obligation_one_cause",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SignatureRequest",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "side",
                models.CharField(choices=[("A", "Party A"), ("B", "Party B"), ("third", "Third party")], max_length=5),
            ),
            ("party_name", models.CharField(max_length=200)),
            ("party_uscc", models.CharField(max_length=18)),
            ("signer_name", models.CharField(max_length=80, verbose_name="signer")),
            ("signer_title", models.CharField(max_length=80, verbose_name="title")),
            ("signer_email", models.EmailField(max_length=254, verbose_name="signer's e-mail")),
            (
                "signer_language",
                models.CharField(
                    choices=[("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")],
                    default="zh-hans",
                    max_length=10,
                ),
            ),
            (
                "authority",
                models.CharField(
                    choices=[
                        ("legal_representative", "Legal representative"),
                        ("letter_of_authority", "Letter of authority"),
                    ],
                    default="legal_representative",
                    max_length=24,
                    verbose_name="authority",
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("invited", "Invited"),
                        ("signed", "Signed and sealed"),
                        ("declined", "Declined"),
                        ("withdrawn", "Withdrawn"),
                        ("delegated", "Passed on"),
                    ],
                    default="invited",
                    editable=False,
                    max_length=10,
                ),
            ),
            ("invited_at", models.DateTimeField()),
            ("signed_at", models.DateTimeField(editable=False, null=True)),
            ("declined_reason", models.CharField(blank=True, editable=False, max_length=500)),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="signature_requests",
                    to="contracts.contractversion",
                ),
            ),
            ("authority_scope", models.CharField(blank=True, max_length=300, verbose_name="what the letter covers")),
            ("authority_until", models.DateField(null=True, verbose_name="letter works until")),
            (
                "delegated_from",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="delegated_to",
                    to="contracts.signaturerequest",
                ),
            ),
            (
                "letter",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
            ("turn", models.PositiveSmallIntegerField(default=1)),
            (
                "seal",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="contracts.partyseal",
                ),
            ),
        ],
        options={
            "verbose_name": "signature",
            "verbose_name_plural": "signatures",
            "ordering": ["version", "side"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "signed"), _negated=True), ("signed_at__isnull", False), _connector="OR"
                    ),
                    name="signature_has_moment",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state", "delegated"), _negated=True),
                    fields=("version", "side"),
                    name="signature_once_per_side",
                ),
                models.CheckConstraint(condition=models.Q(("turn__gte", 1)), name="signature_turn_counts"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("delegated_from", None),
                        models.Q(
                            ("authority", "letter_of_authority"),
                            ("authority_until__isnull", False),
                            models.Q(("authority_scope", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="signature_delegate_has_letter",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("authority_until", None),
                        ("authority_until__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                        _connector="OR",
                    ),
                    name="signature_letter_day_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SealedFile",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("revision", models.PositiveSmallIntegerField()),
            ("created_at", models.DateTimeField()),
            (
                "file",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="sealed_files",
                    to="contracts.contractversion",
                ),
            ),
            (
                "signature",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="sealed_file",
                    to="contracts.signaturerequest",
                ),
            ),
        ],
        options={
            "verbose_name": "sealed file",
            "verbose_name_plural": "sealed files",
            "ordering": ["version", "revision"],
            "constraints": [
                models.UniqueConstraint(fields=("version", "revision"), name="sealed_revision_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("revision", 0), ("signature", None)),
                        models.Q(("revision__gt", 0), ("signature__isnull", False)),
                        _connector="OR",
                    ),
                    name="sealed_revision_is_a_signature",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HeavyReading",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("read_at", models.DateTimeField()),
            (
                "clause",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.clause"),
            ),
            (
                "request",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="heavy_readings",
                    to="contracts.signaturerequest",
                ),
            ),
        ],
        options={
            "verbose_name": "reading of a heavy clause",
            "verbose_name_plural": "readings of heavy clauses",
            "constraints": [models.UniqueConstraint(fields=("request", "clause"), name="heavy_reading_once")],
        },
    ),
    migrations.CreateModel(
        name="SigningCode",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("nonce", models.CharField(default=foundation.derived_secrets.new_nonce, editable=False, max_length=64)),
            ("code_hash", models.CharField(max_length=64)),
            ("created_at", models.DateTimeField()),
            ("expires_at", models.DateTimeField()),
            ("failures", models.PositiveSmallIntegerField(default=0)),
            ("used_at", models.DateTimeField(null=True)),
            (
                "request",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="contracts.signaturerequest"
                ),
            ),
        ],
        options={
            "verbose_name": "one-time code",
            "verbose_name_plural": "one-time codes",
            "constraints": [models.CheckConstraint(condition=models.Q(("failures__lte", 5)), name="code_five_tries")],
        },
    ),
    migrations.CreateModel(
        name="SigningLink",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("nonce", models.CharField(default=foundation.derived_secrets.new_nonce, editable=False, max_length=64)),
            ("token_hash", models.CharField(max_length=64, unique=True)),
            ("created_at", models.DateTimeField()),
            ("expires_at", models.DateTimeField()),
            (
                "request",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="links", to="contracts.signaturerequest"
                ),
            ),
        ],
        options={"verbose_name": "signing link", "verbose_name_plural": "signing links"},
    ),
    migrations.CreateModel(
        name="Term",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=40)),
            ("stored", models.JSONField(blank=True, null=True)),
            ("is_required", models.BooleanField(default=False)),
            (
                "clause",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="contracts.clause"
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="contracts.contractversion"
                ),
            ),
            ("form_value", models.JSONField(blank=True, null=True)),
            ("note_en", models.TextField(blank=True)),
            ("note_zh", models.TextField(blank=True)),
        ],
        options={
            "verbose_name": "term",
            "verbose_name_plural": "terms",
            "ordering": ["clause__position", "pk"],
            "constraints": [models.UniqueConstraint(fields=("version", "name"), name="term_name_once")],
        },
    ),
    migrations.CreateModel(
        name="Damages",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
            ("workings", models.JSONField()),
            ("assessed_at", models.DateTimeField()),
            (
                "breach",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="damages", to="contracts.breach"
                ),
            ),
            (
                "term",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.term"),
            ),
        ],
        options={
            "verbose_name": "damages",
            "verbose_name_plural": "damages",
            "constraints": [
                models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="damages_not_negative")
            ],
        },
    ),
    migrations.CreateModel(
        name="GlossaryEntry",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveSmallIntegerField()),
            ("term_zh", models.CharField(max_length=80)),
            ("term_en", models.CharField(max_length=80)),
            ("text_zh", models.TextField()),
            ("text_en", models.TextField()),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="glossary", to="contracts.contractversion"
                ),
            ),
        ],
        options={
            "verbose_name": "defined term",
            "verbose_name_plural": "defined terms",
            "ordering": ["version", "position"],
            "constraints": [models.UniqueConstraint(fields=("version", "position"), name="glossary_position_once")],
        },
    ),
    migrations.CreateModel(
        name="RenewalWish",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("text", models.TextField(max_length=2000)),
            ("at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="renewal_wishes", to="contracts.contract"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "wish to renew",
            "verbose_name_plural": "wishes to renew",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="renewal_wish_says_why")
            ],
        },
    ),
    migrations.CreateModel(
        name="Notice",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("termination", "Notice of termination"),
                        ("fee_change", "Notice of a change of fees"),
                        ("warning", "Written warning"),
                        ("demand", "Demand for performance"),
                    ],
                    max_length=12,
                ),
            ),
            ("text", models.TextField(max_length=5000)),
            (
                "channel",
                models.CharField(
                    choices=[("courier", "Post or courier"), ("hand", "By hand"), ("fax", "Fax"), ("email", "E-mail")],
                    max_length=8,
                    verbose_name="sent by",
                ),
            ),
            ("sent_date", models.DateField(verbose_name="sent on")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("given", "Given, delivery not proven"),
                        ("delivered", "Delivered"),
                        ("withdrawn", "Withdrawn"),
                    ],
                    default="given",
                    editable=False,
                    max_length=10,
                ),
            ),
            ("given_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            ("delivered_at", models.DateTimeField(editable=False, null=True)),
            ("acknowledged_by", models.CharField(blank=True, editable=False, max_length=120)),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="contracts.contract"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "proof",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="foundation.storedfile",
                ),
            ),
        ],
        options={
            "verbose_name": "notice",
            "verbose_name_plural": "notices",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("channel__in", ["courier", "hand", "fax", "email"])), name="notice_channels"
                ),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["given", "delivered", "withdrawn"])), name="notice_states"
                ),
                models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="notice_says_why"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("delivered_at__isnull", False),
                            ("state", "delivered"),
                            models.Q(
                                ("proof__isnull", False),
                                models.Q(("acknowledged_by", ""), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        models.Q(
                            models.Q(("state", "delivered"), _negated=True),
                            ("acknowledged_by", ""),
                            ("delivered_at", None),
                            ("proof", None),
                        ),
                        _connector="OR",
                    ),
                    name="notice_delivery_is_proven",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("kind", "termination"), ("state__in", ["given", "delivered"])),
                    fields=("contract", "party"),
                    name="notice_one_termination",
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["termination", "fee_change", "warning", "demand"])),
                    name="notice_kinds",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("delivered_at", None), ("delivered_at__gte", models.F("given_at")), _connector="OR"
                    ),
                    name="notice_told_before_delivery",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "sent_date__lte",
                            models.Func(
                                models.F("given_at"),
                                output_field=models.DateField(),
                                template="((%(expressions)s) AT TIME ZONE 'Asia/Shanghai')::date",
                            ),
                        )
                    ),
                    name="notice_sent_before_given",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("sent_date", None),
                        ("sent_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                        _connector="OR",
                    ),
                    name="notice_day_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("delivered_at", None),
                        (
                            "delivered_at__range",
                            (
                                datetime.datetime(1989, 12, 31, 16, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2199, 12, 31, 16, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="notice_delivery_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="NoticeStatement",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("verb", models.CharField(max_length=12)),
            ("text", models.TextField(blank=True, max_length=2000)),
            ("at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "notice",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="contracts.notice"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "statement on a notice",
            "verbose_name_plural": "statements on notices",
            "ordering": ["pk"],
        },
    ),
    migrations.CreateModel(
        name="SettlementTick",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "line",
                models.CharField(
                    choices=[
                        ("obligations", "Obligations still open are done, or settled otherwise"),
                        ("invoices", "Invoices still open are paid, or settled otherwise"),
                        ("assets", "Equipment, materials and papers are handed over"),
                        ("data_returned", "Data of the other side is returned"),
                        ("data_deleted", "Copies of that data are deleted"),
                    ],
                    max_length=16,
                ),
            ),
            ("note", models.CharField(blank=True, max_length=500, verbose_name="how")),
            ("at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="settlement_ticks",
                    to="contracts.contract",
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "settled line",
            "verbose_name_plural": "settled lines",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("line__in", ["obligations", "invoices", "assets", "data_returned", "data_deleted"])
                    ),
                    name="settlement_lines",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("note", "")),
                    fields=("contract", "line", "party"),
                    name="settlement_line_once_a_side",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("note", ""), _negated=True),
                    fields=("contract", "line", "party"),
                    name="settlement_note_once_a_side",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Termination",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "ground",
                models.CharField(
                    choices=[
                        ("serious_breach", "The other side's serious breach"),
                        ("force_majeure", "Force majeure, and the other side agrees"),
                        ("agreement", "The other side agrees"),
                        ("by_law", "A right that the law gives"),
                    ],
                    max_length=16,
                    verbose_name="ground",
                ),
            ),
            ("last_day", models.DateField(null=True, verbose_name="last day")),
            ("ends_at", models.DateTimeField(editable=False, null=True)),
            (
                "notice",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="termination", to="contracts.notice"
                ),
            ),
            (
                "term",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="contracts.term",
                ),
            ),
            (
                "breach",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="terminations",
                    to="contracts.breach",
                ),
            ),
        ],
        options={
            "verbose_name": "termination",
            "verbose_name_plural": "terminations",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ground__in", ["force_majeure", "agreement"]), ("last_day__isnull", False)),
                        models.Q(("ground__in", ["serious_breach", "by_law"]), ("last_day", None)),
                        _connector="OR",
                    ),
                    name="termination_agreed_day",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("last_day", None),
                        ("last_day__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                        _connector="OR",
                    ),
                    name="termination_day_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="PaperSigning",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("signed_date", models.DateField(verbose_name="signed on")),
            ("entered_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "scan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
            (
                "version",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="paper_signing",
                    to="contracts.contractversion",
                ),
            ),
        ],
        options={
            "verbose_name": "signing on paper",
            "verbose_name_plural": "signings on paper",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("signed_date", None),
                        ("signed_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                        _connector="OR",
                    ),
                    name="paper_day_known",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="PaperSigner",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("side", models.CharField(choices=[("A", "Party A"), ("B", "Party B")], max_length=1)),
            ("party_name", models.CharField(max_length=200)),
            ("party_uscc", models.CharField(max_length=18)),
            ("signer_name", models.CharField(max_length=80, verbose_name="signer")),
            ("signer_title", models.CharField(max_length=80, verbose_name="title")),
            (
                "authority",
                models.CharField(
                    choices=[
                        ("legal_representative", "Legal representative"),
                        ("letter_of_authority", "Letter of authority"),
                    ],
                    max_length=24,
                    verbose_name="authority",
                ),
            ),
            (
                "signing",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="signers", to="contracts.papersigning"
                ),
            ),
        ],
        options={
            "verbose_name": "signer on paper",
            "verbose_name_plural": "signers on paper",
            "ordering": ["signing", "side"],
            "constraints": [models.UniqueConstraint(fields=("signing", "side"), name="paper_signer_once_per_side")],
        },
    ),
    migrations.CreateModel(
        name="PaperAnswer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("is_confirmed", models.BooleanField()),
            ("reason", models.TextField(blank=True, max_length=500)),
            ("answered_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "signing",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="contracts.papersigning"
                ),
            ),
        ],
        options={
            "verbose_name": "answer to a signing on paper",
            "verbose_name_plural": "answers to signings on paper",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("is_confirmed", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                    ),
                    name="paper_rejected_with_reason",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Fulfilment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("done_on", models.DateField(verbose_name="done on")),
            ("recorded_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "obligation",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="fulfilment", to="contracts.obligation"
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("recorded", "Recorded"),
                        ("contested", "Contested"),
                        ("answered", "Answered with more evidence"),
                        ("accepted", "Accepted as done"),
                    ],
                    default="recorded",
                    editable=False,
                    max_length=10,
                ),
            ),
        ],
        options={
            "verbose_name": "fulfilment",
            "verbose_name_plural": "fulfilments",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["recorded", "contested", "answered", "accepted"])),
                    name="fulfilment_states",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("done_on", None),
                        ("done_on__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                        _connector="OR",
                    ),
                    name="fulfilment_day_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ObligationEvidence",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("text", models.TextField(blank=True, max_length=2000)),
            ("added_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "file",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
            (
                "obligation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="contracts.obligation"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "evidence",
            "verbose_name_plural": "evidence",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("file__isnull", False), models.Q(("text", ""), _negated=True), _connector="OR"),
                    name="obligation_evidence_not_empty",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Occurrence",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("series", models.CharField(max_length=40)),
            ("first_day", models.DateField()),
            ("last_day", models.DateField()),
            ("planned_at", models.DateTimeField()),
            ("is_provisional", models.BooleanField(default=False)),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="occurrences", to="contracts.contract"
                ),
            ),
            (
                "creditor",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "debtor",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "obligation",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="occurrence", to="contracts.obligation"
                ),
            ),
        ],
        options={
            "verbose_name": "period of a duty",
            "verbose_name_plural": "periods of duties",
            "ordering": ["first_day", "pk"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("contract", "series", "first_day", "debtor", "creditor"), name="occurrence_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(("last_day__gte", models.F("first_day"))), name="occurrence_days_in_order"
                ),
                models.CheckConstraint(
                    condition=models.Q(("debtor", models.F("creditor")), _negated=True), name="occurrence_two_parties"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("first_day", None),
                            ("first_day__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                            _connector="OR",
                        ),
                        models.Q(
                            ("last_day", None),
                            ("last_day__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                            _connector="OR",
                        ),
                    ),
                    name="occurrence_days_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Schedule",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("series", models.CharField(max_length=40)),
            ("starts_at", models.DateTimeField()),
            ("month", models.PositiveSmallIntegerField(default=1)),
            ("is_running", models.BooleanField(default=False)),
            ("next_at", models.DateTimeField(null=True)),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="schedules", to="contracts.contract"
                ),
            ),
        ],
        options={
            "verbose_name": "schedule",
            "verbose_name_plural": "schedules",
            "indexes": [
                models.Index(condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="schedule_next")
            ],
            "constraints": [
                models.UniqueConstraint(fields=("contract", "series"), name="schedule_once"),
                models.CheckConstraint(condition=models.Q(("month__gte", 1)), name="schedule_months_from_one"),
                models.CheckConstraint(
                    condition=models.Q(("next_at", None), ("next_at__gte", models.F("starts_at")), _connector="OR"),
                    name="schedule_forward",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CalendarFeed",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("token_hash", models.CharField(max_length=64, unique=True)),
            ("created_at", models.DateTimeField()),
            ("revoked_at", models.DateTimeField(null=True)),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="calendar_feeds",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "calendar feed",
            "verbose_name_plural": "calendar feeds",
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("revoked_at", None)), fields=("user",), name="calendar_feed_one_alive"
                ),
                models.CheckConstraint(
                    condition=models.Q(("token_hash__regex", "^[0-9a-f]{64}$")), name="calendar_feed_only_hash"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ClauseComment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("clause_number", models.CharField(blank=True, max_length=12)),
            ("text", models.TextField(max_length=2000, verbose_name="comment")),
            ("is_internal", models.BooleanField(default=False, verbose_name="only for our side")),
            ("written_at", models.DateTimeField()),
            ("settled_at", models.DateTimeField(editable=False, null=True)),
            (
                "author",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="contracts.contract"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "settled_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contractversion"
                ),
            ),
            ("clause_key", models.UUIDField(editable=False, null=True)),
        ],
        options={
            "verbose_name": "comment",
            "verbose_name_plural": "comments",
            "ordering": ["pk"],
            "indexes": [models.Index(fields=["contract", "clause_number"], name="comment_by_clause")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="comment_says_something"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("settled_at", None), ("settled_by", None)),
                        models.Q(
                            ("settled_at__gte", models.F("written_at")),
                            ("settled_at__isnull", False),
                            ("settled_by__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="comment_settled_by_somebody",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("clause_key", None), ("clause_number", "")),
                        models.Q(models.Q(("clause_number", ""), _negated=True), ("clause_key__isnull", False)),
                        _connector="OR",
                    ),
                    name="comment_knows_its_clause",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Measurement",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("target", models.CharField(max_length=40)),
            ("first_day", models.DateField()),
            ("last_day", models.DateField()),
            ("level", models.DecimalField(decimal_places=4, max_digits=9)),
            ("value", models.DecimalField(decimal_places=4, max_digits=9, verbose_name="value")),
            ("sample", models.PositiveIntegerField(null=True)),
            ("population", models.PositiveIntegerField(null=True)),
            ("low", models.DecimalField(decimal_places=4, max_digits=9)),
            ("high", models.DecimalField(decimal_places=4, max_digits=9)),
            (
                "verdict",
                models.CharField(
                    choices=[
                        ("met", "Met"),
                        ("unproven", "Met but not proven"),
                        ("missed", "Not reached"),
                        ("too_few", "Too few answers to judge"),
                        ("interim", "Interim, while the period runs"),
                    ],
                    max_length=8,
                ),
            ),
            ("method", models.TextField(max_length=2000)),
            ("recorded_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="measurements", to="contracts.contract"
                ),
            ),
            (
                "file",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "replaces",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="replaced_by",
                    to="contracts.measurement",
                ),
            ),
            (
                "term",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="measurements", to="contracts.term"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "measurement",
            "verbose_name_plural": "measurements",
            "ordering": ["first_day", "pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("last_day__gte", models.F("first_day"))), name="measurement_days_in_order"
                ),
                models.CheckConstraint(
                    condition=models.Q(("high__gte", models.F("value")), ("low__lte", models.F("value"))),
                    name="measurement_within_bounds",
                ),
                models.CheckConstraint(
                    condition=models.Q(("sample", None), ("sample__gte", 1), _connector="OR"),
                    name="measurement_sample_not_empty",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("population", None),
                        models.Q(("population__gte", models.F("sample")), ("sample__isnull", False)),
                        _connector="OR",
                    ),
                    name="measurement_sample_of_population",
                ),
                models.CheckConstraint(condition=models.Q(("method", ""), _negated=True), name="measurement_says_how"),
                models.CheckConstraint(
                    condition=models.Q(("verdict__in", ["met", "unproven", "missed", "too_few", "interim"])),
                    name="measurement_verdicts",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            (
                                "last_day__gte",
                                models.Func(
                                    models.F("recorded_at"),
                                    output_field=models.DateField(),
                                    template="((%(expressions)s) AT TIME ZONE 'Asia/Shanghai')::date",
                                ),
                            ),
                            ("verdict", "interim"),
                        ),
                        models.Q(
                            models.Q(("verdict", "interim"), _negated=True),
                            (
                                "last_day__lt",
                                models.Func(
                                    models.F("recorded_at"),
                                    output_field=models.DateField(),
                                    template="((%(expressions)s) AT TIME ZONE 'Asia/Shanghai')::date",
                                ),
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="measurement_verdict_after_period",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("replaces", None)),
                    fields=("contract", "target", "first_day", "party"),
                    name="measurement_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("verdict__in", ["too_few", "interim"]),
                        models.Q(
                            models.Q(("target", "churn_ceiling"), _negated=True),
                            models.Q(
                                models.Q(("value__lt", models.F("level")), ("verdict", "missed")),
                                models.Q(
                                    ("low__gte", models.F("level")),
                                    ("value__gte", models.F("level")),
                                    ("verdict", "met"),
                                ),
                                models.Q(
                                    ("low__lt", models.F("level")),
                                    ("value__gte", models.F("level")),
                                    ("verdict", "unproven"),
                                ),
                                _connector="OR",
                            ),
                        ),
                        models.Q(
                            ("target", "churn_ceiling"),
                            models.Q(
                                models.Q(("value__gt", models.F("level")), ("verdict", "missed")),
                                models.Q(
                                    ("high__lte", models.F("level")),
                                    ("value__lte", models.F("level")),
                                    ("verdict", "met"),
                                ),
                                models.Q(
                                    ("high__gt", models.F("level")),
                                    ("value__lte", models.F("level")),
                                    ("verdict", "unproven"),
                                ),
                                _connector="OR",
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="measurement_verdicts_follow",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("first_day", None),
                            ("first_day__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                            _connector="OR",
                        ),
                        models.Q(
                            ("last_day", None),
                            ("last_day__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                            _connector="OR",
                        ),
                    ),
                    name="measurement_days_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Adjustment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("agreement", "Agreed by both sides"),
                        ("mediation", "Settled in mediation"),
                        ("award", "Arbitral award"),
                        ("judgment", "Judgment of a court"),
                    ],
                    max_length=10,
                    verbose_name="by",
                ),
            ),
            ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="owed from now on")),
            ("text", models.TextField(max_length=2000)),
            ("decided_date", models.DateField(null=True)),
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
                    max_length=10,
                ),
            ),
            ("serial", models.PositiveSmallIntegerField(editable=False, null=True)),
            ("proposed_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            ("answered_at", models.DateTimeField(editable=False, null=True)),
            ("answer", models.TextField(blank=True, editable=False, max_length=2000)),
            ("answered_by", models.CharField(blank=True, editable=False, max_length=120)),
            (
                "damages",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="adjustments", to="contracts.damages"
                ),
            ),
            (
                "paper",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "dispute",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="adjustments",
                    to="contracts.dispute",
                ),
            ),
            (
                "answerer",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="parties.party",
                ),
            ),
        ],
        options={
            "verbose_name": "adjustment of damages",
            "verbose_name_plural": "adjustments of damages",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="adjustment_not_negative"),
                models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="adjustment_says_why"),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["agreement", "mediation", "award", "judgment"])),
                    name="adjustment_kinds",
                ),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["proposed", "effective", "declined", "withdrawn"])),
                    name="adjustment_states",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("kind", "agreement"),
                        models.Q(("decided_date__isnull", False), ("paper__isnull", False)),
                        _connector="OR",
                    ),
                    name="adjustment_decision_has_paper",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("answered_at", None), ("answered_by", ""), ("serial", None), ("state", "proposed")),
                        models.Q(
                            ("answered_at__isnull", False), ("serial", None), ("state__in", ["declined", "withdrawn"])
                        ),
                        models.Q(
                            ("answered_at__isnull", False),
                            ("serial__gte", 1),
                            ("serial__isnull", False),
                            ("state", "effective"),
                            models.Q(("answered_by", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="adjustment_answer_has_moment",
                ),
                models.UniqueConstraint(fields=("damages", "serial"), name="adjustment_serial_once"),
                models.UniqueConstraint(
                    condition=models.Q(("state", "proposed")), fields=("damages",), name="adjustment_one_at_a_time"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_date", None),
                        ("decided_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                        _connector="OR",
                    ),
                    name="adjustment_day_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("answerer", None), ("state", "proposed")),
                        models.Q(("answerer__isnull", False), ("state", "effective")),
                        models.Q(
                            ("answerer__isnull", False),
                            ("state", "declined"),
                            models.Q(("answerer", models.F("party")), _negated=True),
                        ),
                        models.Q(("answerer", models.F("party")), ("state", "withdrawn")),
                        _connector="OR",
                    ),
                    name="adjustment_whose_word",
                ),
            ],
        },
        bases=(contracts.models.saying.Said, models.Model),
    ),
    migrations.CreateModel(
        name="BreachEvidence",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("text", models.TextField(blank=True, max_length=2000)),
            ("added_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "breach",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="contracts.breach"
                ),
            ),
            (
                "file",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "evidence of a breach",
            "verbose_name_plural": "evidence of breaches",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("file__isnull", False), models.Q(("text", ""), _negated=True), _connector="OR"),
                    name="breach_evidence_not_empty",
                )
            ],
        },
        bases=(contracts.models.saying.Said, models.Model),
    ),
    migrations.CreateModel(
        name="BreachNotice",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("days", models.PositiveSmallIntegerField(null=True)),
            ("cure_until", models.DateTimeField(editable=False, null=True)),
            (
                "cure",
                models.CharField(
                    blank=True,
                    choices=[("cured", "Cured in time"), ("not_cured", "Not cured in time")],
                    editable=False,
                    max_length=9,
                ),
            ),
            ("cure_text", models.TextField(blank=True, editable=False, max_length=2000)),
            ("judged_at", models.DateTimeField(editable=False, null=True)),
            ("judged_by", models.CharField(blank=True, editable=False, max_length=120)),
            (
                "breach",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="contracts.breach"
                ),
            ),
            (
                "notice",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="about_breach", to="contracts.notice"
                ),
            ),
        ],
        options={
            "verbose_name": "notice about a breach",
            "verbose_name_plural": "notices about breaches",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("days", None), ("days__gte", 1), _connector="OR"),
                    name="breach_notice_gives_a_day",
                ),
                models.CheckConstraint(
                    condition=models.Q(("cure_until", None), ("days__isnull", False), _connector="OR"),
                    name="breach_notice_time_of_demand",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("cure", ""), ("judged_at", None), ("judged_by", "")),
                        models.Q(
                            ("cure", "cured"),
                            ("cure_until__isnull", False),
                            ("judged_at__isnull", False),
                            models.Q(("judged_by", ""), _negated=True),
                        ),
                        models.Q(
                            ("cure", "not_cured"),
                            ("cure_until__isnull", False),
                            ("judged_at__gte", models.F("cure_until")),
                            ("judged_at__isnull", False),
                            models.Q(("judged_by", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="breach_notice_judged_after_time",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="BreachReport",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("text", models.TextField(max_length=2000)),
            ("recorded_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="breach_reports", to="contracts.contract"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "breach report",
            "verbose_name_plural": "breach reports",
            "constraints": [
                models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="breach_report_says_what")
            ],
        },
        bases=(contracts.models.saying.Said, models.Model),
    ),
    migrations.CreateModel(
        name="Dispute",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("negotiation", "In negotiation"),
                        ("mediation", "In mediation"),
                        ("arbitration", "Before the arbitration commission"),
                        ("court", "Before the court"),
                        ("settled", "Settled"),
                        ("decided", "Decided"),
                        ("dropped", "Dropped"),
                    ],
                    default="negotiation",
                    editable=False,
                    max_length=11,
                ),
            ),
            ("body", models.CharField(blank=True, editable=False, max_length=200)),
            (
                "costs",
                models.CharField(
                    blank=True,
                    choices=[
                        ("A", "Party A bears the costs"),
                        ("B", "Party B bears the costs"),
                        ("shared", "Both share the costs"),
                        ("own", "Each bears its own costs"),
                    ],
                    editable=False,
                    max_length=6,
                ),
            ),
            ("opened_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            ("ended_at", models.DateTimeField(editable=False, null=True)),
            (
                "breach",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="disputes", to="contracts.breach"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "dispute",
            "verbose_name_plural": "disputes",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "state__in",
                            ["negotiation", "mediation", "arbitration", "court", "settled", "decided", "dropped"],
                        )
                    ),
                    name="dispute_states",
                ),
                models.CheckConstraint(
                    condition=models.Q(("costs", ""), ("costs__in", ["A", "B", "shared", "own"]), _connector="OR"),
                    name="dispute_cost_bearers",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at__isnull", False), ("state__in", ["settled", "decided", "dropped"])),
                        models.Q(
                            models.Q(("state__in", ["settled", "decided", "dropped"]), _negated=True),
                            ("ended_at", None),
                        ),
                        _connector="OR",
                    ),
                    name="dispute_end_has_moment",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("ended_at", None)), fields=("breach",), name="dispute_one_at_a_time"
                ),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["settled", "decided"]), ("costs", ""), _connector="OR"),
                    name="dispute_costs_at_its_end",
                ),
            ],
        },
        bases=(contracts.models.saying.Said, models.Model),
    ),
    migrations.CreateModel(
        name="DisputeStep",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("verb", models.CharField(max_length=10)),
            ("happened_date", models.DateField()),
            ("text", models.TextField(max_length=2000)),
            ("at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "dispute",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="contracts.dispute"
                ),
            ),
            (
                "paper",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "step of a dispute",
            "verbose_name_plural": "steps of disputes",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="dispute_step_says_what"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("happened_date", None),
                        ("happened_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                        _connector="OR",
                    ),
                    name="dispute_step_day_known",
                ),
            ],
        },
        bases=(contracts.models.saying.Said, models.Model),
    ),
    migrations.CreateModel(
        name="ForceMajeure",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("first_at", models.DateTimeField()),
            ("until_at", models.DateTimeField()),
            (
                "effect",
                models.CharField(
                    choices=[
                        ("suspend", "The duties of this time are suspended"),
                        ("end", "The duties of this time end"),
                    ],
                    max_length=8,
                    verbose_name="asked for",
                ),
            ),
            ("text", models.TextField(max_length=2000)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("claimed", "Claimed"),
                        ("accepted", "Accepted"),
                        ("rejected", "Rejected"),
                        ("withdrawn", "Withdrawn"),
                    ],
                    default="claimed",
                    editable=False,
                    max_length=10,
                ),
            ),
            ("claimed_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            ("answered_at", models.DateTimeField(editable=False, null=True)),
            ("answer", models.TextField(blank=True, editable=False, max_length=2000)),
            ("answered_by", models.CharField(blank=True, editable=False, max_length=120)),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="force_majeure", to="contracts.contract"
                ),
            ),
            (
                "evidence",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            ("accepted_first_at", models.DateTimeField(editable=False, null=True)),
            ("accepted_until_at", models.DateTimeField(editable=False, null=True)),
            (
                "covers",
                models.CharField(
                    choices=[("all", "All duties of this time"), ("named", "Only the duties named")],
                    default="all",
                    max_length=5,
                    verbose_name="hindered",
                ),
            ),
        ],
        options={
            "verbose_name": "force majeure",
            "verbose_name_plural": "force majeure",
            "ordering": ["-pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("until_at__gt", models.F("first_at"))), name="force_majeure_has_length"
                ),
                models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="force_majeure_says_what"),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["claimed", "accepted", "rejected", "withdrawn"])),
                    name="force_majeure_states",
                ),
                models.CheckConstraint(
                    condition=models.Q(("effect__in", ["suspend", "end"])), name="force_majeure_effects"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("answered_at", None), ("answered_by", ""), ("state", "claimed")),
                        models.Q(
                            models.Q(("state", "claimed"), _negated=True),
                            ("answered_at__isnull", False),
                            models.Q(("answered_by", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="force_majeure_answer_has_moment",
                ),
                models.CheckConstraint(
                    condition=models.Q(("covers__in", ["all", "named"])), name="force_majeure_covers"
                ),
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
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("first_at", None),
                            (
                                "first_at__range",
                                (
                                    datetime.datetime(1989, 12, 31, 16, 0, tzinfo=datetime.UTC),
                                    datetime.datetime(2199, 12, 31, 16, 0, tzinfo=datetime.UTC),
                                ),
                            ),
                            _connector="OR",
                        ),
                        models.Q(
                            ("until_at", None),
                            (
                                "until_at__range",
                                (
                                    datetime.datetime(1989, 12, 31, 16, 0, tzinfo=datetime.UTC),
                                    datetime.datetime(2199, 12, 31, 16, 0, tzinfo=datetime.UTC),
                                ),
                            ),
                            _connector="OR",
                        ),
                    ),
                    name="force_majeure_days_known",
                ),
            ],
        },
        bases=(contracts.models.saying.Said, models.Model),
    ),
    migrations.CreateModel(
        name="Loss",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
            ("text", models.TextField(max_length=2000)),
            ("recorded_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "breach",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="losses", to="contracts.breach"
                ),
            ),
            (
                "file",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
        ],
        options={
            "verbose_name": "loss",
            "verbose_name_plural": "losses",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="loss_not_negative"),
                models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="loss_says_how"),
            ],
        },
        bases=(contracts.models.saying.Said, models.Model),
    ),
    migrations.CreateModel(
        name="Remedy",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "code",
                models.CharField(
                    choices=[
                        ("redo", "Do it, or do it again"),
                        ("warning", "Written warning"),
                        ("fine", "Fine"),
                        ("discipline", "Measures against the staff concerned"),
                        ("compensate_customers", "Compensate the customers concerned"),
                        ("agree_compensation", "Agree a compensation"),
                        ("compensation", "Compensation of the loss"),
                        ("damages", "Damages by the clause"),
                        ("refund", "Refund of fees"),
                        ("rescind", "Rescind the contract"),
                        ("revise_plan", "Revise the plan"),
                        ("reassess", "Improve and be assessed again"),
                        ("renegotiate_budget", "Renegotiate the budget"),
                        ("stronger_security", "Stronger protection of data"),
                        ("replace_third_party", "Replace the third party"),
                    ],
                    max_length=20,
                ),
            ),
            ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
            ("chosen_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "breach",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="remedies", to="contracts.breach"
                ),
            ),
            ("until_date", models.DateField(null=True)),
        ],
        options={
            "verbose_name": "remedy",
            "verbose_name_plural": "remedies",
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(fields=("breach", "code"), name="remedy_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "code__in",
                            [
                                "redo",
                                "warning",
                                "fine",
                                "discipline",
                                "compensate_customers",
                                "agree_compensation",
                                "compensation",
                                "damages",
                                "refund",
                                "rescind",
                                "revise_plan",
                                "reassess",
                                "renegotiate_budget",
                                "stronger_security",
                                "replace_third_party",
                            ],
                        )
                    ),
                    name="remedy_codes",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("amount__gt", 0), ("amount__isnull", False), ("code", "refund")),
                        models.Q(models.Q(("code", "refund"), _negated=True), ("amount", None)),
                        _connector="OR",
                    ),
                    name="remedy_refund_has_sum",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            (
                                "code__in",
                                [
                                    "compensate_customers",
                                    "discipline",
                                    "reassess",
                                    "redo",
                                    "revise_plan",
                                    "stronger_security",
                                ],
                            ),
                            ("until_date__isnull", False),
                        ),
                        models.Q(
                            models.Q(
                                (
                                    "code__in",
                                    [
                                        "compensate_customers",
                                        "discipline",
                                        "reassess",
                                        "redo",
                                        "revise_plan",
                                        "stronger_security",
                                    ],
                                ),
                                _negated=True,
                            ),
                            ("until_date", None),
                        ),
                        _connector="OR",
                    ),
                    name="remedy_is_done_by_a_day",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("until_date", None),
                        ("until_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                        _connector="OR",
                    ),
                    name="remedy_day_known",
                ),
            ],
        },
        bases=(contracts.models.saying.Said, models.Model),
    ),
    migrations.CreateModel(
        name="PartySeal",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=60, verbose_name="name of the seal")),
            ("added_at", models.DateTimeField()),
            ("added_by", models.CharField(max_length=120)),
            ("retired_at", models.DateTimeField(editable=False, null=True)),
            (
                "party",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="seals", to="parties.party"
                ),
            ),
            (
                "picture",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
        ],
        options={
            "verbose_name": "registered seal",
            "verbose_name_plural": "registered seals",
            "ordering": ["party", "pk"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("retired_at", None)), fields=("party", "name"), name="seal_name_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("retired_at", None), ("retired_at__gte", models.F("added_at")), _connector="OR"
                    ),
                    name="seal_retired_after_added",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SignerAnswer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("text", models.TextField(max_length=2000, verbose_name="answer")),
            ("answered_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "question",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="contracts.signerquestion"
                ),
            ),
        ],
        options={
            "verbose_name": "answer to a signer",
            "verbose_name_plural": "answers to signers",
            "constraints": [
                models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="answer_says_something")
            ],
        },
    ),
    migrations.CreateModel(
        name="SignerQuestion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("text", models.TextField(max_length=1000, verbose_name="question")),
            ("asked_at", models.DateTimeField()),
            (
                "request",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="questions",
                    to="contracts.signaturerequest",
                ),
            ),
        ],
        options={
            "verbose_name": "signer's question",
            "verbose_name_plural": "signers' questions",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="question_asks_something")
            ],
        },
    ),
    migrations.CreateModel(
        name="ThirdParty",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "role",
                models.CharField(
                    choices=[
                        ("intermediary", "Intermediary"),
                        ("witness", "Witness and coordinator"),
                        ("adviser", "Adviser"),
                        ("technical_service", "Technical service"),
                        ("assessor", "Assessor"),
                        ("auditor", "Auditor of the contract"),
                        ("supervisor", "Supervisor"),
                        ("executing_body", "Executing body"),
                        ("guarantor", "Guarantor"),
                    ],
                    max_length=20,
                    verbose_name="role",
                ),
            ),
            ("engaged_for", models.CharField(max_length=500, verbose_name="engaged for")),
            ("fee", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="fee")),
            (
                "share_a",
                models.DecimalField(decimal_places=2, default=50, max_digits=5, verbose_name="Party A's share"),
            ),
            (
                "cap_percent",
                models.DecimalField(
                    decimal_places=2, max_digits=5, null=True, verbose_name="limit, % of the contract amount"
                ),
            ),
            (
                "cap_amount",
                models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="limit in yuan"),
            ),
            (
                "party",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="engagements",
                    to="parties.party",
                    verbose_name="third party",
                ),
            ),
            (
                "version",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="third_party",
                    to="contracts.contractversion",
                ),
            ),
        ],
        options={
            "verbose_name": "third party",
            "verbose_name_plural": "third parties",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "role__in",
                            [
                                "intermediary",
                                "witness",
                                "adviser",
                                "technical_service",
                                "assessor",
                                "auditor",
                                "supervisor",
                                "executing_body",
                                "guarantor",
                            ],
                        )
                    ),
                    name="third_party_roles",
                ),
                models.CheckConstraint(condition=models.Q(("fee__gte", 0)), name="third_party_fee_not_negative"),
                models.CheckConstraint(
                    condition=models.Q(("share_a__range", (0, 100))), name="third_party_share_of_whole"
                ),
                models.CheckConstraint(
                    condition=models.Q(("engaged_for", ""), _negated=True), name="third_party_engaged_for"
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.LessThanOrEqual(
                        models.Func(
                            models.F("cap_percent"),
                            models.F("cap_amount"),
                            function="num_nonnulls",
                            output_field=models.IntegerField(),
                        ),
                        1,
                    ),
                    name="third_party_one_cap",
                ),
                models.CheckConstraint(
                    condition=models.Q(("cap_percent", None), ("cap_percent__range", (0, 100)), _connector="OR"),
                    name="third_party_cap_of_whole",
                ),
                models.CheckConstraint(
                    condition=models.Q(("cap_amount", None), ("cap_amount__gte", 0), _connector="OR"),
                    name="third_party_cap_not_negative",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="AnnexBearer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("code", models.CharField(max_length=40)),
            ("at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="annex_bearers", to="contracts.contract"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={"verbose_name": "bearer of an annex", "verbose_name_plural": "bearers of annexes", "ordering": ["pk"]},
    ),
    migrations.CreateModel(
        name="AnnexVersion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("code", models.CharField(max_length=40)),
            ("number", models.PositiveSmallIntegerField()),
            ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
            ("delivered_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "annex",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="contracts.annex"
                ),
            ),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="annex_versions", to="contracts.contract"
                ),
            ),
            (
                "file",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
            (
                "obligation",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="annex_versions",
                    to="contracts.obligation",
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "statement",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="annex_version",
                    to="contracts.requeststatement",
                ),
            ),
        ],
        options={
            "verbose_name": "version of an annex",
            "verbose_name_plural": "versions of annexes",
            "ordering": ["code", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("contract", "code", "number"), name="annex_version_once"),
                models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="annex_versions_from_one"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("file", None), ("statement__isnull", False)),
                        models.Q(("file__isnull", False), ("statement", None)),
                        _connector="OR",
                    ),
                    name="annex_version_kept_once",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="AnnexAnswer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("is_accepted", models.BooleanField()),
            ("reason", models.TextField(blank=True, max_length=2000, verbose_name="reason")),
            ("at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "version",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="contracts.annexversion"
                ),
            ),
        ],
        options={
            "verbose_name": "answer to an annex",
            "verbose_name_plural": "answers to annexes",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("is_accepted", True), models.Q(("reason", ""), _negated=True), _connector="OR"),
                    name="annex_return_says_why",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="DataHandover",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("what", models.CharField(max_length=200, verbose_name="what")),
            ("medium", models.CharField(max_length=120, verbose_name="format and medium")),
            ("records", models.PositiveBigIntegerField(null=True, verbose_name="number of records")),
            ("is_personal", models.BooleanField(verbose_name="personal data")),
            ("purpose", models.CharField(max_length=300, verbose_name="purpose")),
            ("handed_date", models.DateField(verbose_name="handed over on")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("handed_over", "Handed over, receipt not confirmed"),
                        ("contested", "Receipt contested"),
                        ("held", "Received"),
                        ("returned", "Returned"),
                        ("destroyed", "Destroyed"),
                        ("settled", "Returned or destroyed, confirmed"),
                        ("withdrawn", "Withdrawn"),
                    ],
                    default="handed_over",
                    editable=False,
                    max_length=12,
                ),
            ),
            ("recorded_at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="data_handovers", to="contracts.contract"
                ),
            ),
            (
                "giver",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "list_file",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
            (
                "receiver",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "data handed over",
            "verbose_name_plural": "data handed over",
            "ordering": ["-handed_date", "-pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("giver", models.F("receiver")), _negated=True), name="handover_two_parties"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "state__in",
                            ["handed_over", "contested", "held", "returned", "destroyed", "settled", "withdrawn"],
                        )
                    ),
                    name="handover_states",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("what", ""), _negated=True),
                        models.Q(("medium", ""), _negated=True),
                        models.Q(("purpose", ""), _negated=True),
                    ),
                    name="handover_says_what_and_why",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("handed_date", None),
                        ("handed_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                        _connector="OR",
                    ),
                    name="handover_day_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HandoverStep",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("verb", models.CharField(max_length=12)),
            ("text", models.TextField(blank=True, max_length=2000)),
            ("on_date", models.DateField(null=True)),
            ("at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "handover",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="contracts.datahandover"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "proof",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
        ],
        options={
            "verbose_name": "step of a data hand-over",
            "verbose_name_plural": "steps of data hand-overs",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("verb__in", ["receive", "contest", "withdraw", "give_back", "destroy", "accept", "refuse"])
                    ),
                    name="handover_step_verbs",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("verb__in", ["give_back", "destroy"]), _negated=True),
                        models.Q(("on_date__isnull", False), ("proof__isnull", False)),
                        _connector="OR",
                    ),
                    name="handover_end_is_proven",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("verb__in", ["contest", "withdraw", "refuse"]), _negated=True),
                        models.Q(("text", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="handover_no_says_why",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("on_date", None),
                        ("on_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                        _connector="OR",
                    ),
                    name="handover_step_day_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SearchText",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("digest", models.CharField(max_length=64, unique=True)),
            ("zh", models.TextField(blank=True)),
            ("en", models.TextField(blank=True)),
            ("folded", models.TextField()),
            ("grams", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
        ],
        options={
            "verbose_name": "searchable text",
            "verbose_name_plural": "searchable texts",
            "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="search_text_grams")],
        },
    ),
    migrations.CreateModel(
        name="SearchPlace",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "piece",
                models.CharField(
                    choices=[
                        ("head", "Number and title"),
                        ("party", "Party"),
                        ("clause", "Clause"),
                        ("term", "Term"),
                        ("annex", "Annex"),
                        ("notice", "Notice"),
                    ],
                    max_length=8,
                ),
            ),
            ("position", models.PositiveSmallIntegerField()),
            ("anchor", models.CharField(blank=True, max_length=40)),
            (
                "contract",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="search_places",
                    to="contracts.contract",
                ),
            ),
            (
                "text",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="places",
                    to="contracts.searchtext",
                ),
            ),
        ],
        options={
            "verbose_name": "place of a text",
            "verbose_name_plural": "places of texts",
            "ordering": ["contract", "position"],
            "indexes": [models.Index(fields=["text", "contract"], name="search_place_of_text")],
            "constraints": [
                models.UniqueConstraint(fields=("contract", "position"), name="search_place_once"),
                models.CheckConstraint(
                    condition=models.Q(("piece__in", ["head", "party", "clause", "term", "annex", "notice"])),
                    name="search_pieces",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Request",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("service_plan", "Plan for approval"),
                        ("fee_change", "Change of fees"),
                        ("change", "Change request"),
                        ("extension", "Request for more time"),
                        ("acceptance", "Acceptance of work"),
                        ("improvement_report", "Improvement report"),
                        ("suggestion", "Suggestion"),
                        ("data_request", "Data request"),
                        ("ip_statement", "Statement on intellectual property"),
                        ("third_party", "Request for a third party"),
                    ],
                    max_length=20,
                    verbose_name="kind",
                ),
            ),
            ("subject", models.CharField(max_length=100, verbose_name="subject")),
            ("particulars", models.JSONField(default=dict)),
            ("wanted_date", models.DateField(null=True)),
            ("annex_code", models.CharField(blank=True, max_length=40)),
            ("amends", models.BooleanField(default=False)),
            ("completes", models.BooleanField(default=False)),
            ("asked_at", models.DateTimeField()),
            (
                "state",
                models.CharField(
                    choices=[
                        ("asked", "Waits for an answer"),
                        ("returned", "Sent back"),
                        ("agreed", "Agreed"),
                        ("refused", "Refused"),
                        ("withdrawn", "Withdrawn"),
                        ("lapsed", "Lapsed with the contract"),
                    ],
                    default="asked",
                    editable=False,
                    max_length=10,
                ),
            ),
            ("round", models.PositiveSmallIntegerField(default=1, editable=False)),
            ("decided_at", models.DateTimeField(editable=False, null=True)),
            ("granted_date", models.DateField(editable=False, null=True)),
            (
                "about",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="requests",
                    to="contracts.obligation",
                ),
            ),
            (
                "amendment",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="requests",
                    to="contracts.contractversion",
                ),
            ),
            (
                "answerer",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "asker",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="contracts.contract"
                ),
            ),
            (
                "deadline",
                models.OneToOneField(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="request",
                    to="deadlines.deadline",
                ),
            ),
            (
                "notice",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="request",
                    to="contracts.notice",
                ),
            ),
            (
                "replacement",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="contracts.obligation",
                ),
            ),
            (
                "proposed_party",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                ),
            ),
            (
                "proposed_role",
                models.CharField(
                    blank=True,
                    choices=[
                        ("intermediary", "Intermediary"),
                        ("witness", "Witness and coordinator"),
                        ("adviser", "Adviser"),
                        ("technical_service", "Technical service"),
                        ("assessor", "Assessor"),
                        ("auditor", "Auditor of the contract"),
                        ("supervisor", "Supervisor"),
                        ("executing_body", "Executing body"),
                        ("guarantor", "Guarantor"),
                    ],
                    max_length=20,
                ),
            ),
        ],
        options={
            "verbose_name": "request",
            "verbose_name_plural": "requests",
            "ordering": ["-pk"],
            "indexes": [
                models.Index(fields=["contract", "state"], name="request_of_contract"),
                models.Index(condition=models.Q(("state", "asked")), fields=["answerer"], name="request_waiting"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("asker", models.F("answerer")), _negated=True), name="request_two_parties"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "kind__in",
                            [
                                "service_plan",
                                "fee_change",
                                "change",
                                "extension",
                                "acceptance",
                                "improvement_report",
                                "suggestion",
                                "data_request",
                                "ip_statement",
                                "third_party",
                            ],
                        )
                    ),
                    name="request_kinds",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("state__in", ["asked", "returned", "agreed", "refused", "withdrawn", "lapsed"])
                    ),
                    name="request_states",
                ),
                models.CheckConstraint(condition=models.Q(("subject", ""), _negated=True), name="request_says_what"),
                models.CheckConstraint(condition=models.Q(("round__gte", 1)), name="request_rounds_from_one"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at", None), ("state__in", ("asked", "returned"))),
                        models.Q(
                            models.Q(("state__in", ("asked", "returned")), _negated=True),
                            ("decided_at__gte", models.F("asked_at")),
                            ("decided_at__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="request_ended_has_moment",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("about__isnull", False), ("kind", "extension"), ("wanted_date__isnull", False)),
                        models.Q(
                            models.Q(("kind", "extension"), _negated=True),
                            ("granted_date", None),
                            ("replacement", None),
                            ("wanted_date", None),
                        ),
                        _connector="OR",
                    ),
                    name="request_more_time_for_what",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("kind", "extension"),
                            ("state", "agreed"),
                            ("granted_date__isnull", False),
                            ("granted_date__lte", models.F("wanted_date")),
                        ),
                        models.Q(
                            models.Q(("kind", "extension"), ("state", "agreed"), _negated=True),
                            ("granted_date", None),
                            ("replacement", None),
                        ),
                        _connector="OR",
                    ),
                    name="request_granted_day",
                ),
                models.CheckConstraint(
                    condition=models.Q(("notice", None), ("kind", "fee_change"), _connector="OR"),
                    name="request_notice_of_fees",
                ),
                models.CheckConstraint(
                    condition=models.Q(("completes", False), ("kind", "acceptance"), _connector="OR"),
                    name="request_completes_work",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("amends", False), ("kind__in", ("fee_change", "change", "third_party")), _connector="OR"
                    ),
                    name="request_amending_kinds",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("amendment", None), models.Q(("amends", True), ("state", "agreed")), _connector="OR"
                    ),
                    name="request_amendment_agreed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("proposed_party", None), ("proposed_role", "")),
                        models.Q(
                            ("kind", "third_party"),
                            ("proposed_party__isnull", False),
                            (
                                "proposed_role__in",
                                [
                                    "intermediary",
                                    "witness",
                                    "adviser",
                                    "technical_service",
                                    "assessor",
                                    "auditor",
                                    "supervisor",
                                    "executing_body",
                                    "guarantor",
                                ],
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="request_proposes_third_party",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("wanted_date", None),
                            ("wanted_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                            _connector="OR",
                        ),
                        models.Q(
                            ("granted_date", None),
                            ("granted_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                            _connector="OR",
                        ),
                    ),
                    name="request_days_known",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("replacement__isnull", False)), fields=("about",), name="request_replaces_once"
                ),
                models.UniqueConstraint(fields=("replacement",), name="request_replacement_of_one"),
            ],
        },
    ),
    migrations.CreateModel(
        name="RequestCriterion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveSmallIntegerField()),
            ("text", models.CharField(max_length=300)),
            (
                "request",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="criteria", to="contracts.request"
                ),
            ),
        ],
        options={
            "verbose_name": "criterion",
            "verbose_name_plural": "criteria",
            "ordering": ["position"],
            "constraints": [
                models.UniqueConstraint(fields=("request", "position"), name="request_criterion_place"),
                models.CheckConstraint(
                    condition=models.Q(("text", ""), _negated=True), name="request_criterion_says_what"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="RequestedTerm",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=40)),
            ("before", models.JSONField(null=True)),
            ("stored", models.JSONField()),
            (
                "request",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="contracts.request"
                ),
            ),
        ],
        options={
            "verbose_name": "requested value",
            "verbose_name_plural": "requested values",
            "ordering": ["pk"],
            "constraints": [models.UniqueConstraint(fields=("request", "name"), name="requested_term_once")],
        },
    ),
    migrations.CreateModel(
        name="RequestStatement",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("verb", models.CharField(max_length=12)),
            ("round", models.PositiveSmallIntegerField()),
            ("text", models.TextField(blank=True, max_length=5000)),
            ("at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "deadline",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="request_statement",
                    to="deadlines.deadline",
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "request",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="contracts.request"
                ),
            ),
        ],
        options={
            "verbose_name": "statement on a request",
            "verbose_name_plural": "statements on requests",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("verb__in", ["ask", "ask_again", "agree", "refuse", "send_back", "withdraw", "lapse", "say"])
                    ),
                    name="request_statement_verbs",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("verb__in", ("agree", "refuse", "send_back"))),
                    fields=("request", "round"),
                    name="request_one_answer_a_round",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("verb__in", ["ask", "ask_again"])),
                    fields=("request", "round"),
                    name="request_round_once",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="RequestFile",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "file",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
            (
                "statement",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="files", to="contracts.requeststatement"
                ),
            ),
        ],
        options={"verbose_name": "file of a request", "verbose_name_plural": "files of requests", "ordering": ["pk"]},
    ),
    migrations.CreateModel(
        name="CriterionVerdict",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("passed", models.BooleanField()),
            ("note", models.CharField(blank=True, max_length=500)),
            (
                "criterion",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="verdicts",
                    to="contracts.requestcriterion",
                ),
            ),
            (
                "statement",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="verdicts",
                    to="contracts.requeststatement",
                ),
            ),
        ],
        options={
            "verbose_name": "verdict on a criterion",
            "verbose_name_plural": "verdicts on criteria",
            "ordering": ["criterion__position"],
            "constraints": [
                models.UniqueConstraint(fields=("statement", "criterion"), name="criterion_judged_once"),
                models.CheckConstraint(
                    condition=models.Q(("passed", True), models.Q(("note", ""), _negated=True), _connector="OR"),
                    name="criterion_failed_says_why",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="FulfilmentStatement",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("verb", models.CharField(max_length=10)),
            ("text", models.TextField(blank=True, max_length=2000)),
            ("at", models.DateTimeField()),
            ("by", models.CharField(max_length=120)),
            (
                "fulfilment",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="contracts.fulfilment"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "statement on a fulfilment",
            "verbose_name_plural": "statements on fulfilments",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("verb__in", ["answer", "accept"]),
                        models.Q(("verb", "contest"), models.Q(("text", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="fulfilment_contested_with_reason",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="EvidencePack",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("first_day", models.DateField(null=True, verbose_name="first day")),
            ("last_day", models.DateField(null=True, verbose_name="last day")),
            ("reason", models.TextField(max_length=500, verbose_name="what for")),
            ("by", models.CharField(max_length=120)),
            ("asked_at", models.DateTimeField()),
            ("made_at", models.DateTimeField(editable=False, null=True)),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="evidence_packs", to="contracts.contract"
                ),
            ),
            (
                "file",
                models.OneToOneField(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="foundation.storedfile",
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("breaches", models.ManyToManyField(related_name="+", to="contracts.breach", verbose_name="breaches")),
        ],
        options={
            "verbose_name": "evidence pack",
            "verbose_name_plural": "evidence packs",
            "ordering": ["-pk"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="pack_says_what_for"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("first_day", None), ("last_day", None)),
                        models.Q(
                            ("first_day__isnull", False),
                            ("last_day__gte", models.F("first_day")),
                            ("last_day__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="pack_days_in_order",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("file", None), ("made_at", None)),
                        models.Q(
                            ("file__isnull", False), ("made_at__gte", models.F("asked_at")), ("made_at__isnull", False)
                        ),
                        _connector="OR",
                    ),
                    name="pack_made_with_file",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("first_day", None),
                            ("first_day__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                            _connector="OR",
                        ),
                        models.Q(
                            ("last_day", None),
                            ("last_day__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                            _connector="OR",
                        ),
                    ),
                    name="pack_days_known",
                ),
            ],
        },
        bases=(contracts.models.saying.Said, models.Model),
    ),
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
            (
                "answerer",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="parties.party",
                ),
            ),
            (
                "dispute",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="ends", to="contracts.dispute"
                ),
            ),
            (
                "paper",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "end of a dispute",
            "verbose_name_plural": "ends of disputes",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["settle", "decide"])), name="dispute_end_kinds"
                ),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["proposed", "effective", "declined", "withdrawn"])),
                    name="dispute_end_states",
                ),
                models.CheckConstraint(
                    condition=models.Q(("costs__in", ["A", "B", "shared", "own"])), name="dispute_end_cost_bearers"
                ),
                models.CheckConstraint(
                    condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                    name="dispute_end_not_negative",
                ),
                models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="dispute_end_says_what"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("happened_date", None),
                        ("happened_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                        _connector="OR",
                    ),
                    name="dispute_end_day_known",
                ),
                models.CheckConstraint(
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
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind", "settle"), ("state", "effective"), _negated=True),
                        models.Q(("answerer", models.F("party")), _negated=True),
                        _connector="OR",
                    ),
                    name="dispute_end_settled_by_both",
                ),
                models.CheckConstraint(
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
                models.UniqueConstraint(
                    condition=models.Q(("state", "proposed")), fields=("dispute",), name="dispute_end_one_at_a_time"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state", "effective")), fields=("dispute",), name="dispute_end_once"
                ),
            ],
        },
        bases=(contracts.models.saying.Said, models.Model),
    ),
    migrations.CreateModel(
        name="HinderedDuty",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "claim",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="contracts.forcemajeure"
                ),
            ),
            (
                "obligation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="hindered_by", to="contracts.obligation"
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
]
