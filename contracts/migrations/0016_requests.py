import django.db.models.deletion
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable

# What was asked stays as it was; it moves on until it is decided, and then only its supplementary agreement is noted.
ASKED = """
CREATE FUNCTION contracts_asked_request() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    may_change text[] := '{state,round,deadline_id,decided_at,granted_date,replacement_id,amendment_id,annex_version}';
BEGIN
    IF TG_OP <> 'DELETE' AND OLD.state NOT IN ('asked', 'returned') THEN
        may_change := CASE WHEN OLD.state = 'agreed' AND OLD.amends THEN '{amendment_id}'::text[] ELSE '{}'::text[] END;
    END IF;
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change THEN
        RAISE EXCEPTION 'request % stays as it is', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER asked BEFORE UPDATE OR DELETE ON contracts_request
    FOR EACH ROW EXECUTE FUNCTION contracts_asked_request();
"""
DROP_ASKED = """
DROP TRIGGER asked ON contracts_request;
DROP FUNCTION contracts_asked_request();
"""
TABLES = ("request", "requeststatement", "requestfile", "requestedterm", "requestcriterion", "criterionverdict")


class Migration(migrations.Migration):
    """Requests between the sides, with their rounds; what was asked and said stays."""

    dependencies = [
        ("contracts", "0015_papers"),
        ("deadlines", "0003_extensions"),
        ("foundation", "0002_audit_and_append_only"),
        ("parties", "0002_audit"),
    ]

    operations = [
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
                ("annex_version", models.PositiveSmallIntegerField(editable=False, null=True)),
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
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
            ],
            options={
                "verbose_name": "request",
                "verbose_name_plural": "requests",
                "ordering": ["-pk"],
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="contracts.requeststatement",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a request",
                "verbose_name_plural": "files of requests",
                "ordering": ["pk"],
            },
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
            },
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["contract", "state"], name="request_of_contract"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(condition=models.Q(("state", "asked")), fields=["answerer"], name="request_waiting"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("asker", models.F("answerer")), _negated=True), name="request_two_parties"
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "returned", "agreed", "refused", "withdrawn", "lapsed"])),
                name="request_states",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject", ""), _negated=True), name="request_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(condition=models.Q(("round__gte", 1)), name="request_rounds_from_one"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("notice", None), ("kind", "fee_change"), _connector="OR"),
                name="request_notice_of_fees",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("completes", False), ("kind", "acceptance"), _connector="OR"),
                name="request_completes_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amends", False), ("kind__in", ("fee_change", "change", "third_party")), _connector="OR"
                ),
                name="request_amending_kinds",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amendment", None), models.Q(("amends", True), ("state", "agreed")), _connector="OR"
                ),
                name="request_amendment_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("annex_version", None),
                    models.Q(
                        ("annex_version__gte", 1), ("state", "agreed"), models.Q(("annex_code", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="request_annex_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                fields=("contract", "annex_code", "annex_version"), name="request_annex_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="requestcriterion",
            constraint=models.UniqueConstraint(fields=("request", "position"), name="request_criterion_place"),
        ),
        migrations.AddConstraint(
            model_name="requestcriterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="request_criterion_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="requestedterm",
            constraint=models.UniqueConstraint(fields=("request", "name"), name="requested_term_once"),
        ),
        migrations.AddConstraint(
            model_name="requeststatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verb__in", ["ask", "ask_again", "agree", "refuse", "send_back", "withdraw", "lapse", "say"])
                ),
                name="request_statement_verbs",
            ),
        ),
        migrations.AddConstraint(
            model_name="requeststatement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("verb__in", ("agree", "refuse", "send_back"))),
                fields=("request", "round"),
                name="request_one_answer_a_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="requeststatement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("verb__in", ["ask", "ask_again"])),
                fields=("request", "round"),
                name="request_round_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterionverdict",
            constraint=models.UniqueConstraint(fields=("statement", "criterion"), name="criterion_judged_once"),
        ),
        migrations.AddConstraint(
            model_name="criterionverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("passed", True), models.Q(("note", ""), _negated=True), _connector="OR"),
                name="criterion_failed_says_why",
            ),
        ),
        migrations.RunSQL(ASKED, DROP_ASKED),
        *(AuditTable(f"contracts_{name}") for name in TABLES),
        *(AppendOnly(f"contracts_{name}") for name in TABLES if name != "request"),
    ]
