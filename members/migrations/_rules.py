"""What the database itself keeps of members: they stay in one house, what was erased stays erased, decisions stand."""

# The venue, the referrer and the member into whom another was merged are of the same party; who was merged into is not
# merged themself, so that one step leads to the member who counts. The other row is locked for sharing, so that a merge
# of it waits for this one. What was erased is never changed again, and no member changes the party.
MEMBER_FITS = """
CREATE FUNCTION members_member_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    other members_member;
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.state = 'erased' OR NEW.party_id <> OLD.party_id) THEN
        RAISE EXCEPTION 'member % is erased, or of another party', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.venue_id IS NOT NULL AND NEW.party_id <> (SELECT party_id FROM parties_venue WHERE id = NEW.venue_id) THEN
        RAISE EXCEPTION 'the home venue of member % is of another party', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.referrer_id IS NOT NULL
            AND NEW.party_id <> (SELECT party_id FROM members_member WHERE id = NEW.referrer_id) THEN
        RAISE EXCEPTION 'the referrer of member % is of another party', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.merged_into_id IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id)
    THEN
        SELECT * INTO other FROM members_member WHERE id = NEW.merged_into_id FOR SHARE;
        IF other.party_id <> NEW.party_id OR other.state <> 'active' THEN
            RAISE EXCEPTION 'member % cannot be merged into %', NEW.id, other.id USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state = 'merged' AND OLD.state <> 'merged'
            AND EXISTS (SELECT FROM members_member WHERE merged_into_id = NEW.id AND state = 'merged') THEN
        RAISE EXCEPTION 'others are merged into member %', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER member_fits BEFORE INSERT OR UPDATE ON members_member
    FOR EACH ROW EXECUTE FUNCTION members_member_fits();
"""
DROP_MEMBER_FITS = "DROP TRIGGER member_fits ON members_member; DROP FUNCTION members_member_fits();"

# A key and search rows come with a member who is not erased, and only for as long.
KEY_FITS = """
CREATE FUNCTION members_key_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM members_member WHERE id = NEW.member_id AND state = 'erased') THEN
        RAISE EXCEPTION 'member % is erased', NEW.member_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER key_fits BEFORE INSERT OR UPDATE ON members_memberkey
    FOR EACH ROW EXECUTE FUNCTION members_key_fits();
CREATE TRIGGER key_fits BEFORE INSERT OR UPDATE ON members_membersearch
    FOR EACH ROW EXECUTE FUNCTION members_key_fits();
CREATE FUNCTION members_erased_whole() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM members_memberkey WHERE member_id = NEW.id)
            OR EXISTS (SELECT FROM members_membersearch WHERE member_id = NEW.id) THEN
        RAISE EXCEPTION 'member % is erased, and its key is still there', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER erased_whole AFTER INSERT OR UPDATE ON members_member DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.state = 'erased') EXECUTE FUNCTION members_erased_whole();
"""
DROP_KEY_FITS = """
DROP TRIGGER erased_whole ON members_member;
DROP FUNCTION members_erased_whole();
DROP TRIGGER key_fits ON members_membersearch;
DROP TRIGGER key_fits ON members_memberkey;
DROP FUNCTION members_key_fits();
"""

# An erasure is decided once; an incident's moments are set once, and a closed one changes no more.
DECIDED = """
CREATE FUNCTION members_erasure_decided() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.state <> 'proposed' OR NEW.member_id <> OLD.member_id OR NEW.cause <> OLD.cause
            OR NEW.proposed_at <> OLD.proposed_at THEN
        RAISE EXCEPTION 'erasure % was decided', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decided BEFORE UPDATE ON members_erasure
    FOR EACH ROW EXECUTE FUNCTION members_erasure_decided();
CREATE FUNCTION members_incident_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    told text[] := ARRAY['remedy', 'authority_told_at', 'members_told_at', 'closed_at'];
BEGIN
    IF OLD.closed_at IS NOT NULL OR to_jsonb(NEW) - told IS DISTINCT FROM to_jsonb(OLD) - told
            OR (OLD.authority_told_at IS NOT NULL AND NEW.authority_told_at IS DISTINCT FROM OLD.authority_told_at)
            OR (OLD.members_told_at IS NOT NULL AND NEW.members_told_at IS DISTINCT FROM OLD.members_told_at) THEN
        RAISE EXCEPTION 'incident % stands as it was entered', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON members_dataincident
    FOR EACH ROW EXECUTE FUNCTION members_incident_stands();
"""
DROP_DECIDED = """
DROP TRIGGER stands ON members_dataincident;
DROP FUNCTION members_incident_stands();
DROP TRIGGER decided ON members_erasure;
DROP FUNCTION members_erasure_decided();
"""

OPEN_COLUMNS = (
    "number",
    "birth_month",
    "birth_day",
    "birth_calendar",
    "birth_is_leap_month",
    "gender",
    "preferences",
    "custom",
)
"""What stands open in a member's row and goes with the erasure: it never reaches the audit, which keeps all."""
