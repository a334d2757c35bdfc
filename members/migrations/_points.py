"""What the database itself keeps of points and tiers."""

# The account moves with its acts and in no other way. An act states what the account holds after it: whoever computed
# that from an account that somebody else has moved meanwhile is turned away, lock or no lock.
ACCOUNT_MOVES = """
CREATE FUNCTION members_by_trigger_only() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept text[] := TG_ARGV;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    IF pg_trigger_depth() < 2
            AND EXISTS (SELECT FROM unnest(kept) AS k WHERE to_jsonb(NEW) -> k IS DISTINCT FROM to_jsonb(OLD) -> k) THEN
        RAISE EXCEPTION 'these columns of % follow from other rows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER follows BEFORE UPDATE OR DELETE ON members_pointaccount
    FOR EACH ROW EXECUTE FUNCTION members_by_trigger_only('id', 'member_id', 'balance', 'debt');

CREATE FUNCTION members_account_opens() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.balance <> 0 OR NEW.debt <> 0 THEN
        RAISE EXCEPTION 'a point account begins with nothing' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opens BEFORE INSERT ON members_pointaccount FOR EACH ROW EXECUTE FUNCTION members_account_opens();

CREATE FUNCTION members_act_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    a members_pointaccount;
BEGIN
    UPDATE members_pointaccount SET balance = balance + NEW.balance_change, debt = debt + NEW.debt_change
    WHERE id = NEW.account_id RETURNING * INTO a;
    IF a.id IS NULL OR (a.balance, a.debt) <> (NEW.balance_after, NEW.debt_after) THEN
        RAISE EXCEPTION 'account % holds % and owes %, not % and %',
            NEW.account_id, a.balance, a.debt, NEW.balance_after, NEW.debt_after USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER moves AFTER INSERT ON members_pointact FOR EACH ROW EXECUTE FUNCTION members_act_moves();
"""
DROP_ACCOUNT_MOVES = """
DROP TRIGGER moves ON members_pointact;
DROP FUNCTION members_act_moves();
DROP TRIGGER opens ON members_pointaccount;
DROP FUNCTION members_account_opens();
DROP TRIGGER follows ON members_pointaccount;
DROP FUNCTION members_by_trigger_only();
"""

# What is left of a lot is what its entries left; the check on the lot refuses the entry that would take too much.
LOTS = """
CREATE TRIGGER follows BEFORE UPDATE OR DELETE ON members_pointlot FOR EACH ROW
    EXECUTE FUNCTION members_by_trigger_only(
        'id', 'account_id', 'act_id', 'points', 'left', 'earned_at', 'settles_at', 'expires_at', 'origin_id');

CREATE FUNCTION members_lot_opens() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW."left" <> NEW.points
            OR NOT EXISTS (SELECT FROM members_pointact WHERE id = NEW.act_id AND account_id = NEW.account_id) THEN
        RAISE EXCEPTION 'a lot begins whole, in the account of its act' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opens BEFORE INSERT ON members_pointlot FOR EACH ROW EXECUTE FUNCTION members_lot_opens();

CREATE FUNCTION members_entry_takes() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE members_pointlot l SET "left" = l."left" - NEW.points
    FROM members_pointact a WHERE l.id = NEW.lot_id AND a.id = NEW.act_id AND a.account_id = l.account_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'act % takes from a lot of another account', NEW.act_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER takes AFTER INSERT ON members_pointentry FOR EACH ROW EXECUTE FUNCTION members_entry_takes();
"""
DROP_LOTS = """
DROP TRIGGER takes ON members_pointentry;
DROP FUNCTION members_entry_takes();
DROP TRIGGER opens ON members_pointlot;
DROP FUNCTION members_lot_opens();
DROP TRIGGER follows ON members_pointlot;
"""

# Judged at commit, for an act is written before its lots and entries; so nothing can be added to an old act either.
# A new customer is rewarded once, until the reward was taken back.
ACT_FITS = """
CREATE FUNCTION members_act_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    target bigint;
    a members_pointact;
    brought bigint;
    taken bigint;
BEGIN
    IF TG_TABLE_NAME = 'members_pointact' THEN target := NEW.id; ELSE target := NEW.act_id; END IF;
    SELECT * INTO a FROM members_pointact WHERE id = target;
    SELECT coalesce(sum(points), 0) INTO brought FROM members_pointlot WHERE act_id = target;
    SELECT coalesce(sum(points), 0) INTO taken FROM members_pointentry WHERE act_id = target;
    IF brought - taken <> a.balance_change OR (a.kind IN ('spent', 'lapsed', 'taken_back', 'moved_out') AND brought > 0)
    THEN
        RAISE EXCEPTION 'act %: lots bring %, entries take %, the account moves by %',
            target, brought, taken, a.balance_change USING ERRCODE = 'check_violation';
    END IF;
    IF a.kind = 'referral' AND (
        SELECT count(*) - count(r.id) FROM members_pointact p
        LEFT JOIN members_pointact r ON r.reverses_id = p.id WHERE p.kind = 'referral' AND p.referred_id = a.referred_id
    ) > 1 THEN
        RAISE EXCEPTION 'member % was rewarded for already', a.referred_id USING ERRCODE = 'unique_violation';
    END IF;
    IF a.kind = 'taken_back' AND (
        SELECT sum(t.balance_change - t.debt_change) FROM members_pointact t WHERE t.reverses_id = a.reverses_id
    ) + (SELECT e.balance_change - e.debt_change FROM members_pointact e WHERE e.id = a.reverses_id) < 0 THEN
        RAISE EXCEPTION 'more is taken back than act % brought', a.reverses_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER fits AFTER INSERT ON members_pointact
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION members_act_fits();
CREATE CONSTRAINT TRIGGER fits AFTER INSERT ON members_pointlot
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION members_act_fits();
CREATE CONSTRAINT TRIGGER fits AFTER INSERT ON members_pointentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION members_act_fits();
"""
DROP_ACT_FITS = """
DROP TRIGGER fits ON members_pointentry;
DROP TRIGGER fits ON members_pointlot;
DROP TRIGGER fits ON members_pointact;
DROP FUNCTION members_act_fits();
"""

