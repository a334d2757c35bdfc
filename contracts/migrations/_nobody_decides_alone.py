"""The triggers of the migration of the same name, and how they are taken away again."""

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

# The client answers the paper that waits, never one that was taken back; and it does not owe the payment of a bill whose
# receipt it has not confirmed.
OWN_WORD = """
CREATE FUNCTION contracts_waiting_paper() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_papersigning p JOIN public.contracts_contractversion v ON v.id = p.version_id
        WHERE p.id = NEW.signing_id AND v.state = 'out_for_signature'
    ) THEN
        RAISE EXCEPTION 'paper % waits for no answer', NEW.signing_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER waiting BEFORE INSERT ON contracts_paperanswer
    FOR EACH ROW EXECUTE FUNCTION contracts_waiting_paper();
CREATE FUNCTION contracts_accepted_bill() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_occurrence o JOIN public.contracts_fulfilment f ON f.obligation_id = o.obligation_id
        WHERE o.contract_id = NEW.contract_id AND o.series = 'fee_bill' AND o.first_day = NEW.first_day
            AND o.creditor_id = NEW.debtor_id AND f.state = 'accepted'
    ) THEN
        RAISE EXCEPTION 'no bill of % was accepted under contract %', NEW.first_day, NEW.contract_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accepted_bill BEFORE INSERT ON contracts_occurrence
    FOR EACH ROW WHEN (NEW.series = 'fee_payment') EXECUTE FUNCTION contracts_accepted_bill();
"""
DROP_OWN_WORD = """
DROP TRIGGER accepted_bill ON contracts_occurrence;
DROP FUNCTION contracts_accepted_bill();
DROP TRIGGER waiting ON contracts_paperanswer;
DROP FUNCTION contracts_waiting_paper();
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
