"""What the database itself keeps of the books: balance, closed months, whose accounts, and that nothing is rewritten."""

from django.db import migrations

from foundation.migration_operations import AppendOnly, AuditTable, SealTable

# The period row is locked for sharing: two postings do not wait for each other, but a closing waits for both.
FITS_PERIOD = """
CREATE FUNCTION ledger_fits_period() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE p ledger_period;
BEGIN
    SELECT * INTO p FROM ledger_period WHERE id = NEW.period_id FOR SHARE;
    IF p.id IS NULL OR p.party_id <> NEW.party_id OR p.month <> date_trunc('month', NEW.date)::date THEN
        RAISE EXCEPTION 'journal of % is posted outside its period', NEW.date USING ERRCODE = 'check_violation';
    END IF;
    IF p.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'the period % is closed', p.month USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fits_period BEFORE INSERT ON ledger_journal FOR EACH ROW EXECUTE FUNCTION ledger_fits_period();
"""
DROP_FITS_PERIOD = "DROP TRIGGER fits_period ON ledger_journal; DROP FUNCTION ledger_fits_period();"

OWN_ACCOUNTS = """
CREATE FUNCTION ledger_own_accounts() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM ledger_journal j JOIN ledger_account a ON a.party_id = j.party_id
        WHERE j.id = NEW.journal_id AND a.id = NEW.account_id
    ) THEN
        RAISE EXCEPTION 'journal % and account % are not of one party', NEW.journal_id, NEW.account_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER own_accounts BEFORE INSERT ON ledger_journalline FOR EACH ROW EXECUTE FUNCTION ledger_own_accounts();
"""
DROP_OWN_ACCOUNTS = "DROP TRIGGER own_accounts ON ledger_journalline; DROP FUNCTION ledger_own_accounts();"

# Judged when the transaction commits, as a journal is written line by line. The total on the journal closes the door
# behind it: even a balanced pair of lines slipped in later would change the sum.
BALANCE = """
CREATE FUNCTION ledger_balances() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    target bigint;
    stated numeric;
    lines int;
    debits numeric;
    credits numeric;
BEGIN
    IF TG_TABLE_NAME = 'ledger_journal' THEN target := NEW.id; ELSE target := NEW.journal_id; END IF;
    SELECT total INTO stated FROM ledger_journal WHERE id = target;
    SELECT count(*), coalesce(sum(debit), 0), coalesce(sum(credit), 0) INTO lines, debits, credits
        FROM ledger_journalline WHERE journal_id = target;
    IF lines < 2 OR debits <> credits OR debits <> stated THEN
        RAISE EXCEPTION 'journal % does not balance: % lines, debit %, credit %, total %',
            target, lines, debits, credits, stated USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON ledger_journal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balances();
CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON ledger_journalline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balances();
"""
DROP_BALANCE = """
DROP TRIGGER balances ON ledger_journalline;
DROP TRIGGER balances ON ledger_journal;
DROP FUNCTION ledger_balances();
"""

# A month ends at midnight in Shanghai, as everywhere in the product.
CLOSING = """
CREATE FUNCTION ledger_closing() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a period is never removed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.closed_at IS NOT NULL OR (NEW.id, NEW.party_id, NEW.month)
            IS DISTINCT FROM (OLD.id, OLD.party_id, OLD.month)) THEN
        RAISE EXCEPTION 'a period is closed once and never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.closed_at < (NEW.month + interval '1 month') AT TIME ZONE 'Asia/Shanghai' THEN
        RAISE EXCEPTION 'the period % is not over', NEW.month USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER closing BEFORE INSERT OR UPDATE OR DELETE ON ledger_period
    FOR EACH ROW EXECUTE FUNCTION ledger_closing();
"""
DROP_CLOSING = "DROP TRIGGER closing ON ledger_period; DROP FUNCTION ledger_closing();"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("foundation", "0002_audit_and_append_only")]

    operations = [
        migrations.RunSQL(FITS_PERIOD, DROP_FITS_PERIOD),
        migrations.RunSQL(OWN_ACCOUNTS, DROP_OWN_ACCOUNTS),
        migrations.RunSQL(BALANCE, DROP_BALANCE),
        migrations.RunSQL(CLOSING, DROP_CLOSING),
        AppendOnly("ledger_account"),
        AppendOnly("ledger_journal"),
        AppendOnly("ledger_journalline"),
        SealTable("ledger_journal"),
        SealTable("ledger_journalline"),
        AuditTable("ledger_account"),
        AuditTable("ledger_period"),
    ]