# The tier on the member's row is where the last change led; a change begins where the row stands.
TIER_MOVES = """
CREATE TRIGGER follows BEFORE UPDATE OR DELETE ON members_membertier
    FOR EACH ROW EXECUTE FUNCTION members_by_trigger_only('id', 'member_id', 'tier_id', 'since_at');

CREATE FUNCTION members_tier_opens() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.tier_id IS NOT NULL THEN
        RAISE EXCEPTION 'a member begins without a tier' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opens BEFORE INSERT ON members_membertier FOR EACH ROW EXECUTE FUNCTION members_tier_opens();

CREATE FUNCTION members_tier_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM members_tier t JOIN members_member m ON m.id = NEW.member_id
        WHERE t.id IN (NEW.from_tier_id, NEW.to_tier_id) AND t.party_id <> m.party_id
    ) THEN
        RAISE EXCEPTION 'the tier is not of the member''s party' USING ERRCODE = 'check_violation';
    END IF;
    UPDATE members_membertier SET tier_id = NEW.to_tier_id, since_at = NEW.at,
        personal_manager_id = CASE WHEN (SELECT is_exclusive FROM members_tier WHERE id = NEW.to_tier_id)
            THEN personal_manager_id END
    WHERE member_id = NEW.member_id AND tier_id IS NOT DISTINCT FROM NEW.from_tier_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'member % is not in tier %', NEW.member_id, NEW.from_tier_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER moves AFTER INSERT ON members_tierchange FOR EACH ROW EXECUTE FUNCTION members_tier_moves();
"""
DROP_TIER_MOVES = """
DROP TRIGGER moves ON members_tierchange;
DROP FUNCTION members_tier_moves();
DROP TRIGGER opens ON members_membertier;
DROP FUNCTION members_tier_opens();
DROP TRIGGER follows ON members_membertier;
"""

# A benefit is used by who has it, and never more often than it is granted. Ended, it is used no more.
BENEFITS = """
CREATE FUNCTION members_use_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    b members_benefit;
BEGIN
    SELECT * INTO b FROM members_benefit WHERE id = NEW.benefit_id FOR SHARE;
    IF NEW.number > b.granted OR b.ended_at IS NOT NULL
            OR NEW.period_date <> date_trunc(b.period, NEW.used_at AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'benefit % is granted % times each %', b.id, b.granted, b.period
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT FROM members_membertier m JOIN members_tier own ON own.id = m.tier_id
        JOIN members_tier of_benefit ON of_benefit.id = b.tier_id
        WHERE m.member_id = NEW.member_id AND own.party_id = of_benefit.party_id AND own.rank >= of_benefit.rank
    ) THEN
        RAISE EXCEPTION 'member % does not have benefit %', NEW.member_id, b.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fits BEFORE INSERT ON members_benefituse FOR EACH ROW EXECUTE FUNCTION members_use_fits();

CREATE FUNCTION members_ends_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    free text[] := TG_ARGV;
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
            OR to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE EXCEPTION '% % stays as it is', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ends BEFORE UPDATE OR DELETE ON members_benefit
    FOR EACH ROW EXECUTE FUNCTION members_ends_once('ended_by_id', 'ended_at');
CREATE TRIGGER ends BEFORE UPDATE OR DELETE ON members_bespokerequest
    FOR EACH ROW EXECUTE FUNCTION members_ends_once('state', 'ended_by_id', 'ended_at');
"""
DROP_BENEFITS = """
DROP TRIGGER ends ON members_bespokerequest;
DROP TRIGGER ends ON members_benefit;
DROP FUNCTION members_ends_once();
DROP TRIGGER fits ON members_benefituse;
DROP FUNCTION members_use_fits();
"""

# Asked for and decided once.
DECIDED = """
CREATE FUNCTION members_decided_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    free text[] := TG_ARGV;
BEGIN
    IF TG_OP = 'DELETE' OR OLD.decided_at IS NOT NULL
            OR to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE EXCEPTION '% % is decided once', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decided BEFORE UPDATE OR DELETE ON members_pointadjustment
    FOR EACH ROW EXECUTE FUNCTION members_decided_once('state', 'decided_by_id', 'decided_at', 'act_id');
CREATE TRIGGER decided BEFORE UPDATE OR DELETE ON members_tierreview
    FOR EACH ROW EXECUTE FUNCTION members_decided_once('state', 'decided_by_id', 'decided_at');
"""
DROP_DECIDED = """
DROP TRIGGER decided ON members_tierreview;
DROP TRIGGER decided ON members_pointadjustment;
DROP FUNCTION members_decided_once();
"""

RULES = (
    (ACCOUNT_MOVES, DROP_ACCOUNT_MOVES),
    (LOTS, DROP_LOTS),
    (ACT_FITS, DROP_ACT_FITS),
    (TIER_MOVES, DROP_TIER_MOVES),
    (BENEFITS, DROP_BENEFITS),
    (DECIDED, DROP_DECIDED),
)
APPEND_ONLY = ("pointscheme", "pointact", "pointentry", "tiertable", "tierrule", "tierchange", "benefituse")
AUDITED = (
    *("pointscheme", "pointact", "pointadjustment"),
    *("tier", "tiertable", "tierrule", "membertier", "tierchange", "tierreview"),
    *("benefit", "benefituse", "bespokerequest"),
)
