from django.db import migrations

from foundation.migration_operations import AppendOnly, AuditTable

# What belongs to a frozen version is never added to, changed or removed. FOR SHARE makes a change and the freezing of
# its version wait for each other, so that neither slips in behind the other's back.
FROZEN_PARTS = """
CREATE FUNCTION contracts_frozen_parts() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    touched bigint;
    frozen timestamptz;
BEGIN
    FOREACH touched IN ARRAY CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.version_id]
        WHEN 'DELETE' THEN ARRAY[OLD.version_id]
        ELSE ARRAY[OLD.version_id, NEW.version_id]
    END LOOP
        SELECT v.frozen_at INTO frozen FROM public.contracts_contractversion v WHERE v.id = touched FOR SHARE;
        IF frozen IS NOT NULL THEN
            RAISE EXCEPTION 'contract version % is frozen', touched USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
DROP_FROZEN_PARTS = "DROP FUNCTION contracts_frozen_parts();"

# A frozen version only ever gets its moment of effect, once.
FROZEN_VERSION = """
CREATE FUNCTION contracts_frozen_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.frozen_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE'
        OR (NEW.id, NEW.contract_id, NEW.number, NEW.edits, NEW.frozen_at)
            IS DISTINCT FROM (OLD.id, OLD.contract_id, OLD.number, OLD.edits, OLD.frozen_at)
        OR (OLD.effective_at IS NOT NULL AND NEW.effective_at IS DISTINCT FROM OLD.effective_at)
    THEN
        RAISE EXCEPTION 'contract version % is frozen', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON contracts_contractversion
    FOR EACH ROW EXECUTE FUNCTION contracts_frozen_version();
"""
DROP_FROZEN_VERSION = """
DROP TRIGGER frozen ON contracts_contractversion;
DROP FUNCTION contracts_frozen_version();
"""

# Number, title, form and parties are printed: they change only while the contract is a draft. So do its venues.
PRINTED_CONTRACT = """
CREATE FUNCTION contracts_printed_contract() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.state <> 'draft' AND (
        TG_OP = 'DELETE'
        OR (NEW.id, NEW.number, NEW.title, NEW.form_id, NEW.form_version, NEW.party_a_id, NEW.party_b_id)
            IS DISTINCT FROM
            (OLD.id, OLD.number, OLD.title, OLD.form_id, OLD.form_version, OLD.party_a_id, OLD.party_b_id)
    ) THEN
        RAISE EXCEPTION 'contract % was sent', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER printed BEFORE UPDATE OR DELETE ON contracts_contract
    FOR EACH ROW EXECUTE FUNCTION contracts_printed_contract();
CREATE FUNCTION contracts_printed_venues() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    touched bigint;
BEGIN
    FOREACH touched IN ARRAY CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.contract_id]
        WHEN 'DELETE' THEN ARRAY[OLD.contract_id]
        ELSE ARRAY[OLD.contract_id, NEW.contract_id]
    END LOOP
        IF (SELECT c.state FROM public.contracts_contract c WHERE c.id = touched FOR SHARE) <> 'draft' THEN
            RAISE EXCEPTION 'contract % was sent', touched USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER printed BEFORE INSERT OR UPDATE OR DELETE ON contracts_contract_venues
    FOR EACH ROW EXECUTE FUNCTION contracts_printed_venues();
"""
DROP_PRINTED_CONTRACT = """
DROP TRIGGER printed ON contracts_contract_venues;
DROP FUNCTION contracts_printed_venues();
DROP TRIGGER printed ON contracts_contract;
DROP FUNCTION contracts_printed_contract();
"""

# A signature once given stays given, to the moment.
GIVEN_SIGNATURE = """
CREATE FUNCTION contracts_given_signature() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.state = 'signed' THEN
        RAISE EXCEPTION 'signature % was given', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER given BEFORE UPDATE OR DELETE ON contracts_signaturerequest
    FOR EACH ROW EXECUTE FUNCTION contracts_given_signature();
"""
DROP_GIVEN_SIGNATURE = """
DROP TRIGGER given ON contracts_signaturerequest;
DROP FUNCTION contracts_given_signature();
"""

PARTS = ("clause", "term", "annex", "breachkind")
AUDITED = (
    "contract",
    "contract_venues",
    "contractversion",
    *PARTS,
    "signaturerequest",
    "heavyreading",
    "sealedfile",
    "obligation",
    "breach",
    "breachstatement",
    "damages",
)
APPEND_ONLY = ("heavyreading", "sealedfile", "breachstatement", "damages")


def _guard(part: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON contracts_{part}"
        " FOR EACH ROW EXECUTE FUNCTION contracts_frozen_parts();",
        f"DROP TRIGGER frozen ON contracts_{part};",
    )


class Migration(migrations.Migration):
    """What was sent for signing stays as it was; what is proof is only ever added to; every change is audited."""

    dependencies = [("contracts", "0001_initial"), ("foundation", "0002_audit_and_append_only")]

    operations = [
        migrations.RunSQL(FROZEN_PARTS, DROP_FROZEN_PARTS),
        *(_guard(part) for part in PARTS),
        migrations.RunSQL(FROZEN_VERSION, DROP_FROZEN_VERSION),
        migrations.RunSQL(PRINTED_CONTRACT, DROP_PRINTED_CONTRACT),
        migrations.RunSQL(GIVEN_SIGNATURE, DROP_GIVEN_SIGNATURE),
        *(AuditTable(f"contracts_{name}") for name in AUDITED),
        # Hashes of secrets prove nothing later and need not rest twice.
        AuditTable("contracts_signinglink", columns_left_out=("token_hash", "nonce")),
        AuditTable("contracts_signingcode", columns_left_out=("code_hash", "nonce")),
        *(AppendOnly(f"contracts_{name}") for name in APPEND_ONLY),
    ]
