"""What the database itself keeps of answers and doors: sealed while a wave runs, opened once, nothing added later."""

# Whoever puts an answer in holds the wave against its opening, which locks the whole row. What came too late finds the
# wave closed, and is refused instead of lost.
POOL_TAKES = """
CREATE FUNCTION surveys_pool_takes() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM surveys_wave WHERE id = NEW.wave_id AND state = 'open' FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'wave % takes no answers', NEW.wave_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pool_takes BEFORE INSERT ON surveys_pooledanswer
    FOR EACH ROW EXECUTE FUNCTION surveys_pool_takes();
CREATE TRIGGER pool_takes BEFORE INSERT ON surveys_wavekey
    FOR EACH ROW EXECUTE FUNCTION surveys_pool_takes();
CREATE FUNCTION surveys_sealed_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'what lies in the pool is not changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER sealed_stays BEFORE UPDATE ON surveys_pooledanswer
    FOR EACH ROW EXECUTE FUNCTION surveys_sealed_stays();
"""
DROP_POOL_TAKES = """
DROP TRIGGER sealed_stays ON surveys_pooledanswer;
DROP FUNCTION surveys_sealed_stays();
DROP TRIGGER pool_takes ON surveys_wavekey;
DROP TRIGGER pool_takes ON surveys_pooledanswer;
DROP FUNCTION surveys_pool_takes();
"""

# Answers lie open only after their wave has closed, all from one opening; that is noted when the pool is empty and its
# key gone, and nothing comes after it.
OPENED_ONCE = """
CREATE FUNCTION surveys_opened_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows n JOIN surveys_wave w ON w.id = n.wave_id
        WHERE w.state = 'open' OR EXISTS (SELECT FROM surveys_opening o WHERE o.wave_id = w.id)
    ) THEN
        RAISE EXCEPTION 'answers lie open after one opening' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER opened_once AFTER INSERT ON surveys_answer REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION surveys_opened_once();
CREATE TRIGGER opened_once AFTER INSERT ON surveys_answertext REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION surveys_opened_once();
CREATE TRIGGER opened_once AFTER INSERT ON surveys_answergroup REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION surveys_opened_once();
CREATE FUNCTION surveys_opening_last() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM surveys_wave WHERE id = NEW.wave_id AND state = 'closed')
        OR EXISTS (SELECT FROM surveys_pooledanswer WHERE wave_id = NEW.wave_id)
        OR EXISTS (SELECT FROM surveys_wavekey WHERE wave_id = NEW.wave_id)
    THEN
        RAISE EXCEPTION 'wave % is not opened yet', NEW.wave_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opening_last BEFORE INSERT ON surveys_opening
    FOR EACH ROW EXECUTE FUNCTION surveys_opening_last();
"""
DROP_OPENED_ONCE = """
DROP TRIGGER opening_last ON surveys_opening;
DROP FUNCTION surveys_opening_last();
DROP TRIGGER opened_once ON surveys_answergroup;
DROP TRIGGER opened_once ON surveys_answertext;
DROP TRIGGER opened_once ON surveys_answer;
DROP FUNCTION surveys_opened_once();
"""

# A sheet and a code that were made for somebody who was drawn are of the wave for which they were.
ASKS_ITS_OWN = """
CREATE FUNCTION surveys_asks_its_own() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.invitation_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM surveys_invitation WHERE (id, wave_id) = (NEW.invitation_id, NEW.wave_id)
    ) THEN
        RAISE EXCEPTION 'invitation % is to another wave', NEW.invitation_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER asks_its_own BEFORE INSERT OR UPDATE ON surveys_papersheet
    FOR EACH ROW EXECUTE FUNCTION surveys_asks_its_own();
CREATE TRIGGER asks_its_own BEFORE INSERT OR UPDATE ON surveys_doorcode
    FOR EACH ROW EXECUTE FUNCTION surveys_asks_its_own();
CREATE FUNCTION surveys_used_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.used_date IS NOT NULL THEN
        RAISE EXCEPTION 'code % was used', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER used_once BEFORE UPDATE ON surveys_doorcode
    FOR EACH ROW EXECUTE FUNCTION surveys_used_once();
"""
DROP_ASKS_ITS_OWN = """
DROP TRIGGER used_once ON surveys_doorcode;
DROP FUNCTION surveys_used_once();
DROP TRIGGER asks_its_own ON surveys_doorcode;
DROP TRIGGER asks_its_own ON surveys_papersheet;
DROP FUNCTION surveys_asks_its_own();
"""

# The audit says who hung up a code and who printed a sheet; when a sheet was taken, an answer came in.
AUDITED: dict[str, tuple[str, ...]] = {
    "opening": (),
    "door": ("token_hash", "nonce"),
    "papersheet": ("state",),
}
KEYS = {"opening": "wave_id"}
APPEND_ONLY = ("opening", "openticket")
