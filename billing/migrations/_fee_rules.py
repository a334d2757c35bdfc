"""The functions and triggers of billing that 0004 brings, or gives a second cause of a line: the fee of a contract."""

from billing.migrations._rules_0003 import FUNCTIONS

# As before, and: a draft keeps its purpose, and what is issued for a fee is between the parties of its contract.
INVOICE = """
CREATE OR REPLACE FUNCTION public.billing_invoice_rules() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    moving text[] := ARRAY['state', 'paid', 'pdf_id', 'credited', 'set_off'];
    expected int;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'invoice % was issued and is never removed', OLD.number USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'an invoice begins as a draft' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.purpose <> OLD.purpose THEN
        RAISE EXCEPTION 'invoice % keeps its purpose', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> 'draft' THEN
        IF to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving
                OR (OLD.pdf_id IS NOT NULL AND NEW.pdf_id IS DISTINCT FROM OLD.pdf_id) OR NEW.paid < OLD.paid
                OR NEW.credited < OLD.credited OR NEW.set_off < OLD.set_off THEN
            RAISE EXCEPTION 'invoice % was issued and is frozen', OLD.number USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF NEW.state <> 'draft' THEN
        IF EXISTS (
            SELECT FROM billing_invoiceline WHERE invoice_id = NEW.id AND damages_id IS NOT NULL
                AND billing_billed(damages_id) <> contracts_owed(damages_id)
        ) THEN
            RAISE EXCEPTION 'invoice % no longer claims what is owed', NEW.id USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
            SELECT FROM billing_invoiceline l JOIN billing_feeclaim f ON f.id = l.fee_id
                JOIN contracts_contract c ON c.id = f.contract_id
            WHERE l.invoice_id = NEW.id
                AND (c.id, c.party_b_id, c.party_a_id) <> (NEW.contract_id, NEW.issuer_id, NEW.debtor_id)
        ) THEN
            RAISE EXCEPTION 'invoice % is between other parties than its fee', NEW.id USING ERRCODE = 'check_violation';
        END IF;
        SELECT coalesce(max(sequence), 0) + 1 INTO expected FROM billing_invoice
            WHERE issuer_id = NEW.issuer_id AND year = NEW.year;
        IF NEW.state <> 'issued' OR NEW.sequence IS DISTINCT FROM expected
                OR NEW.year <> extract(year FROM NEW.issued_at AT TIME ZONE 'Asia/Shanghai')
                OR NEW.number IS DISTINCT FROM format('ZD%s-%s-%s', lpad(NEW.issuer_id::text,
                    greatest(3, length(NEW.issuer_id::text)), '0'), NEW.year,
                    lpad(expected::text, greatest(5, length(expected::text)), '0')) THEN
            RAISE EXCEPTION 'the next invoice of party % in % has the number %, not % (%)',
                NEW.issuer_id, NEW.year, expected, NEW.sequence, NEW.number USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""

# As before, and: the payment of a fee belongs to its contract's Party B, owed by Party A, with its own amount; all lines
# of an invoice claim the same kind of thing.
LINE = """
CREATE OR REPLACE FUNCTION public.billing_line_rules() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE i billing_invoice;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        SELECT * INTO i FROM billing_invoice WHERE id = OLD.invoice_id FOR SHARE;
        IF i.state <> 'draft' THEN
            RAISE EXCEPTION 'the lines of invoice % are frozen', i.number USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
    END IF;
    SELECT * INTO i FROM billing_invoice WHERE id = NEW.invoice_id FOR SHARE;
    IF i.state <> 'draft' THEN
        RAISE EXCEPTION 'the lines of invoice % are frozen', i.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.fee_id IS NOT NULL THEN
        IF i.purpose <> 'fee' OR NOT EXISTS (
            SELECT FROM billing_feeclaim f JOIN contracts_contract c ON c.id = f.contract_id
            WHERE f.id = NEW.fee_id AND f.amount = NEW.gross
                AND (c.id, c.party_b_id, c.party_a_id) = (i.contract_id, i.issuer_id, i.debtor_id)
        ) THEN
            RAISE EXCEPTION 'fee % does not belong on invoice %', NEW.fee_id, NEW.invoice_id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF i.purpose <> 'damages' OR NOT EXISTS (
        SELECT FROM contracts_damages d JOIN contracts_breach b ON b.id = d.breach_id
        WHERE d.id = NEW.damages_id AND b.state = 'confirmed'
            AND NEW.net = contracts_owed(d.id) - billing_billed(d.id, NEW.id)
            AND (NEW.adjustment_id IS NULL OR EXISTS (
                SELECT FROM contracts_adjustment a
                WHERE a.id = NEW.adjustment_id AND a.damages_id = d.id AND a.serial IS NOT NULL
            ))
            AND (b.contract_id, b.injured_id, b.at_fault_id) = (i.contract_id, i.issuer_id, i.debtor_id)
    ) THEN
        RAISE EXCEPTION 'damages % do not belong on invoice %', NEW.damages_id, NEW.invoice_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# A payment of the fee rests on a wording of its contract that acts, and all of them stay within the contract amount
