"""What migration 0021 tells the database, in its own words."""

from datetime import UTC, date, datetime

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations
from django.db.models import CheckConstraint, Q

from foundation.migration_operations import AppendOnly, AuditTable

# As 0020 had it, but for this: what adds nothing passes also where the total is above the cap, because an amendment
# lowered it below what is owed already. What is owed stays, and the next breach comes to 0.00.
CAP_ON_WHAT_IS_ADDED = """
CREATE OR REPLACE FUNCTION contracts_third_party_cap() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    subject bigint;
    about record;
    before numeric := 0;
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
    IF TG_TABLE_NAME = 'contracts_adjustment' THEN
        SELECT coalesce(
            (SELECT a.amount FROM contracts_adjustment a WHERE a.damages_id = d.id AND a.serial < NEW.serial
                ORDER BY a.serial DESC LIMIT 1),
            d.amount
        ) INTO before FROM contracts_damages d WHERE d.id = NEW.damages_id;
    END IF;
    IF TG_TABLE_NAME <> 'contracts_breach' THEN
        IF NEW.amount <= before THEN
            RETURN NULL;
        END IF;
    END IF;
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
CAP_ON_THE_TOTAL = """
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

# One side alone makes a decision count only where all of it goes against that side: it bears the costs, and the damages
# move against it or, where they stay, it is the one that began the dispute. ``contracts.domain.liability.dispute_ends``
# says the same. At commit, an end that counts has ended its dispute, and its sum is what is owed.
ENDS_HEARD = """
CREATE FUNCTION contracts_dispute_end_heard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    about record;
BEGIN
    SELECT b.injured_id, b.at_fault_id, d.party_id AS began, c.party_a_id, c.party_b_id,
            (SELECT contracts_owed(m.id) FROM contracts_damages m WHERE m.breach_id = b.id) AS owed
        INTO about
        FROM contracts_dispute d JOIN contracts_breach b ON b.id = d.breach_id
        JOIN contracts_contract c ON c.id = b.contract_id
        WHERE d.id = NEW.dispute_id;
    IF NEW.party_id NOT IN (about.injured_id, about.at_fault_id)
        OR NEW.answerer_id NOT IN (about.injured_id, about.at_fault_id)
    THEN
        RAISE EXCEPTION 'end % of a dispute of others', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'effective' AND NEW.answerer_id = NEW.party_id AND NOT coalesce(
        NEW.party_id = CASE NEW.costs WHEN 'A' THEN about.party_a_id WHEN 'B' THEN about.party_b_id ELSE 0 END
        AND CASE
            WHEN NEW.amount IS NULL THEN about.began = NEW.party_id
            WHEN NEW.party_id = about.injured_id THEN NEW.amount < about.owed
            ELSE NEW.amount > about.owed
        END, false
    ) THEN
        RAISE EXCEPTION 'end % is in favour of the side that recorded it', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dispute_end_heard BEFORE INSERT OR UPDATE ON contracts_disputeend
    FOR EACH ROW EXECUTE FUNCTION contracts_dispute_end_heard();

CREATE FUNCTION contracts_dispute_end_counts() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM contracts_dispute d WHERE d.id = NEW.dispute_id AND d.costs = NEW.costs
            AND d.state = CASE NEW.kind WHEN 'settle' THEN 'settled' ELSE 'decided' END)
        OR (NEW.amount IS NOT NULL AND NOT EXISTS (SELECT FROM contracts_adjustment a
            WHERE a.dispute_id = NEW.dispute_id AND a.amount = NEW.amount AND a.serial IS NOT NULL))
    THEN
        RAISE EXCEPTION 'end % counts in part only', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER dispute_end_counts AFTER UPDATE ON contracts_disputeend DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.state = 'effective') EXECUTE FUNCTION contracts_dispute_end_counts();

CREATE FUNCTION contracts_dispute_ended() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.state IN ('settled', 'decided') AND NOT EXISTS (
        SELECT FROM contracts_disputeend e WHERE e.dispute_id = NEW.id AND e.state = 'effective' AND e.costs = NEW.costs
            AND e.kind = CASE NEW.state WHEN 'settled' THEN 'settle' ELSE 'decide' END
    ) THEN
        RAISE EXCEPTION 'dispute % ends without an end that counts', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT FROM contracts_disputeend e WHERE e.dispute_id = NEW.id AND e.state = 'proposed') THEN
        RAISE EXCEPTION 'dispute % ends while an end of it waits', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dispute_ended BEFORE UPDATE ON contracts_dispute FOR EACH ROW
    WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION contracts_dispute_ended();
"""
DROP_ENDS_HEARD = """
DROP TRIGGER dispute_ended ON contracts_dispute;
DROP FUNCTION contracts_dispute_ended();
DROP TRIGGER dispute_end_counts ON contracts_disputeend;
DROP FUNCTION contracts_dispute_end_counts();
DROP TRIGGER dispute_end_heard ON contracts_disputeend;
DROP FUNCTION contracts_dispute_end_heard();
"""


