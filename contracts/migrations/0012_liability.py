import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

import contracts.models.saying
from foundation.migration_operations import AppendOnly, AuditTable

# What one side proposed and the other answered stays as it was written, and once answered (TG_ARGV[0] is set) as it
# ended. The other arguments are the columns that the answer sets.
ANSWERED_ONCE = """
CREATE FUNCTION contracts_answered_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    may_change text[] := TG_ARGV[0:];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF to_jsonb(NEW) ->> TG_ARGV[0] IS NOT NULL THEN
            RAISE EXCEPTION 'a row of % begins without an end', TG_TABLE_NAME USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) ->> TG_ARGV[0] IS NOT NULL
        OR to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change
    THEN
        RAISE EXCEPTION 'row % of % stays as it is', OLD.id, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
DROP_ANSWERED_ONCE = "DROP FUNCTION contracts_answered_once();"

ANSWERED = {
    "adjustment": "answered_at, state, serial, answer, answered_by",
    "forcemajeure": "answered_at, state, answer, answered_by",
    "dispute": "ended_at, state, body, costs",
    "breachnotice": "judged_at, cure_until, cure, cure_text, judged_by",
}

OWED = """
CREATE FUNCTION contracts_owed(damages bigint) RETURNS numeric LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(
        (SELECT amount FROM contracts_adjustment WHERE damages_id = damages AND serial IS NOT NULL
            ORDER BY serial DESC LIMIT 1),
        (SELECT amount FROM contracts_damages WHERE id = damages)
    )
$$;
"""
DROP_OWED = "DROP FUNCTION contracts_owed(bigint);"

# Whatever writes damages of a third party, or changes what they come to: all of them together stay within its cap. The
# contract's row makes writers take turns; each statement after the lock sees what the one before it committed.
THIRD_PARTY_CAP = """
CREATE FUNCTION contracts_third_party_cap() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    subject bigint;
    about record;
    terms jsonb;
    most numeric;
    total numeric;
BEGIN
    IF TG_TABLE_NAME = 'contracts_damages' THEN
        subject := NEW.breach_id;
    ELSIF TG_TABLE_NAME = 'contracts_adjustment' THEN
        SELECT breach_id INTO subject FROM contracts_damages WHERE id = NEW.damages_id;
    ELSE
        subject := NEW.id;
    END IF;
    SELECT b.contract_id, b.at_fault_id, b.is_grave, k.version_id, k.fault INTO about
        FROM contracts_breach b JOIN contracts_breachkind k ON k.id = b.kind_id WHERE b.id = subject;
    IF about.fault <> 'third' OR about.is_grave THEN
        RETURN NULL;
    END IF;
    PERFORM FROM contracts_contract WHERE id = about.contract_id FOR NO KEY UPDATE;
    SELECT jsonb_object_agg(name, stored) INTO terms FROM contracts_term WHERE version_id = about.version_id
        AND name IN ('third_party_cap', 'third_party_cap_rule', 'contract_amount') AND stored IS NOT NULL;
    IF terms -> 'third_party_cap' IS NULL OR terms -> 'third_party_cap_rule' ->> 'value' = 'answers_in_full' THEN
        RETURN NULL;
    END IF;
    most := (terms -> 'third_party_cap' ->> 'value')::numeric;
    IF terms -> 'third_party_cap' ->> 'type' = 'percent' THEN
        most := round((terms -> 'contract_amount' ->> 'value')::numeric * most / 100, 2);
    END IF;
    SELECT coalesce(sum(contracts_owed(d.id)), 0) INTO total
        FROM contracts_damages d JOIN contracts_breach b ON b.id = d.breach_id
        JOIN contracts_breachkind k ON k.id = b.kind_id
        WHERE b.contract_id = about.contract_id AND b.at_fault_id = about.at_fault_id
            AND k.fault = 'third' AND NOT b.is_grave;
    IF total > most THEN
        RAISE EXCEPTION 'third party % would owe %, above its cap of %', about.at_fault_id, total, most
            USING ERRCODE = 'check_violation', CONSTRAINT = 'third_party_within_cap';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER third_party_cap AFTER INSERT ON contracts_damages
    FOR EACH ROW EXECUTE FUNCTION contracts_third_party_cap();
CREATE TRIGGER third_party_cap AFTER UPDATE ON contracts_adjustment
    FOR EACH ROW WHEN (NEW.serial IS NOT NULL) EXECUTE FUNCTION contracts_third_party_cap();
CREATE TRIGGER third_party_cap AFTER UPDATE OF is_grave ON contracts_breach
    FOR EACH ROW WHEN (OLD.is_grave AND NOT NEW.is_grave) EXECUTE FUNCTION contracts_third_party_cap();
