"""What the database itself keeps of invoices: numbers without gaps, frozen once issued, sums that fit, money never lost."""

from django.db import migrations

from foundation.migration_operations import AppendOnly, AuditTable

# The number printed stands here a second time (see billing/domain/numbering.py): whatever writes the row, it is the next
# one of its issuer. Two that count at the same moment meet at the unique key.
INVOICE = """
CREATE FUNCTION billing_invoice_rules() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    moving text[] := ARRAY['state', 'paid', 'pdf_id'];
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
                OR (OLD.pdf_id IS NOT NULL AND NEW.pdf_id IS DISTINCT FROM OLD.pdf_id) OR NEW.paid < OLD.paid THEN
            RAISE EXCEPTION 'invoice % was issued and is frozen', OLD.number USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF NEW.state <> 'draft' THEN
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
CREATE TRIGGER rules BEFORE INSERT OR UPDATE OR DELETE ON billing_invoice
    FOR EACH ROW EXECUTE FUNCTION billing_invoice_rules();
"""
DROP_INVOICE = "DROP TRIGGER rules ON billing_invoice; DROP FUNCTION billing_invoice_rules();"

# The invoice is locked for sharing, so that no line can come in while it is being issued.
LINE = """
CREATE FUNCTION billing_line_rules() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
        WHERE d.id = NEW.damages_id AND d.amount = NEW.net AND b.state = 'confirmed'
            AND (b.contract_id, b.injured_id, b.at_fault_id) = (i.contract_id, i.issuer_id, i.debtor_id)
    ) THEN
        RAISE EXCEPTION 'damages % do not belong on invoice %', NEW.damages_id, NEW.invoice_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rules BEFORE INSERT OR UPDATE OR DELETE ON billing_invoiceline
    FOR EACH ROW EXECUTE FUNCTION billing_line_rules();
"""
DROP_LINE = "DROP TRIGGER rules ON billing_invoiceline; DROP FUNCTION billing_line_rules();"

# Judged at the commit: an invoice that is issued equals its lines, and what is paid on it equals its payments.
SUMS = """
CREATE FUNCTION billing_sums_fit() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    i billing_invoice;
    target bigint;
    lines int;
    nets numeric;
    taxes numeric;
    grosses numeric;
    settled numeric;
    strangers int;
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
    IF lines = 0 OR (nets, taxes, grosses, settled) IS DISTINCT FROM (i.net, i.tax, i.gross, i.paid) OR strangers > 0 THEN
        RAISE EXCEPTION 'invoice %: total % and paid % differ from its lines (%) and payments (%)',
            i.number, i.gross, i.paid, grosses, settled USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sums_fit AFTER INSERT OR UPDATE ON billing_invoice
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing_sums_fit();
CREATE CONSTRAINT TRIGGER sums_fit AFTER INSERT ON billing_payment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing_sums_fit();
"""
DROP_SUMS = """
DROP TRIGGER sums_fit ON billing_payment;
DROP TRIGGER sums_fit ON billing_invoice;
DROP FUNCTION billing_sums_fit();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial"), ("foundation", "0002_audit_and_append_only")]

    operations = [
        migrations.RunSQL(INVOICE, DROP_INVOICE),
        migrations.RunSQL(LINE, DROP_LINE),
        migrations.RunSQL(SUMS, DROP_SUMS),
        AppendOnly("billing_payment"),
        AuditTable("billing_invoice"),
        AuditTable("billing_invoiceline"),
        AuditTable("billing_payment"),
    ]
