import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from foundation.migration_operations import AuditTable

# A frozen version only ever gets its moment of effect, once: whatever columns a version has, or will have.
FROZEN_VERSION = """
CREATE OR REPLACE FUNCTION contracts_frozen_version() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.frozen_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE'
        OR to_jsonb(NEW) - 'effective_at' IS DISTINCT FROM to_jsonb(OLD) - 'effective_at'
        OR (OLD.effective_at IS NOT NULL AND NEW.effective_at IS DISTINCT FROM OLD.effective_at)
    THEN
        RAISE EXCEPTION 'contract version % is frozen', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
GUARD = """
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON contracts_glossaryentry
    FOR EACH ROW EXECUTE FUNCTION contracts_frozen_parts();
"""


class Migration(migrations.Migration):
    """A version holds all that its form said on the day it was drafted: definitions, notes, remedies, origins."""

    dependencies = [
        ("contracts", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="GlossaryEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("term_zh", models.CharField(max_length=80)),
                ("term_en", models.CharField(max_length=80)),
                ("text_zh", models.TextField()),
                ("text_en", models.TextField()),
            ],
            options={
                "verbose_name": "defined term",
                "verbose_name_plural": "defined terms",
                "ordering": ["version", "position"],
            },
        ),
        migrations.AddField(
            model_name="annex",
            name="content_en",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="annex",
            name="content_zh",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="breachkind",
            name="remedies",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="breachkind",
            name="late_terms",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="clause",
            name="does_not_act",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="clause",
            name="form_en",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="clause",
            name="form_zh",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="clause",
            name="origin",
            field=models.CharField(
                choices=[
                    ("form", "the form"),
                    ("ours", "added to the form by Encore"),
                    ("parties", "added by the parties"),
                ],
                default="form",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="clause",
            name="part",
            field=models.CharField(default="main", max_length=40),
        ),
        migrations.AddField(
            model_name="contractversion",
            name="division",
            field=models.CharField(
                choices=[("article", "article"), ("chapter", "chapter")], default="article", max_length=7
            ),
        ),
        migrations.AddField(
            model_name="contractversion",
            name="supplements",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="contractversion",
            name="title_en",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="term",
            name="form_value",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="term",
            name="note_en",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="term",
            name="note_zh",
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="clause",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["form", "ours", "parties"])), name="clause_origins"
            ),
        ),
        migrations.AddConstraint(
            model_name="contractversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("division__in", ["article", "chapter"])), name="version_divisions"
            ),
        ),
        migrations.AddField(
            model_name="glossaryentry",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="glossary", to="contracts.contractversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="glossaryentry",
            constraint=models.UniqueConstraint(fields=("version", "position"), name="glossary_position_once"),
        ),
        migrations.RunSQL(FROZEN_VERSION, migrations.RunSQL.noop),
        migrations.RunSQL(GUARD, "DROP TRIGGER frozen ON contracts_glossaryentry;"),
        AuditTable("contracts_glossaryentry"),
    ]
