"""What the database itself keeps of costs: claims freeze, months lock, and every correction names what it corrects."""

# A claim begins as a draft. What was handed in changes no more but by its own steps; what was approved can only be
# settled; nothing moves in a locked month. The month's row is locked for sharing: a locking waits for both.
CLAIM_RULES = """
CREATE FUNCTION complaints_claim_rules() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    moving text[] := ARRAY['state', 'month_id', 'decided_by_id', 'decided_at', 'overrun'];
    m complaints_costmonth;
    lines numeric;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'claim % is never removed', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a claim begins as a draft' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'approved' THEN
        moving := ARRAY['state'];
    END IF;
    IF OLD.state IN ('settled', 'dropped') OR (OLD.state = 'approved' AND NEW.state <> 'settled')
            OR (OLD.state <> 'draft' AND to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving) THEN
        RAISE EXCEPTION 'claim % is frozen', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'draft' AND NEW.state = 'submitted' THEN
        SELECT coalesce(sum(amount), 0) INTO lines FROM complaints_claimline WHERE claim_id = NEW.id;
        IF NEW.amount <> lines THEN
            RAISE EXCEPTION 'claim % asks for % and its lines for %', NEW.id, NEW.amount, lines
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NEW.month_id IS NOT NULL THEN
        SELECT * INTO m FROM complaints_costmonth WHERE id = NEW.month_id FOR SHARE;
        IF m.party_id <> NEW.party_id OR m.locked_at IS NOT NULL THEN
            RAISE EXCEPTION 'claim % does not count in the month %', NEW.id, m.month USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rules BEFORE INSERT OR UPDATE OR DELETE ON complaints_expenseclaim
    FOR EACH ROW EXECUTE FUNCTION complaints_claim_rules();
"""
DROP_CLAIM_RULES = """
DROP TRIGGER rules ON complaints_expenseclaim;
DROP FUNCTION complaints_claim_rules();
"""

# Lines and receipts come and go with the draft alone.
OF_A_DRAFT = """
CREATE FUNCTION complaints_of_a_draft() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    row_now record;
    stage text;
BEGIN
    IF TG_OP = 'DELETE' THEN row_now := OLD; ELSE row_now := NEW; END IF;
    SELECT state INTO stage FROM complaints_expenseclaim WHERE id = row_now.claim_id FOR SHARE;
    IF stage <> 'draft' OR (TG_OP = 'UPDATE' AND OLD.claim_id <> NEW.claim_id) THEN
        RAISE EXCEPTION 'claim % is handed in', row_now.claim_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN row_now;
END $$;
CREATE TRIGGER of_a_draft BEFORE INSERT OR UPDATE OR DELETE ON complaints_claimline
    FOR EACH ROW EXECUTE FUNCTION complaints_of_a_draft();
CREATE TRIGGER of_a_draft BEFORE INSERT OR UPDATE OR DELETE ON complaints_receipt
    FOR EACH ROW EXECUTE FUNCTION complaints_of_a_draft();
"""
DROP_OF_A_DRAFT = """
DROP TRIGGER of_a_draft ON complaints_receipt;
DROP TRIGGER of_a_draft ON complaints_claimline;
DROP FUNCTION complaints_of_a_draft();
"""

