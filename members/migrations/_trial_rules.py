"""What the tables of trials keep by themselves: a frame that was drawn takes nobody in."""

# As many members as the frame had, each of the trial's party; all of them come with the draw.
TRIAL_IS_DRAWN = """
CREATE FUNCTION members_trial_is_drawn() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM public.members_trial t
        WHERE t.id IN (SELECT trial_id FROM new_rows)
            AND (SELECT count(*) FROM public.members_trialmember m WHERE m.trial_id = t.id) > t.frame_size
    ) OR EXISTS (
        SELECT FROM new_rows n
        JOIN public.members_trial t ON t.id = n.trial_id
        JOIN public.members_member m ON m.id = n.member_id
        WHERE m.party_id <> t.party_id
    ) THEN
        RAISE EXCEPTION 'the trial is drawn' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER is_drawn AFTER INSERT ON members_trialmember REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION members_trial_is_drawn();
"""
DROP_TRIAL_IS_DRAWN = "DROP TRIGGER is_drawn ON members_trialmember; DROP FUNCTION members_trial_is_drawn();"
