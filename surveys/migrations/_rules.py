"""What the database itself keeps of surveys: what was used stays, and a wave belongs to its contract."""

# A frozen version never changes and never goes; a draft only becomes frozen once.
VERSION_STAYS = """
CREATE FUNCTION surveys_version_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.frozen_at IS NOT NULL THEN
        RAISE EXCEPTION 'version % of a questionnaire is frozen', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.questionnaire_id, OLD.number) <> (NEW.questionnaire_id, NEW.number) THEN
        RAISE EXCEPTION 'version % keeps its number', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER version_stays BEFORE UPDATE OR DELETE ON surveys_questionnaireversion
    FOR EACH ROW EXECUTE FUNCTION surveys_version_stays();
"""
DROP_VERSION_STAYS = """
DROP TRIGGER version_stays ON surveys_questionnaireversion;
DROP FUNCTION surveys_version_stays();
"""

# A wave is run by a side of its contract, for a period of that very contract, with a questionnaire of its own; what it
# asks with is frozen before anybody is drawn or asked, and stays. The draw stays as it was stored, and a wave that was
# counted or called off is over.
WAVE_FITS = """
CREATE FUNCTION surveys_wave_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.contract_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM contracts_contract WHERE id = NEW.contract_id AND NEW.party_id IN (party_a_id, party_b_id)
    ) THEN
        RAISE EXCEPTION 'party % is no side of contract %', NEW.party_id, NEW.contract_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.occurrence_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM contracts_occurrence WHERE id = NEW.occurrence_id AND contract_id = NEW.contract_id
    ) THEN
        RAISE EXCEPTION 'period % is of another contract', NEW.occurrence_id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.version_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM surveys_questionnaireversion v JOIN surveys_questionnaire q ON q.id = v.questionnaire_id
        WHERE v.id = NEW.version_id AND q.party_id = NEW.party_id
            AND (v.frozen_at IS NOT NULL OR NEW.state IN ('planned', 'cancelled'))
    ) THEN
        RAISE EXCEPTION 'version % cannot be asked with', NEW.version_id USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        OLD.state IN ('counted', 'cancelled')
        OR (OLD.party_id, OLD.contract_id, OLD.occurrence_id) IS DISTINCT FROM
            (NEW.party_id, NEW.contract_id, NEW.occurrence_id)
        OR (OLD.state <> 'planned' AND (OLD.version_id, OLD.frame, OLD.method, OLD.seed, OLD.frame_hash, OLD.frame_size,
            OLD.sample_size) IS DISTINCT FROM (NEW.version_id, NEW.frame, NEW.method, NEW.seed, NEW.frame_hash,
            NEW.frame_size, NEW.sample_size))
    ) THEN
        RAISE EXCEPTION 'wave % stays as it is', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER wave_fits BEFORE INSERT OR UPDATE ON surveys_wave
    FOR EACH ROW EXECUTE FUNCTION surveys_wave_fits();
"""
DROP_WAVE_FITS = "DROP TRIGGER wave_fits ON surveys_wave; DROP FUNCTION surveys_wave_fits();"

# An invitation is to a stratum of its wave and keeps its place in the draw; answered once is answered for good.
INVITATION_FITS = """
CREATE FUNCTION surveys_invitation_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT FROM surveys_stratum WHERE (id, wave_id) = (NEW.stratum_id, NEW.wave_id)) THEN
            RAISE EXCEPTION 'stratum % is of another wave', NEW.stratum_id USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state = 'answered'
            OR (OLD.wave_id, OLD.stratum_id, OLD.position, OLD.nonce) <>
                (NEW.wave_id, NEW.stratum_id, NEW.position, NEW.nonce) THEN
        RAISE EXCEPTION 'invitation % stays as it is', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER invitation_fits BEFORE INSERT OR UPDATE OR DELETE ON surveys_invitation
    FOR EACH ROW EXECUTE FUNCTION surveys_invitation_fits();
"""
DROP_INVITATION_FITS = """
DROP TRIGGER invitation_fits ON surveys_invitation;
DROP FUNCTION surveys_invitation_fits();
"""

# The audit says who did what to an invitation; when exactly it was answered, nobody is to know.
AUDITED: dict[str, tuple[str, ...]] = {
    "questionnaire": (),
    "questionnaireversion": (),
    "wave": (),
    "stratum": (),
    "invitation": ("token_hash", "nonce", "state", "answered_date"),
    "invitationattempt": (),
    "waveresult": (),
    "measure": (),
}
APPEND_ONLY = ("waveframe", "invitationattempt", "answergroup", "answer", "answertext", "waveresult")
