import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable, TableRule

# What a side says under a contract is said by one of its two sides.
OF_A_SIDE = """
CREATE FUNCTION contracts_of_a_side() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_contract c
        WHERE c.id = NEW.contract_id AND NEW.party_id IN (c.party_a_id, c.party_b_id)
    ) THEN
        RAISE EXCEPTION 'party % is no side of contract %', NEW.party_id, NEW.contract_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER of_a_side BEFORE INSERT ON contracts_notice
    FOR EACH ROW EXECUTE FUNCTION contracts_of_a_side();
CREATE TRIGGER of_a_side BEFORE INSERT ON contracts_settlementtick
    FOR EACH ROW EXECUTE FUNCTION contracts_of_a_side();
"""
DROP_OF_A_SIDE = """
DROP TRIGGER of_a_side ON contracts_settlementtick;
DROP TRIGGER of_a_side ON contracts_notice;
DROP FUNCTION contracts_of_a_side();
"""

# What the debtor recorded stays; the creditor's word on it moves it on, until it is accepted.
RECORDED_FULFILMENT = """
CREATE FUNCTION contracts_recorded_fulfilment() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'accepted' OR NEW.state = 'recorded'
        OR to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state'
    THEN
        RAISE EXCEPTION 'fulfilment % was recorded', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER recorded BEFORE UPDATE OR DELETE ON contracts_fulfilment
    FOR EACH ROW EXECUTE FUNCTION contracts_recorded_fulfilment();
"""
DROP_RECORDED_FULFILMENT = """
DROP TRIGGER recorded ON contracts_fulfilment;
DROP FUNCTION contracts_recorded_fulfilment();
"""
APPEND_ONLY = " FOR EACH ROW EXECUTE FUNCTION foundation_append_only()"
MOVING_FULFILMENT = TableRule(
    "contracts_fulfilment",
    ["DROP TRIGGER append_only ON {table}", "GRANT UPDATE ON {table} TO {app}"],
    [
        "REVOKE UPDATE ON {table} FROM {app}",
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}" + APPEND_ONLY,
    ],
)

# A contract is closed by both its sides, line by line.
SETTLED = """
CREATE FUNCTION contracts_settled() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (SELECT count(DISTINCT (t.line, t.party_id)) FROM public.contracts_settlementtick t WHERE t.contract_id = NEW.id)
        < 10
    THEN
        RAISE EXCEPTION 'contract % is not settled by both sides', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settled BEFORE UPDATE OF state ON contracts_contract
    FOR EACH ROW WHEN (NEW.state = 'archived' AND OLD.state <> 'archived') EXECUTE FUNCTION contracts_settled();
"""
DROP_SETTLED = """
DROP TRIGGER settled ON contracts_contract;
DROP FUNCTION contracts_settled();
"""

# Whoever recorded it did so for the side for which that person works; a program, as everywhere, for the client.
FILL_SIDES = """
SELECT set_config('encore.actor', 'migration', true);
ALTER TABLE contracts_measurement DISABLE TRIGGER append_only;
UPDATE contracts_measurement m SET party_id = coalesce(
    (SELECT min(s.party_id) FROM parties_membership s
        WHERE s.user_id = m.person_id AND s.party_id IN (c.party_a_id, c.party_b_id)),
    c.party_a_id
)
FROM contracts_contract c WHERE c.id = m.contract_id;
ALTER TABLE contracts_measurement ENABLE TRIGGER append_only;
"""

# A wording acts only when both sides have signed it and nobody's signature is still awaited, or the client has
# confirmed the paper. After the statement, so that what the wording itself lacks is told first.
AGREED_VERSION = """
CREATE FUNCTION contracts_agreed_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_papersigning p JOIN public.contracts_paperanswer a ON a.signing_id = p.id
        WHERE p.version_id = NEW.id AND a.is_confirmed
    ) AND (
        (SELECT count(DISTINCT s.side) FROM public.contracts_signaturerequest s
            WHERE s.version_id = NEW.id AND s.state = 'signed' AND s.side IN ('A', 'B')) < 2
        OR EXISTS (
            SELECT FROM public.contracts_signaturerequest s
            WHERE s.version_id = NEW.id AND s.state IN ('invited', 'declined', 'withdrawn')
        )
    ) THEN
        RAISE EXCEPTION 'contract version % was agreed by nobody', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER agreed AFTER INSERT OR UPDATE OF state ON contracts_contractversion
    FOR EACH ROW WHEN (NEW.state = 'effective') EXECUTE FUNCTION contracts_agreed_version();
"""
DROP_AGREED_VERSION = """
DROP TRIGGER agreed ON contracts_contractversion;
DROP FUNCTION contracts_agreed_version();
"""

# What was said about a clause stays as it was said and as far as it was said; it is settled, once.
SAID_COMMENT = """
CREATE FUNCTION contracts_said_comment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    may_change text[] := '{settled_at,settled_by_id}';
BEGIN
    IF TG_OP = 'DELETE' OR OLD.settled_at IS NOT NULL
        OR to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change
    THEN
        RAISE EXCEPTION 'comment % was written', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER said BEFORE UPDATE OR DELETE ON contracts_clausecomment
    FOR EACH ROW EXECUTE FUNCTION contracts_said_comment();
CREATE TRIGGER of_a_side BEFORE INSERT ON contracts_clausecomment
    FOR EACH ROW EXECUTE FUNCTION contracts_of_a_side();
"""
DROP_SAID_COMMENT = """
DROP TRIGGER of_a_side ON contracts_clausecomment;
DROP TRIGGER said ON contracts_clausecomment;
DROP FUNCTION contracts_said_comment();
"""