# A month ends at midnight in Shanghai, as in the books. What was approved for it must be settled in it first, and its
# total is the sum of what was settled.
MONTH_RULES = """
CREATE FUNCTION complaints_month_rules() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.locked_at IS NOT NULL
            OR (NEW.id, NEW.party_id, NEW.month) IS DISTINCT FROM (OLD.id, OLD.party_id, OLD.month))) THEN
        RAISE EXCEPTION 'a month of costs is locked once and never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.locked_at IS NOT NULL OR EXISTS (
            SELECT FROM complaints_costmonth o
            WHERE o.party_id = NEW.party_id AND o.month >= NEW.month AND o.locked_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'the month % is behind a locked one', NEW.month USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.locked_at IS NOT NULL AND (
        NEW.locked_at < (NEW.month + interval '1 month') AT TIME ZONE 'Asia/Shanghai'
        OR EXISTS (SELECT FROM complaints_expenseclaim c WHERE c.month_id = NEW.id AND c.state = 'approved')
        OR NEW.total <> (SELECT coalesce(sum(s.amount), 0) FROM complaints_settledcost s WHERE s.month_id = NEW.id)
        OR EXISTS (
            SELECT FROM complaints_costmonth o
            WHERE o.party_id = NEW.party_id AND o.month < NEW.month AND o.locked_at IS NULL
        )
    ) THEN
        RAISE EXCEPTION 'the month % cannot be locked like this', NEW.month USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rules BEFORE INSERT OR UPDATE OR DELETE ON complaints_costmonth
    FOR EACH ROW EXECUTE FUNCTION complaints_month_rules();
"""
DROP_MONTH_RULES = """
DROP TRIGGER rules ON complaints_costmonth;
DROP FUNCTION complaints_month_rules();
"""

# Nothing is added to a locked month, neither as a cost nor as an adjustment. An adjustment corrects what an earlier,
# locked month of the same party settled, and takes back no more than is left of it. Nobody corrects what they asked for
# or gave out themselves: finance would else pay itself.
INTO_AN_OPEN_MONTH = """
CREATE FUNCTION complaints_into_an_open_month() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE m complaints_costmonth;
BEGIN
    SELECT * INTO m FROM complaints_costmonth WHERE id = NEW.month_id FOR SHARE;
    IF m.locked_at IS NOT NULL THEN
        RAISE EXCEPTION 'the month % is locked', m.month USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER into_an_open_month BEFORE INSERT ON complaints_settledcost
    FOR EACH ROW EXECUTE FUNCTION complaints_into_an_open_month();
CREATE TRIGGER into_an_open_month BEFORE INSERT ON complaints_costadjustment
    FOR EACH ROW EXECUTE FUNCTION complaints_into_an_open_month();
CREATE FUNCTION complaints_correction_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    m complaints_costmonth;
    was complaints_costmonth;
    cost complaints_settledcost;
    since numeric;
BEGIN
    SELECT * INTO m FROM complaints_costmonth WHERE id = NEW.month_id;
    SELECT * INTO cost FROM complaints_settledcost WHERE id = NEW.corrects_id;
    SELECT c.* INTO was FROM complaints_costmonth c JOIN complaints_settledcost s ON s.month_id = c.id
        WHERE s.id = NEW.corrects_id FOR NO KEY UPDATE OF c;
    SELECT coalesce(sum(amount), 0) INTO since FROM complaints_costadjustment WHERE corrects_id = NEW.corrects_id;
    IF was.party_id <> m.party_id OR was.locked_at IS NULL OR was.month >= m.month
            OR cost.amount + since + NEW.amount < 0 THEN
        RAISE EXCEPTION 'this does not correct cost %', NEW.corrects_id USING ERRCODE = 'check_violation';
    END IF;
    IF (cost.source = 'claim' AND EXISTS (
        SELECT FROM complaints_expenseclaim c WHERE c.id = cost.source_id AND c.asked_by_id = NEW.user_id
    )) OR (cost.source = 'compensation' AND EXISTS (
        SELECT FROM complaints_compensation c
        WHERE c.id = cost.source_id AND NEW.user_id IN (c.asked_by_id, c.ended_by_id)
    )) THEN
        RAISE EXCEPTION 'cost % is corrected by somebody else', NEW.corrects_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER correction_fits BEFORE INSERT ON complaints_costadjustment
    FOR EACH ROW EXECUTE FUNCTION complaints_correction_fits();
"""
DROP_INTO_AN_OPEN_MONTH = """
DROP TRIGGER correction_fits ON complaints_costadjustment;
DROP FUNCTION complaints_correction_fits();
DROP TRIGGER into_an_open_month ON complaints_costadjustment;
DROP TRIGGER into_an_open_month ON complaints_settledcost;
DROP FUNCTION complaints_into_an_open_month();
"""