"""
DROP_THIRD_PARTY_CAP = """
DROP TRIGGER third_party_cap ON contracts_breach;
DROP TRIGGER third_party_cap ON contracts_adjustment;
DROP TRIGGER third_party_cap ON contracts_damages;
DROP FUNCTION contracts_third_party_cap();
"""

APPENDED = ("breachreport", "breachevidence", "loss", "disputestep", "remedy")


def _once(table: str, columns: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER answered_once BEFORE INSERT OR UPDATE OR DELETE ON contracts_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION contracts_answered_once({columns});",
        f"DROP TRIGGER answered_once ON contracts_{table};",
    )


class Migration(migrations.Migration):
    """What follows a breach: evidence, loss, remedies, demands, adjustments, disputes, force majeure, a third's cap."""

    dependencies = [
        ("contracts", "0011_targets"),
        ("foundation", "0002_audit_and_append_only"),
        ("parties", "0002_audit"),
    ]

    operations = [
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
            ],
            options={
                "verbose_name": "adjustment of damages",
                "verbose_name_plural": "adjustments of damages",
                "ordering": ["pk"],
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
            ],
            options={
                "verbose_name": "evidence of a breach",
                "verbose_name_plural": "evidence of breaches",
                "ordering": ["pk"],
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
            ],
            options={
                "verbose_name": "notice about a breach",
                "verbose_name_plural": "notices about breaches",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="BreachReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=2000)),
                ("recorded_at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
            ],
            options={
                "verbose_name": "breach report",
                "verbose_name_plural": "breach reports",
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
            ],
            options={
                "verbose_name": "dispute",
                "verbose_name_plural": "disputes",
                "ordering": ["pk"],
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
            ],
            options={
                "verbose_name": "step of a dispute",
                "verbose_name_plural": "steps of disputes",
                "ordering": ["pk"],
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
            ],
            options={
                "verbose_name": "force majeure",
                "verbose_name_plural": "force majeure",
                "ordering": ["-pk"],
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
            ],
            options={
                "verbose_name": "loss",
                "verbose_name_plural": "losses",
                "ordering": ["pk"],
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
            ],
            options={
                "verbose_name": "remedy",
                "verbose_name_plural": "remedies",
                "ordering": ["pk"],
            },
            bases=(contracts.models.saying.Said, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name="breach",
            name="breach_decision_has_moment",
        ),
        migrations.RemoveConstraint(
            model_name="breach",
            name="breach_one_cause",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_kinds",
        ),
        migrations.AddField(
            model_name="breach",
            name="is_grave",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="termination",
            name="breach",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="terminations",
                to="contracts.breach",
            ),
        ),
        migrations.AlterField(
            model_name="breach",
            name="state",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("termination", "Notice of termination"),
                    ("fee_change", "Notice of a change of fees"),
                    ("warning", "Written warning"),
                    ("demand", "Demand for performance"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["termination", "fee_change", "warning", "demand"])),
                name="notice_kinds",
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="damages",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="adjustments", to="contracts.damages"
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="paper",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="party",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
        ),
        migrations.AddField(
            model_name="breachevidence",
            name="breach",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="contracts.breach"
            ),
        ),
        migrations.AddField(
            model_name="breachevidence",
            name="file",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="breachevidence",
            name="party",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
        ),
        migrations.AddField(
            model_name="breachnotice",
            name="breach",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="contracts.breach"
            ),
        ),
        migrations.AddField(
            model_name="breachnotice",
            name="notice",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="about_breach", to="contracts.notice"
            ),
        ),
        migrations.AddField(
            model_name="breachreport",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="breach_reports", to="contracts.contract"
            ),
        ),
        migrations.AddField(
            model_name="breachreport",
            name="party",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
        ),
        migrations.AddField(
            model_name="breach",
            name="report",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="breaches",
                to="contracts.breachreport",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="breach",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="disputes", to="contracts.breach"
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="party",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="dispute",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="adjustments",
                to="contracts.dispute",
            ),
        ),
        migrations.AddField(
            model_name="disputestep",
            name="dispute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="contracts.dispute"
            ),
        ),
        migrations.AddField(
            model_name="disputestep",
            name="paper",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="disputestep",
            name="party",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
        ),
        migrations.AddField(
            model_name="forcemajeure",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="force_majeure", to="contracts.contract"
            ),
        ),
        migrations.AddField(
            model_name="forcemajeure",
            name="evidence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="forcemajeure",
            name="party",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
        ),
        migrations.AddField(
            model_name="breach",
            name="exempted_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="breaches",
                to="contracts.forcemajeure",
            ),
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
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
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.UniqueConstraint(fields=("report", "at_fault"), name="breach_once_for_report"),
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("exempted_by__isnull", False), ("state", "exempted")),
                    models.Q(models.Q(("state", "exempted"), _negated=True), ("exempted_by", None)),
                    _connector="OR",
                ),
                name="breach_exempted_by_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", False), ("state__in", ["confirmed", "waived", "exempted"])),
                    models.Q(("decided_at", None), ("state__in", ["proposed", "accepted", "contested"])),
                    _connector="OR",
                ),
                name="breach_decision_has_moment",
            ),
        ),
        migrations.AddField(
            model_name="loss",
            name="breach",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="losses", to="contracts.breach"
            ),
        ),
        migrations.AddField(
            model_name="loss",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="remedy",
            name="breach",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="remedies", to="contracts.breach"
            ),
        ),
        migrations.AddField(
            model_name="remedy",
            name="obligation",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="remedy", to="contracts.obligation"
            ),
        ),
        migrations.AddConstraint(
            model_name="breachevidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("file__isnull", False), models.Q(("text", ""), _negated=True), _connector="OR"),
                name="breach_evidence_not_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="breachnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("days", None), ("days__gte", 1), _connector="OR"), name="breach_notice_gives_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="breachnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("cure_until", None), ("days__isnull", False), _connector="OR"),
                name="breach_notice_time_of_demand",
            ),
        ),
        migrations.AddConstraint(
            model_name="breachnotice",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="breachreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="breach_report_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["negotiation", "mediation", "arbitration", "court", "settled", "decided", "dropped"])
                ),
                name="dispute_states",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(("costs", ""), ("costs__in", ["A", "B", "shared", "own"]), _connector="OR"),
                name="dispute_cost_bearers",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("state__in", ["settled", "decided", "dropped"])),
                    models.Q(
                        models.Q(("state__in", ["settled", "decided", "dropped"]), _negated=True), ("ended_at", None)
                    ),
                    _connector="OR",
                ),
                name="dispute_end_has_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("breach",), name="dispute_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="adjustment_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="adjustment_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["agreement", "mediation", "award", "judgment"])),
                name="adjustment_kinds",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["proposed", "effective", "declined", "withdrawn"])),
                name="adjustment_states",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "agreement"),
                    models.Q(("decided_date__isnull", False), ("paper__isnull", False)),
                    _connector="OR",
                ),
                name="adjustment_decision_has_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.UniqueConstraint(fields=("damages", "serial"), name="adjustment_serial_once"),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")), fields=("damages",), name="adjustment_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="disputestep",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="dispute_step_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="forcemajeure",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_at__gt", models.F("first_at"))), name="force_majeure_has_length"
            ),
        ),
        migrations.AddConstraint(
            model_name="forcemajeure",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="force_majeure_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="forcemajeure",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["claimed", "accepted", "rejected", "withdrawn"])),
                name="force_majeure_states",
            ),
        ),
        migrations.AddConstraint(
            model_name="forcemajeure",
            constraint=models.CheckConstraint(
                condition=models.Q(("effect__in", ["suspend", "end"])), name="force_majeure_effects"
            ),
        ),
        migrations.AddConstraint(
            model_name="forcemajeure",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="loss",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="loss_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="loss",
            constraint=models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="loss_says_how"),
        ),
        migrations.AddConstraint(
            model_name="remedy",
            constraint=models.UniqueConstraint(fields=("breach", "code"), name="remedy_once"),
        ),
        migrations.AddConstraint(
            model_name="remedy",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="remedy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("amount__isnull", False), ("code", "refund")),
                    models.Q(models.Q(("code", "refund"), _negated=True), ("amount", None)),
                    _connector="OR",
                ),
                name="remedy_refund_has_sum",
            ),
        ),
        migrations.AddConstraint(
            model_name="remedy",
            constraint=models.CheckConstraint(
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
                        ("obligation__isnull", False),
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
                        ("obligation", None),
                    ),
                    _connector="OR",
                ),
                name="remedy_is_done_by_somebody",
            ),
        ),
        migrations.RunSQL(ANSWERED_ONCE, DROP_ANSWERED_ONCE),
        *(_once(table, columns) for table, columns in ANSWERED.items()),
        migrations.RunSQL(OWED, DROP_OWED),
        migrations.RunSQL(THIRD_PARTY_CAP, DROP_THIRD_PARTY_CAP),
        *(AppendOnly(f"contracts_{name}") for name in APPENDED),
        *(AuditTable(f"contracts_{name}") for name in (*APPENDED, *ANSWERED)),
    ]
