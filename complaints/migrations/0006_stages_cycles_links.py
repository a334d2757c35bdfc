import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.migration_operations import AuditTable

# Merging goes one step deep, so that there can be no ring: neither the target nor what is merged has others' fate in it.
# The target's row is locked: two rivals that merge it away and into it wait for each other.
MERGE_FITS = """
CREATE FUNCTION complaints_merge_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    target complaints_complaint;
BEGIN
    SELECT * INTO target FROM complaints_complaint WHERE id = NEW.merged_into_id FOR NO KEY UPDATE;
    IF target.id = NEW.id OR target.venue_id <> NEW.venue_id OR target.contract_id IS DISTINCT FROM NEW.contract_id
        OR target.closed_at IS NOT NULL OR EXISTS (SELECT FROM complaints_complaint WHERE merged_into_id = NEW.id)
    THEN
        RAISE EXCEPTION 'complaint % cannot be merged into %', NEW.id, NEW.merged_into_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_merge_fits';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER merge_fits BEFORE INSERT OR UPDATE OF merged_into_id ON complaints_complaint FOR EACH ROW
    WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION complaints_merge_fits();
"""
DROP_MERGE_FITS = """
DROP TRIGGER merge_fits ON complaints_complaint;
DROP FUNCTION complaints_merge_fits();
"""
LINK_FITS = """
CREATE FUNCTION complaints_link_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT count(DISTINCT v.party_id) FROM complaints_complaint c JOIN parties_venue v ON v.id = c.venue_id
        WHERE c.id IN (NEW.first_id, NEW.second_id)) > 1
    THEN
        RAISE EXCEPTION 'complaints % and % are of two houses', NEW.first_id, NEW.second_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_link_fits';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER link_fits BEFORE INSERT OR UPDATE ON complaints_complaintlink FOR EACH ROW
    EXECUTE FUNCTION complaints_link_fits();
"""
DROP_LINK_FITS = """
DROP TRIGGER link_fits ON complaints_complaintlink;
DROP FUNCTION complaints_link_fits();
"""


class Migration(migrations.Migration):
    """More stages, cycles of handling, duplicates that are merged and complaints that are linked."""

    dependencies = [
        ("complaints", "0005_floor"),
        ("contracts", "0023_decided_stays"),
        ("parties", "0003_own_mailbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ComplaintLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("repeat", "The same trouble again"),
                            ("same_person", "The same person"),
                            ("same_room", "The same room"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("linked_at", models.DateTimeField()),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="complaints.complaint"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="complaints.complaint"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "link between complaints",
                "verbose_name_plural": "links between complaints",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="complaint_link_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="complaint_link_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["repeat", "same_person", "same_room"])),
                        name="complaint_link_kinds",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="complaint",
            name="complaint_stages",
        ),
        migrations.RemoveConstraint(
            model_name="complaint",
            name="complaint_closed_has_moment",
        ),
        migrations.RemoveIndex(
            model_name="complaint",
            name="complaint_open",
        ),
        migrations.AddField(
            model_name="clock",
            name="cycle",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="complaint",
            name="cycle",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="complaint",
            name="emergency_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="complaint",
            name="merged_into",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_in",
                to="complaints.complaint",
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="trained_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="complaint",
            name="training_asked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="complaintstep",
            name="cycle",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="complaintstep",
            name="gravity",
            field=models.CharField(
                blank=True,
                choices=[("minor", "Minor"), ("ordinary", "Ordinary"), ("major", "Major")],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="complaint",
            name="state",
            field=models.CharField(
                choices=[
                    ("arrived", "Sent in by the customer"),
                    ("recorded", "Recorded by a promoter"),
                    ("received", "Received"),
                    ("verified", "Verified"),
                    ("classified", "Classified"),
                    ("planned", "Planned"),
                    ("executing", "Being carried out"),
                    ("executed", "Carried out"),
                    ("told", "Customer told"),
                    ("confirmed", "Confirmed by the customer"),
                    ("closed", "Closed"),
                    ("dismissed", "Dismissed"),
                    ("merged", "Merged into another"),
                ],
                editable=False,
                max_length=10,
                verbose_name="stage",
            ),
        ),
        migrations.AlterField(
            model_name="complaintstep",
            name="state",
            field=models.CharField(
                choices=[
                    ("arrived", "Sent in by the customer"),
                    ("recorded", "Recorded by a promoter"),
                    ("received", "Received"),
                    ("verified", "Verified"),
                    ("classified", "Classified"),
                    ("planned", "Planned"),
                    ("executing", "Being carried out"),
                    ("executed", "Carried out"),
                    ("told", "Customer told"),
                    ("confirmed", "Confirmed by the customer"),
                    ("closed", "Closed"),
                    ("dismissed", "Dismissed"),
                    ("merged", "Merged into another"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("state__in", ("closed", "dismissed", "merged")), _negated=True),
                fields=["urgent_at", "id"],
                name="complaint_open",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("state__in", ("closed", "dismissed", "merged")), _negated=True),
                fields=["-received_at", "-id"],
                name="complaint_open_recent",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("state__in", ("arrived", "recorded"))),
                fields=["urgent_at", "id"],
                name="complaint_lane_arriving",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("state__in", ("received", "verified"))),
                fields=["urgent_at", "id"],
                name="complaint_lane_judging",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("state__in", ("classified",))),
                fields=["urgent_at", "id"],
                name="complaint_lane_planning",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("state__in", ("planned", "executing"))),
                fields=["urgent_at", "id"],
                name="complaint_lane_doing",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("state__in", ("executed", "told", "confirmed"))),
                fields=["urgent_at", "id"],
                name="complaint_lane_telling",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="complaint_merged"
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("trained_at", None), ("training_asked_at__isnull", False)),
                fields=["training_asked_at", "id"],
                name="complaint_to_train",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "arrived",
                            "recorded",
                            "received",
                            "verified",
                            "classified",
                            "planned",
                            "executing",
                            "executed",
                            "told",
                            "confirmed",
                            "closed",
                            "dismissed",
                            "merged",
                        ],
                    )
                ),
                name="complaint_stages",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("state__in", ("closed", "dismissed", "merged"))),
                    models.Q(
                        models.Q(("state__in", ("closed", "dismissed", "merged")), _negated=True), ("closed_at", None)
                    ),
                    _connector="OR",
                ),
                name="complaint_closed_has_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(condition=models.Q(("cycle__gte", 1)), name="complaint_cycles"),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into", None)),
                    _connector="OR",
                ),
                name="complaint_merged_says_where",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("trained_at", None),
                    models.Q(("trained_at__gte", models.F("training_asked_at")), ("training_asked_at__isnull", False)),
                    _connector="OR",
                ),
                name="complaint_trained_when_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaintstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("gravity__in", ["", "minor", "ordinary", "major"])), name="complaint_step_gravities"
            ),
        ),
        migrations.RunSQL(MERGE_FITS, DROP_MERGE_FITS),
        migrations.RunSQL(LINK_FITS, DROP_LINK_FITS),
        AuditTable("complaints_complaintlink"),
    ]