# where there is one (retention S2.1; elsewhere its shares make it up). Behind the contract's row, as the product locks.
CLAIM = """
CREATE FUNCTION public.billing_fee_claim_rules() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    whole numeric;
    before numeric;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'payment % of a fee stands as it was claimed', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM FROM contracts_contract WHERE id = NEW.contract_id FOR NO KEY UPDATE;
    IF NOT EXISTS (
        SELECT FROM contracts_term t JOIN contracts_contractversion v ON v.id = t.version_id
        WHERE t.id = NEW.term_id AND v.contract_id = NEW.contract_id AND v.effective_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'term % sets no fee of contract %', NEW.term_id, NEW.contract_id
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT (a.stored ->> 'value')::numeric INTO whole FROM contracts_term t
        JOIN contracts_term a ON a.version_id = t.version_id AND a.name = 'contract_amount' WHERE t.id = NEW.term_id;
    SELECT coalesce(sum(amount), 0) INTO before FROM billing_feeclaim WHERE contract_id = NEW.contract_id;
    IF before + NEW.amount > whole THEN
        RAISE EXCEPTION 'the fee of contract % would exceed its amount', NEW.contract_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# Judged at the commit: what is claimed stands on a line, so that nothing is kept from being invoiced by a draft that is
# gone.
BILLED = """
CREATE FUNCTION public.billing_fee_is_billed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE claim bigint;
BEGIN
    IF TG_TABLE_NAME = 'billing_feeclaim' THEN claim := NEW.id; ELSE claim := OLD.fee_id; END IF;
    IF EXISTS (SELECT FROM billing_feeclaim WHERE id = claim)
            AND NOT EXISTS (SELECT FROM billing_invoiceline WHERE fee_id = claim) THEN
        RAISE EXCEPTION 'payment % of a fee is on no invoice', claim USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER rules BEFORE INSERT OR UPDATE ON public.billing_feeclaim
    FOR EACH ROW EXECUTE FUNCTION public.billing_fee_claim_rules();
CREATE CONSTRAINT TRIGGER is_billed AFTER INSERT ON public.billing_feeclaim DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION public.billing_fee_is_billed();
CREATE CONSTRAINT TRIGGER fee_is_billed AFTER UPDATE OF fee_id OR DELETE ON public.billing_invoiceline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.fee_id IS NOT NULL)
    EXECUTE FUNCTION public.billing_fee_is_billed();
"""
DROP_NEW = """
DROP TRIGGER fee_is_billed ON public.billing_invoiceline;
DROP TRIGGER is_billed ON public.billing_feeclaim;
DROP TRIGGER rules ON public.billing_feeclaim;
DROP FUNCTION public.billing_fee_is_billed();
DROP FUNCTION public.billing_fee_claim_rules();
"""

BEFORE = [
    text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
    for text in FUNCTIONS
    if "FUNCTION public.billing_invoice_rules()" in text or "FUNCTION public.billing_line_rules()" in text
]
