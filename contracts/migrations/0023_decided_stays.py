from django.db import migrations

# Who decides a breach does so once: what was confirmed, waived or exempted stays as it is, and stays at all.
DECIDED = """
CREATE FUNCTION contracts_breach_decided() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD) THEN
        RAISE EXCEPTION 'breach % was decided', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decided BEFORE UPDATE OR DELETE ON contracts_breach
    FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL) EXECUTE FUNCTION contracts_breach_decided();
"""
DROP_DECIDED = """
DROP TRIGGER decided ON contracts_breach;
DROP FUNCTION contracts_breach_decided();
"""

# Force majeure exempts once the other side has accepted it: the side that claimed it, on the days accepted, from what it
# covers. ``contracts.domain.liability.hindered.happened_in`` says the same of the days.
EXEMPTED = """
CREATE FUNCTION contracts_exemption_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_forcemajeure f
        WHERE f.id = NEW.exempted_by_id AND f.state = 'accepted'
            AND (f.contract_id, f.party_id) = (NEW.contract_id, NEW.at_fault_id)
            AND CASE WHEN NEW.obligation_id IS NULL
                THEN NEW.occurred_at >= f.accepted_first_at AND NEW.occurred_at < f.accepted_until_at
                ELSE NEW.occurred_at > f.accepted_first_at AND NEW.occurred_at <= f.accepted_until_at
            END
            AND (f.covers = 'all' OR EXISTS (
                SELECT FROM public.contracts_hinderedduty h
                WHERE h.claim_id = f.id AND h.obligation_id = NEW.obligation_id
            ))
    ) THEN
        RAISE EXCEPTION 'force majeure % does not exempt breach %', NEW.exempted_by_id, NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exemption_fits BEFORE INSERT OR UPDATE ON contracts_breach
    FOR EACH ROW WHEN (NEW.exempted_by_id IS NOT NULL) EXECUTE FUNCTION contracts_exemption_fits();
"""
DROP_EXEMPTED = """
DROP TRIGGER exemption_fits ON contracts_breach;
DROP FUNCTION contracts_exemption_fits();
"""


class Migration(migrations.Migration):
    """A breach is decided once, and exempted by what the other side accepted."""

    dependencies = [("contracts", "0022_one_cause")]

    operations = [
        migrations.RunSQL(DECIDED, DROP_DECIDED),
        migrations.RunSQL(EXEMPTED, DROP_EXEMPTED),
    ]