def answered_once(table: str, columns: str) -> migrations.RunSQL:
    """Rows of a table stay as written but for the columns of the answer, and these once it was given (see 0012)."""
    return migrations.RunSQL(
        f"CREATE TRIGGER answered_once BEFORE INSERT OR UPDATE OR DELETE ON contracts_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION contracts_answered_once({columns});",
        f"DROP TRIGGER answered_once ON contracts_{table};",
    )


ENDS = [
    migrations.RunSQL(ENDS_HEARD, DROP_ENDS_HEARD),
    answered_once("disputeend", "answered_at, state, answer, answered_by, answerer_id"),
    AuditTable("contracts_disputeend"),
]

# What was accepted before was accepted as it was claimed.
ACCEPTED_AS_CLAIMED = """
DROP TRIGGER answered_once ON contracts_forcemajeure;
SELECT set_config('encore.actor', 'migration', true);
UPDATE contracts_forcemajeure SET accepted_first_at = first_at, accepted_until_at = until_at WHERE state = 'accepted';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
ANSWERED_AS_BEFORE = """
CREATE TRIGGER answered_once BEFORE INSERT OR UPDATE OR DELETE ON contracts_forcemajeure
    FOR EACH ROW EXECUTE FUNCTION contracts_answered_once(answered_at, state, answer, answered_by);
"""
# A claim names duties of the side that claims, under its own contract; one that says it names some, names some.
DUTIES_NAMED = """
CREATE FUNCTION contracts_hindered_duty_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM contracts_forcemajeure f
        JOIN contracts_obligation o ON o.contract_id = f.contract_id AND o.debtor_id = f.party_id
        WHERE f.id = NEW.claim_id AND o.id = NEW.obligation_id AND f.covers = 'named' AND f.state = 'claimed'
    ) THEN
        RAISE EXCEPTION 'claim % cannot name duty %', NEW.claim_id, NEW.obligation_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hindered_duty_fits BEFORE INSERT ON contracts_hinderedduty
    FOR EACH ROW EXECUTE FUNCTION contracts_hindered_duty_fits();
CREATE FUNCTION contracts_force_majeure_names() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM contracts_hinderedduty WHERE claim_id = NEW.id) THEN
        RAISE EXCEPTION 'claim % names no duty', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER force_majeure_names AFTER INSERT ON contracts_forcemajeure DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.covers = 'named') EXECUTE FUNCTION contracts_force_majeure_names();
"""
DROP_DUTIES_NAMED = """
DROP TRIGGER force_majeure_names ON contracts_forcemajeure;
DROP FUNCTION contracts_force_majeure_names();
DROP TRIGGER hindered_duty_fits ON contracts_hinderedduty;
DROP FUNCTION contracts_hindered_duty_fits();
"""
HINDERED = [
    migrations.RunSQL(ACCEPTED_AS_CLAIMED, ANSWERED_AS_BEFORE),
    answered_once("forcemajeure", "answered_at, state, answer, answered_by, accepted_first_at, accepted_until_at"),
    migrations.RunSQL(DUTIES_NAMED, DROP_DUTIES_NAMED),
    AuditTable("contracts_hinderedduty"),
    AppendOnly("contracts_hinderedduty"),
]

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)
FIRST_AT, AFTER = datetime(1989, 12, 31, 16, tzinfo=UTC), datetime(2199, 12, 31, 16, tzinfo=UTC)
"""The same days as moments in China, with the one that ends the last of them."""


def _known(model: str, name: str, columns: str, first: date, last: date) -> AddConstraintNotValid:
    """What was recorded before this rule stays as it was recorded."""
    condition = Q()
    for column in columns.split():
        condition &= Q((column, None)) | Q((f"{column}__range", (first, last)))
    return AddConstraintNotValid(model, CheckConstraint(condition=condition, name=name))


KNOWN = [
    *(
        _known(model, name, columns, FIRST_DAY, LAST_DAY)
        for model, name, columns in (
            ("adjustment", "adjustment_day_known", "decided_date"),
            ("datahandover", "handover_day_known", "handed_date"),
            ("disputestep", "dispute_step_day_known", "happened_date"),
            ("evidencepack", "pack_days_known", "first_day last_day"),
            ("fulfilment", "fulfilment_day_known", "done_on"),
            ("handoverstep", "handover_step_day_known", "on_date"),
            ("measurement", "measurement_days_known", "first_day last_day"),
            ("notice", "notice_day_known", "sent_date"),
            ("occurrence", "occurrence_days_known", "first_day last_day"),
            ("papersigning", "paper_day_known", "signed_date"),
            ("request", "request_days_known", "wanted_date granted_date"),
            ("signaturerequest", "signature_letter_day_known", "authority_until"),
            ("termination", "termination_day_known", "last_day"),
        )
    ),
    _known("forcemajeure", "force_majeure_days_known", "first_at until_at", FIRST_AT, AFTER),
    _known("notice", "notice_delivery_known", "delivered_at", FIRST_AT, AFTER),
]
