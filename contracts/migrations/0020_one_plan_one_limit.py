import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

# One cap for everything that a third party owes under a contract, whichever kind of breach it comes from: the lower of
# what its engagement and its contract's term say. Neither limits what was done by intent or gross negligence, nor,
# where the parties chose so, a failure that frustrates the contract. ``contracts.domain.liability.third_parties`` and
# ``liability_cap`` say the same; the contract's row makes writers take turns.
CAPPED = """
CREATE FUNCTION contracts_is_capped(breach bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
    SELECT b.at_fault_id NOT IN (c.party_a_id, c.party_b_id) AND NOT b.is_grave
        AND NOT (k.fault = 'third' AND EXISTS (
            SELECT FROM contracts_term t WHERE t.version_id = k.version_id AND t.name = 'third_party_cap_rule'
                AND t.stored ->> 'value' = 'answers_in_full'
        ))
    FROM contracts_breach b JOIN contracts_breachkind k ON k.id = b.kind_id JOIN contracts_contract c ON c.id = b.contract_id
    WHERE b.id = breach
$$;
CREATE FUNCTION contracts_third_party_limit(version bigint, third bigint) RETURNS numeric LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    WITH worded AS (
        SELECT jsonb_object_agg(name, stored) AS terms FROM contracts_term
        WHERE version_id = version AND name IN ('third_party_cap', 'contract_amount') AND stored IS NOT NULL
    ), figures AS (
        SELECT (terms -> 'contract_amount' ->> 'value')::numeric AS amount, terms -> 'third_party_cap' AS cap,
            (terms -> 'third_party_cap' ->> 'value')::numeric AS set_at, e.cap_percent, e.cap_amount
        FROM worded LEFT JOIN contracts_thirdparty e ON e.version_id = version AND e.party_id = third
    )
    SELECT least(
        CASE WHEN cap ->> 'type' = 'percent' THEN round(amount * set_at / 100, 2) ELSE set_at END,
        coalesce(cap_amount, round(amount * cap_percent / 100, 2))
    ) FROM figures
$$;
CREATE OR REPLACE FUNCTION contracts_third_party_cap() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    subject bigint;
    about record;
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
    IF NOT contracts_is_capped(subject) THEN
        RETURN NULL;
    END IF;
    SELECT b.contract_id, b.at_fault_id, k.version_id INTO about
        FROM contracts_breach b JOIN contracts_breachkind k ON k.id = b.kind_id WHERE b.id = subject;
    PERFORM FROM contracts_contract WHERE id = about.contract_id FOR NO KEY UPDATE;
    most := contracts_third_party_limit(about.version_id, about.at_fault_id);
    SELECT coalesce(sum(contracts_owed(d.id)), 0) INTO total
        FROM contracts_damages d JOIN contracts_breach b ON b.id = d.breach_id
        WHERE b.contract_id = about.contract_id AND b.at_fault_id = about.at_fault_id AND contracts_is_capped(b.id);
    IF total > most THEN
        RAISE EXCEPTION 'third party % would owe %, above its cap of %', about.at_fault_id, total, most
            USING ERRCODE = 'check_violation', CONSTRAINT = 'third_party_within_cap';
    END IF;
    RETURN NULL;
END $$;
"""
UNCAPPED = """
CREATE OR REPLACE FUNCTION contracts_third_party_cap() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
DROP FUNCTION contracts_third_party_limit(bigint, bigint);
DROP FUNCTION contracts_is_capped(bigint);
"""

