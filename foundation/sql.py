"""The database functions behind audited, append-only and sealed tables, as the migrations create them.

A migration that has run is history: to change a function, add a new constant and a new migration.
"""

# It runs with its owner's rights, since the app's role may not write the trail. Hence the fixed search path, and the
# fixed time zone that makes equal moments equal text. Only the owner may put it on a table, else anybody could write
# forged entries through a temporary table of their own.
# A statement is one INSERT … SELECT whatever number of rows it touched. Arguments: key column, columns left out.
# OFFSET 0 keeps the planner from computing to_jsonb, the dearest part, more than once for a row.
AUDIT = """
CREATE FUNCTION foundation_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' AS $$
DECLARE
    who text := nullif(current_setting('encore.actor', true), '');
    whence text := coalesce(current_setting('encore.source', true), '');
    key text := TG_ARGV[0];
    left_out text[] := TG_ARGV[1:];
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.foundation_auditentry (at, actor, source, table_name, row_id, verb, after)
        SELECT clock_timestamp(), who, whence, TG_TABLE_NAME, n.doc ->> key, 'I', n.doc - left_out
        FROM (SELECT to_jsonb(r) AS doc FROM new_rows r OFFSET 0) n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.foundation_auditentry (at, actor, source, table_name, row_id, verb, before)
        SELECT clock_timestamp(), who, whence, TG_TABLE_NAME, o.doc ->> key, 'D', o.doc - left_out
        FROM (SELECT to_jsonb(r) AS doc FROM old_rows r OFFSET 0) o;
    ELSE
        INSERT INTO public.foundation_auditentry (at, actor, source, table_name, row_id, verb, before, after)
        SELECT clock_timestamp(), who, whence, TG_TABLE_NAME, coalesce(n.row_id, o.row_id),
            CASE WHEN o.doc IS NULL THEN 'I' WHEN n.doc IS NULL THEN 'D' ELSE 'U' END,
            o.doc - left_out - same.columns, n.doc - left_out - same.columns
        FROM (
            SELECT d.doc ->> key AS row_id, d.doc FROM (SELECT to_jsonb(r) FROM old_rows r OFFSET 0) d(doc) OFFSET 0
        ) o
        -- A changed key joins with nothing: it shows as one row deleted and another one inserted.
        FULL JOIN (
            SELECT d.doc ->> key AS row_id, d.doc FROM (SELECT to_jsonb(r) FROM new_rows r OFFSET 0) d(doc) OFFSET 0
        ) n ON n.row_id = o.row_id
        CROSS JOIN LATERAL (
            SELECT ARRAY(SELECT c.key FROM jsonb_each(n.doc) c WHERE o.doc -> c.key = c.value) AS columns OFFSET 0
        ) same
        WHERE o.doc IS NULL OR n.doc IS NULL OR n.doc - left_out - same.columns <> '{}';
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION foundation_audit() FROM PUBLIC;
"""
DROP_AUDIT = "DROP FUNCTION foundation_audit();"

APPEND_ONLY = """
CREATE FUNCTION foundation_append_only() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
DROP_APPEND_ONLY = "DROP FUNCTION foundation_append_only();"

NUMBER_FIRST = """
CREATE FUNCTION foundation_number_first() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_current_xact_id();
    RETURN NULL;
END $$;
"""
DROP_NUMBER_FIRST = "DROP FUNCTION foundation_number_first();"
