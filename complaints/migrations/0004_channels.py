import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable

# Spoken words are carried by nobody, and what came in went nowhere.
DELIVERY_FITS = """
CREATE FUNCTION complaints_delivery_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM public.complaints_customermessage m
        WHERE m.id = NEW.message_id AND m.direction = 'out' AND m.channel IN ('sms', 'wechat', 'email')
    ) THEN
        RAISE EXCEPTION 'delivery_of_outgoing: only an outgoing message that is carried has a delivery'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delivery_fits BEFORE INSERT OR UPDATE OF message_id ON complaints_messagedelivery
FOR EACH ROW EXECUTE FUNCTION complaints_delivery_fits();
"""
DROP_DELIVERY_FITS = """
DROP TRIGGER delivery_fits ON complaints_messagedelivery;
DROP FUNCTION complaints_delivery_fits();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0003_customer"),
        ("parties", "0003_own_mailbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomerMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                (
                    "direction",
                    models.CharField(choices=[("in", "From the customer"), ("out", "To the customer")], max_length=3),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("in_person", "In person"),
                            ("sms", "SMS"),
                            ("wechat", "WeChat"),
                            ("email", "E-mail"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text_enciphered", models.BinaryField()),
                ("left_out", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField()),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="complaints.complaint"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "message of a conversation",
                "verbose_name_plural": "messages of a conversation",
                "ordering": ["at", "pk"],
                "indexes": [
                    models.Index(fields=["complaint", "at", "id"], name="message_of_complaint"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["in", "out"])), name="message_directions"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["phone", "in_person", "sms", "wechat", "email"])),
                        name="message_channels",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text_enciphered", b""), _negated=True), name="message_has_text"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("user__isnull", False),
                            models.Q(("channel__in", ["sms", "wechat", "email"]), ("direction", "in")),
                            _connector="OR",
                        ),
                        name="message_written_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InternalNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                ("text_enciphered", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="internal_notes",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
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
                "verbose_name": "internal note",
                "verbose_name_plural": "internal notes",
                "ordering": ["at", "pk"],
                "indexes": [
                    models.Index(fields=["complaint", "party"], name="internal_note_of_complaint"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text_enciphered", b""), _negated=True), name="internal_note_has_text"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "On its way"),
                            ("sent", "Handed over"),
                            ("delivered", "Arrived"),
                            ("failed", "Did not arrive"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("provider_id", models.CharField(blank=True, max_length=100)),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("sent_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delivery",
                        to="complaints.customermessage",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["queued", "sent", "delivered", "failed"])),
                        name="delivery_states",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="delivery_sent_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delivered_at__isnull", False), ("state", "delivered")),
                            models.Q(models.Q(("state", "delivered"), _negated=True), ("delivered_at", None)),
                            _connector="OR",
                        ),
                        name="delivery_delivered_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("failed_at__isnull", False),
                                ("state", "failed"),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(models.Q(("state", "failed"), _negated=True), ("failed_at", None), ("reason", "")),
                            _connector="OR",
                        ),
                        name="delivery_failed_when_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParkedMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("too_big", "It is too big."),
                            ("unreadable", "It cannot be read."),
                            ("too_many_parts", "It has too many parts."),
                            ("no_sender", "It names no sender."),
                            ("no_text", "It says nothing, and holds no file that is accepted."),
                            ("too_many", "Its sender has written too often in one hour."),
                            ("refused", "It could not be logged for this venue."),
                        ],
                        max_length=20,
                    ),
                ),
                ("about_enciphered", models.BinaryField(null=True)),
                ("parked_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.venue"
                    ),
                ),
            ],
            options={
                "verbose_name": "parked mail",
                "verbose_name_plural": "parked mails",
                "ordering": ["-parked_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "too_big",
                                    "unreadable",
                                    "too_many_parts",
                                    "no_sender",
                                    "no_text",
                                    "too_many",
                                    "refused",
                                ],
                            )
                        ),
                        name="parked_mail_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", None)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="parked_mail_settled_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplyTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("zh_hans", models.TextField(max_length=1000, verbose_name="Simplified Chinese")),
                ("zh_hant", models.TextField(blank=True, max_length=1000, verbose_name="Traditional Chinese")),
                ("en", models.TextField(blank=True, max_length=1000, verbose_name="English")),
                ("retired_at", models.DateTimeField(editable=False, null=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reply_templates", to="parties.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "reply template",
                "verbose_name_plural": "reply templates",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("party", "name"),
                        name="reply_template_name_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("zh_hans", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="reply_template_says",
                    ),
                ],
            },
        ),
        migrations.RunSQL(DELIVERY_FITS, DROP_DELIVERY_FITS),
        # What was said never reaches the audit, not even enciphered.
        AuditTable("complaints_customermessage", columns_left_out=("text_enciphered",)),
        AuditTable("complaints_messagedelivery"),
        AuditTable("complaints_internalnote", columns_left_out=("text_enciphered",)),
        AuditTable("complaints_replytemplate"),
        AuditTable("complaints_parkedmail", columns_left_out=("about_enciphered",)),
        AppendOnly("complaints_customermessage"),
        AppendOnly("complaints_internalnote"),
    ]
