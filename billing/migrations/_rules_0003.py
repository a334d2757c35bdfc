"""The functions and triggers of billing as they are after 0003; the earlier migrations tell how they came about."""

FUNCTIONS = [
    """
CREATE FUNCTION public.billing_billed(damages bigint, line bigint DEFAULT NULL::bigint) RETURNS numeric
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT coalesce(sum(l.net), 0) - coalesce(sum((SELECT sum(c.amount) FROM billing_creditnote c WHERE c.line_id = l.id)), 0)
    FROM billing_invoiceline l WHERE l.damages_id = damages AND l.id IS DISTINCT FROM line
$$;
""",
    """
CREATE FUNCTION public.billing_credit_note_rules() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    i billing_invoice;
    l billing_invoiceline;
    expected int;
    before numeric;
BEGIN
    SELECT * INTO i FROM billing_invoice WHERE id = NEW.invoice_id FOR NO KEY UPDATE;
    SELECT * INTO l FROM billing_invoiceline WHERE id = NEW.line_id;
    SELECT coalesce(max(sequence), 0) + 1 INTO expected FROM billing_creditnote
        WHERE issuer_id = NEW.issuer_id AND year = NEW.year;
    SELECT coalesce(sum(amount), 0) INTO before FROM billing_creditnote WHERE line_id = NEW.line_id;
    IF i.state = 'draft' OR l.invoice_id <> i.id OR (NEW.issuer_id, NEW.debtor_id) <> (i.issuer_id, i.debtor_id)
            OR before + NEW.amount > l.gross THEN
        RAISE EXCEPTION 'this credit note does not belong on invoice %', i.number USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM contracts_adjustment WHERE id = NEW.adjustment_id AND damages_id = l.damages_id
            AND serial IS NOT NULL) OR billing_billed(l.damages_id) - NEW.amount < contracts_owed(l.damages_id) THEN
        RAISE EXCEPTION 'adjustment % takes back less', NEW.adjustment_id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.sequence <> expected OR NEW.year <> extract(year FROM NEW.issued_at AT TIME ZONE 'Asia/Shanghai')
            OR NEW.number <> format('DJ%s-%s-%s', lpad(NEW.issuer_id::text, greatest(3, length(NEW.issuer_id::text)), '0'),
                NEW.year, lpad(expected::text, greatest(5, length(expected::text)), '0')) THEN
        RAISE EXCEPTION 'the next credit note of party % in % has the number %', NEW.issuer_id, NEW.year, expected
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.billing_invoice_rules() RETURNS trigger
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
    IF OLD.state <> 'draft' THEN
        IF to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving
                OR (OLD.pdf_id IS NOT NULL AND NEW.pdf_id IS DISTINCT FROM OLD.pdf_id) OR NEW.paid < OLD.paid
                OR NEW.credited < OLD.credited OR NEW.set_off < OLD.set_off THEN
            RAISE EXCEPTION 'invoice % was issued and is frozen', OLD.number USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF NEW.state <> 'draft' THEN
        IF EXISTS (
            SELECT FROM billing_invoiceline WHERE invoice_id = NEW.id
                AND billing_billed(damages_id) <> contracts_owed(damages_id)
        ) THEN
            RAISE EXCEPTION 'invoice % no longer claims what is owed', NEW.id USING ERRCODE = 'check_violation';
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
""",
    """
CREATE FUNCTION public.billing_line_rules() RETURNS trigger
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
    IF NOT EXISTS (
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
""",
    """
CREATE FUNCTION public.billing_sums_fit() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    i billing_invoice;
    target bigint;
    lines int;
    nets numeric;
    taxes numeric;
    grosses numeric;
    settled numeric;
    strangers int;
    taken_back numeric;
    offset_sum numeric;
BEGIN
    IF TG_TABLE_NAME = 'billing_invoice' THEN target := NEW.id; ELSE target := NEW.invoice_id; END IF;
    SELECT * INTO i FROM billing_invoice WHERE id = target;
    IF i.id IS NULL OR (i.state = 'draft' AND TG_TABLE_NAME = 'billing_invoice') THEN
        RETURN NULL;
    END IF;
    SELECT count(*), coalesce(sum(net), 0), coalesce(sum(tax), 0), coalesce(sum(gross), 0)
        INTO lines, nets, taxes, grosses FROM billing_invoiceline WHERE invoice_id = target;
    SELECT coalesce(sum(allocated), 0), count(*) FILTER (WHERE (payer_id, payee_id) <> (i.debtor_id, i.issuer_id))
        INTO settled, strangers FROM billing_payment WHERE invoice_id = target;
    SELECT coalesce(sum(amount), 0), coalesce(sum(allocated), 0) INTO taken_back, offset_sum
        FROM billing_creditnote WHERE invoice_id = target;
    IF lines = 0 OR strangers > 0 OR (nets, taxes, grosses, settled, taken_back, offset_sum)
            IS DISTINCT FROM (i.net, i.tax, i.gross, i.paid, i.credited, i.set_off) THEN
        RAISE EXCEPTION 'invoice %: total % and paid % differ from its lines (%) and payments (%)',
            i.number, i.gross, i.paid, grosses, settled USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
""",
]

TRIGGERS = [
    """
CREATE TRIGGER rules BEFORE INSERT ON public.billing_creditnote FOR EACH ROW EXECUTE FUNCTION public.billing_credit_note_rules();
""",
    """
CREATE TRIGGER rules BEFORE INSERT OR DELETE OR UPDATE ON public.billing_invoice FOR EACH ROW EXECUTE FUNCTION public.billing_invoice_rules();
""",
    """
CREATE TRIGGER rules BEFORE INSERT OR DELETE OR UPDATE ON public.billing_invoiceline FOR EACH ROW EXECUTE FUNCTION public.billing_line_rules();
""",
    """
CREATE CONSTRAINT TRIGGER sums_fit AFTER INSERT ON public.billing_creditnote DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.billing_sums_fit();
""",
    """
CREATE CONSTRAINT TRIGGER sums_fit AFTER INSERT OR UPDATE ON public.billing_invoice DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.billing_sums_fit();
""",
    """
CREATE CONSTRAINT TRIGGER sums_fit AFTER INSERT ON public.billing_payment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.billing_sums_fit();
""",
]

NAMES = [
    "billing_billed(bigint, bigint)",
    "billing_credit_note_rules()",
    "billing_invoice_rules()",
    "billing_line_rules()",
    "billing_sums_fit()",
]