# A measurement is one of a term of its contract, at the level that the term agreed; and a side corrects its own value
# alone, of the same target and period.
MEASURED = """
CREATE FUNCTION contracts_measured() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM public.contracts_measurement m
        WHERE m.id = NEW.replaces_id AND m.contract_id = NEW.contract_id AND m.target = NEW.target
            AND m.first_day = NEW.first_day AND m.party_id = NEW.party_id
    ) THEN
        RAISE EXCEPTION 'measurement % is not corrected by another side or of another period', NEW.replaces_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (
        SELECT FROM public.contracts_term t JOIN public.contracts_contractversion v ON v.id = t.version_id
        WHERE t.id = NEW.term_id AND v.contract_id = NEW.contract_id AND t.name = NEW.target
            AND t.stored ->> 'type' = 'percent' AND (t.stored ->> 'value')::numeric = NEW.level
    ) THEN
        RAISE EXCEPTION 'term % sets no such target of contract %', NEW.term_id, NEW.contract_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER measured BEFORE INSERT ON contracts_measurement
    FOR EACH ROW EXECUTE FUNCTION contracts_measured();
CREATE TRIGGER of_a_side BEFORE INSERT ON contracts_measurement
    FOR EACH ROW EXECUTE FUNCTION contracts_of_a_side();
"""
DROP_MEASURED = """
DROP TRIGGER of_a_side ON contracts_measurement;
DROP TRIGGER measured ON contracts_measurement;
DROP FUNCTION contracts_measured();
"""


def day_of(moment: str) -> models.Func:
    """The day in China on which the moment in a column lies."""
    day = "((%(expressions)s) AT TIME ZONE 'Asia/Shanghai')::date"
    return models.Func(models.F(moment), output_field=models.DateField(), template=day)


class Migration(migrations.Migration):
    """What one side says about itself, about a paper or about a value works only as far as the other side was heard."""

    dependencies = [
        ("contracts", "0016_requests"),
        ("foundation", "0002_audit_and_append_only"),
        ("parties", "0002_audit"),
    ]

    operations = [
        # Here and below, what was recorded before these rules stays as it was recorded.
        AddConstraintNotValid(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("delivered_at", None), ("delivered_at__gte", models.F("given_at")), _connector="OR"
                ),
                name="notice_told_before_delivery",
            ),
        ),
        AddConstraintNotValid(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_date__lte", day_of("given_at"))), name="notice_sent_before_given"
            ),
        ),
        migrations.RunSQL(OF_A_SIDE, DROP_OF_A_SIDE),
        migrations.RemoveConstraint(model_name="settlementtick", name="settlement_line_once"),
        migrations.AddConstraint(
            model_name="settlementtick",
            constraint=models.UniqueConstraint(
                condition=models.Q(("note", "")),
                fields=("contract", "line", "party"),
                name="settlement_line_once_a_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementtick",
            constraint=models.UniqueConstraint(
                condition=models.Q(("note", ""), _negated=True),
                fields=("contract", "line", "party"),
                name="settlement_note_once_a_side",
            ),
        ),
        migrations.RunSQL(SETTLED, DROP_SETTLED),
        migrations.AlterField(
            model_name="measurement",
            name="verdict",
            field=models.CharField(
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
        migrations.RemoveConstraint(model_name="measurement", name="measurement_verdicts"),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["met", "unproven", "missed", "too_few", "interim"])),
                name="measurement_verdicts",
            ),
        ),
        AddConstraintNotValid(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("last_day__gte", day_of("recorded_at")), ("verdict", "interim")),
                    models.Q(models.Q(("verdict", "interim"), _negated=True), ("last_day__lt", day_of("recorded_at"))),
                    _connector="OR",
                ),
                name="measurement_verdict_after_period",
            ),
        ),
        migrations.AddField(
            model_name="measurement",
            name="party",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
            ),
        ),
        migrations.RunSQL(FILL_SIDES, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="measurement",
            name="party",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
        ),
        migrations.RemoveConstraint(model_name="measurement", name="measurement_once"),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)),
                fields=("contract", "target", "first_day", "party"),
                name="measurement_once",
            ),
        ),
        migrations.RunSQL(MEASURED, DROP_MEASURED),
        AddConstraintNotValid(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict__in", ["too_few", "interim"]),
                    models.Q(
                        models.Q(("target", "churn_ceiling"), _negated=True),
                        models.Q(
                            models.Q(("value__lt", models.F("level")), ("verdict", "missed")),
                            models.Q(
                                ("low__gte", models.F("level")), ("value__gte", models.F("level")), ("verdict", "met")
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
                                ("high__lte", models.F("level")), ("value__lte", models.F("level")), ("verdict", "met")
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
        ),
        migrations.RunSQL(SAID_COMMENT, DROP_SAID_COMMENT),
        migrations.RunSQL(AGREED_VERSION, DROP_AGREED_VERSION),
        MOVING_FULFILMENT,
        migrations.AddField(
            model_name="fulfilment",
            name="state",
            field=models.CharField(
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
        migrations.AddConstraint(
            model_name="fulfilment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["recorded", "contested", "answered", "accepted"])),
                name="fulfilment_states",
            ),
        ),
        migrations.RunSQL(RECORDED_FULFILMENT, DROP_RECORDED_FULFILMENT),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="contracts.fulfilment",
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
                    ),
                ],
            },
        ),
        AuditTable("contracts_fulfilmentstatement"),
        AppendOnly("contracts_fulfilmentstatement"),
    ]