# What a request handed in and the other side approved is a version of an annex like any other, and so in its register.
APPROVED = """
SELECT set_config('encore.actor', 'migration', true);
INSERT INTO contracts_annexversion
    (contract_id, annex_id, code, number, party_id, statement_id, note, delivered_at, by)
SELECT r.contract_id, a.id, r.annex_code,
    coalesce((SELECT max(v.number) FROM contracts_annexversion v
        WHERE v.contract_id = r.contract_id AND v.code = r.annex_code), 0)
        + row_number() OVER (PARTITION BY r.contract_id, r.annex_code ORDER BY r.annex_version),
    r.asker_id, s.id, '', s.at, s.by
FROM contracts_request r
JOIN LATERAL (
    SELECT * FROM contracts_requeststatement s WHERE s.request_id = r.id AND s.verb IN ('ask', 'ask_again')
    ORDER BY EXISTS (SELECT FROM contracts_requestfile f WHERE f.statement_id = s.id) DESC, s.id DESC LIMIT 1
) s ON true
JOIN LATERAL (
    SELECT a.id FROM contracts_annex a JOIN contracts_contractversion v ON v.id = a.version_id
    WHERE v.contract_id = r.contract_id AND a.code = r.annex_code AND v.effective_at <= r.decided_at
    ORDER BY v.effective_at DESC LIMIT 1
) a ON true
WHERE r.annex_version IS NOT NULL;
INSERT INTO contracts_annexanswer (version_id, party_id, is_accepted, reason, at, by)
SELECT v.id, r.answerer_id, true, '', said.at, said.by
FROM contracts_annexversion v
JOIN contracts_requeststatement s ON s.id = v.statement_id
JOIN contracts_request r ON r.id = s.request_id
JOIN contracts_requeststatement said ON said.request_id = r.id AND said.verb = 'agree';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
ANNEX_FITS = """
CREATE OR REPLACE FUNCTION contracts_annex_fits() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_annex a
        JOIN public.contracts_contractversion v ON v.id = a.version_id
        JOIN public.contracts_contract c ON c.id = v.contract_id
        WHERE a.id = NEW.annex_id AND a.code = NEW.code AND c.id = NEW.contract_id
            AND NEW.party_id IN (c.party_a_id, c.party_b_id)
    ) OR (NEW.obligation_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM public.contracts_obligation o
        WHERE o.id = NEW.obligation_id AND o.contract_id = NEW.contract_id AND o.debtor_id = NEW.party_id
    )) THEN
        RAISE EXCEPTION 'version of an annex of another contract or side'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
ANNEX_OF_REQUEST_FITS = ANNEX_FITS.replace(
    "    )) THEN",
    """    )) OR (NEW.statement_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM public.contracts_requeststatement s JOIN public.contracts_request r ON r.id = s.request_id
        WHERE s.id = NEW.statement_id AND s.verb IN ('ask', 'ask_again') AND r.contract_id = NEW.contract_id
            AND r.asker_id = NEW.party_id AND r.annex_code = NEW.code
    )) THEN""",
)

ROLES = [
    *("intermediary", "witness", "adviser", "technical_service", "assessor"),
    *("auditor", "supervisor", "executing_body", "guarantor"),
]


class Migration(migrations.Migration):
    """What was built twice is one: a third party's limit of liability, and the versions of an annex."""

    dependencies = [("contracts", "0019_clause_keys"), ("parties", "0002_audit")]

    operations = [
        migrations.RunSQL(CAPPED, UNCAPPED),
        migrations.AddField(
            "annexversion",
            "statement",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="annex_version",
                to="contracts.requeststatement",
            ),
        ),
        migrations.AlterField(
            "annexversion",
            "file",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
            ),
        ),
        migrations.AddConstraint(
            "annexversion",
            models.CheckConstraint(
                condition=Q(file=None, statement__isnull=False) | Q(file__isnull=False, statement=None),
                name="annex_version_kept_once",
            ),
        ),
        migrations.RunSQL(ANNEX_OF_REQUEST_FITS, ANNEX_FITS),
        migrations.RunSQL(APPROVED, migrations.RunSQL.noop),
        migrations.RemoveConstraint("request", "request_annex_approved"),
        migrations.RemoveConstraint("request", "request_annex_version"),
        migrations.RemoveField("request", "annex_version"),
        migrations.AddField(
            "request",
            "proposed_party",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
            ),
        ),
        migrations.AddField(
            "request",
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
                default="",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "request",
            models.CheckConstraint(
                condition=Q(proposed_party=None, proposed_role="")
                | Q(kind="third_party", proposed_party__isnull=False, proposed_role__in=ROLES),
                name="request_proposes_third_party",
            ),
        ),
    ]
