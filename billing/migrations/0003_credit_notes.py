from decimal import Decimal

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable

# What the lines on drafts and invoices claim of these damages, less what was taken back; `line`: one to leave out.
BILLED = """
CREATE FUNCTION billing_billed(damages bigint, line bigint DEFAULT NULL) RETURNS numeric LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT coalesce(sum(l.net), 0) - coalesce(sum((SELECT sum(c.amount) FROM billing_creditnote c WHERE c.line_id = l.id)), 0)
    FROM billing_invoiceline l WHERE l.damages_id = damages AND l.id IS DISTINCT FROM line
$$;
"""
DROP_BILLED = "DROP FUNCTION billing_billed(bigint, bigint);"

# As before, and: what settles it now also moves by credit notes; what is issued claims what is owed at that moment.
INVOICE = """
CREATE OR REPLACE FUNCTION billing_invoice_rules() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
"""

# As before, but a line claims what is owed now less what was billed before.
LINE = """
CREATE OR REPLACE FUNCTION billing_line_rules() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
"""

# As before, with the credit notes.
SUMS = """
CREATE OR REPLACE FUNCTION billing_sums_fit() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
CREATE CONSTRAINT TRIGGER sums_fit AFTER INSERT ON billing_creditnote
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing_sums_fit();
"""

# The invoice is locked, so that credit notes on it take turns.
CREDIT_NOTE = """
CREATE FUNCTION billing_credit_note_rules() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
CREATE TRIGGER rules BEFORE INSERT ON billing_creditnote
    FOR EACH ROW EXECUTE FUNCTION billing_credit_note_rules();
"""
DROP_CREDIT_NOTE = """
DROP TRIGGER rules ON billing_creditnote;
DROP FUNCTION billing_credit_note_rules();
"""

BEFORE = """
CREATE OR REPLACE FUNCTION billing_invoice_rules() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
CREATE OR REPLACE FUNCTION billing_line_rules() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
CREATE OR REPLACE FUNCTION billing_sums_fit() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
DROP TRIGGER sums_fit ON billing_creditnote;
"""


class Migration(migrations.Migration):
    """Credit notes and further lines, where damages were adjusted after they were billed."""

    dependencies = [
        ("billing", "0002_rules_of_invoices"),
        ("contracts", "0012_liability"),
        ("foundation", "0002_audit_and_append_only"),
        ("parties", "0002_audit"),
    ]

    operations = [
        migrations.CreateModel(
            name="CreditNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("sequence", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                ("issued_at", models.DateTimeField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("allocated", models.DecimalField(decimal_places=2, max_digits=14)),
                ("advance", models.DecimalField(decimal_places=2, max_digits=14)),
            ],
            options={
                "verbose_name": "credit note",
                "verbose_name_plural": "credit notes",
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="invoice",
            name="invoice_paid_in_bounds",
        ),
        migrations.RemoveConstraint(
            model_name="invoice",
            name="invoice_issued_is_complete",
        ),
        migrations.RemoveConstraint(
            model_name="invoice",
            name="invoice_state_follows_paid",
        ),
        migrations.AddField(
            model_name="invoice",
            name="credited",
            field=models.DecimalField(decimal_places=2, default=Decimal("0"), editable=False, max_digits=14),
        ),
        migrations.AddField(
            model_name="invoice",
            name="set_off",
            field=models.DecimalField(decimal_places=2, default=Decimal("0"), editable=False, max_digits=14),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="adjustment",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invoice_line",
                to="contracts.adjustment",
            ),
        ),
        migrations.AlterField(
            model_name="invoice",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("issued", "Issued"),
                    ("part_paid", "Part paid"),
                    ("paid", "Paid"),
                    ("credited", "Credited in full"),
                ],
                default="draft",
                editable=False,
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="invoiceline",
            name="damages",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="invoice_lines", to="contracts.damages"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paid__gte", 0),
                    (
                        "paid__lte",
                        django.db.models.expressions.CombinedExpression(models.F("gross"), "-", models.F("set_off")),
                    ),
                    ("set_off__gte", 0),
                ),
                name="invoice_paid_in_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("credited__gte", models.F("set_off")), ("credited__lte", models.F("gross"))),
                name="invoice_credits_never_exceed_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("issued_at", None),
                        ("number", None),
                        ("pdf", None),
                        ("sequence", None),
                        ("state", "draft"),
                        ("year", None),
                        ("credited", 0),
                        ("paid", 0),
                    ),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True),
                        ("number__isnull", False),
                        ("sequence__isnull", False),
                        ("year__isnull", False),
                        ("due_date__isnull", False),
                        ("issued_at__isnull", False),
                        ("snapshot__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="invoice_issued_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paid", 0), ("set_off__lt", models.F("gross")), ("state__in", ["draft", "issued"])),
                    models.Q(
                        ("paid__gt", 0),
                        (
                            "paid__lt",
                            django.db.models.expressions.CombinedExpression(
                                models.F("gross"), "-", models.F("set_off")
                            ),
                        ),
                        ("state", "part_paid"),
                    ),
                    models.Q(
                        ("credited__lt", models.F("gross")),
                        (
                            "paid",
                            django.db.models.expressions.CombinedExpression(
                                models.F("gross"), "-", models.F("set_off")
                            ),
                        ),
                        ("state", "paid"),
                    ),
                    models.Q(
                        ("credited", models.F("gross")),
                        (
                            "paid",
                            django.db.models.expressions.CombinedExpression(
                                models.F("gross"), "-", models.F("set_off")
                            ),
                        ),
                        ("state", "credited"),
                    ),
                    _connector="OR",
                ),
                name="invoice_state_follows_paid",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("adjustment", None)), fields=("damages",), name="invoice_line_once_for_damages"
            ),
        ),
        migrations.AddField(
            model_name="creditnote",
            name="adjustment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="credit_notes", to="contracts.adjustment"
            ),
        ),
        migrations.AddField(
            model_name="creditnote",
            name="debtor",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
        ),
        migrations.AddField(
            model_name="creditnote",
            name="invoice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="credit_notes", to="billing.invoice"
            ),
        ),
        migrations.AddField(
            model_name="creditnote",
            name="issuer",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
        ),
        migrations.AddField(
            model_name="creditnote",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="credit_notes", to="billing.invoiceline"
            ),
        ),
        migrations.AddConstraint(
            model_name="creditnote",
            constraint=models.UniqueConstraint(fields=("issuer", "year", "sequence"), name="credit_note_number_once"),
        ),
        migrations.AddConstraint(
            model_name="creditnote",
            constraint=models.UniqueConstraint(fields=("line", "adjustment"), name="credit_note_once_for_adjustment"),
        ),
        migrations.AddConstraint(
            model_name="creditnote",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="credit_note_is_positive"),
        ),
        migrations.AddConstraint(
            model_name="creditnote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "amount",
                        django.db.models.expressions.CombinedExpression(
                            models.F("allocated"), "+", models.F("advance")
                        ),
                    )
                ),
                name="credit_note_is_all_used",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("advance__gte", 0), ("allocated__gte", 0)), name="credit_note_parts_in_bounds"
            ),
        ),
        migrations.RunSQL(BILLED, DROP_BILLED),
        migrations.RunSQL(INVOICE + LINE + SUMS, BEFORE),
        migrations.RunSQL(CREDIT_NOTE, DROP_CREDIT_NOTE),
        AppendOnly("billing_creditnote"),
        AuditTable("billing_creditnote"),
    ]
