"""What makes a member readable and findable. Erasure removes it, and leaves no copy: none of it reaches the audit."""

from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from members.models.members import Member
from parties.models import Party

HASH_OR_NOTHING: Final = r"^([0-9a-f]{64})?$"


class MemberKey(models.Model):
    """The member's own key, enciphered under the key of the house. ``house_key`` names that one."""

    member = models.OneToOneField(Member, models.PROTECT, related_name="key", primary_key=True)
    wrapped = models.BinaryField(editable=False)
    house_key = models.CharField(max_length=40, db_index=True, editable=False)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(wrapped=b""), name="member_key_is_there")]


class MemberSearch(models.Model):
    """By what a member is found, without being read.

    ``tokens`` and the two hashes are keyed hashes, with the party in their purpose: equal words of two parties differ.
    ``sort_key`` says what the masked name says, and the initials after it: the pinyin of the first sign.
    """

    member = models.OneToOneField(Member, models.PROTECT, related_name="search", primary_key=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    sort_key = models.CharField(max_length=60, db_collation="C")
    tokens = ArrayField(models.CharField(max_length=16))
    phone_hash = models.CharField(max_length=64, blank=True)
    last_four_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(phone_hash__regex=HASH_OR_NOTHING), name="member_phone_hash_is_hex"),
            models.CheckConstraint(
                condition=Q(last_four_hash__regex=HASH_OR_NOTHING), name="member_last_four_hash_is_hex"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["party", "sort_key", "member"], name="member_by_name"),
            models.Index(fields=["phone_hash"], name="member_by_phone", condition=~Q(phone_hash="")),
            models.Index(fields=["last_four_hash"], name="member_by_last_four", condition=~Q(last_four_hash="")),
            GinIndex(fields=["tokens"], name="member_by_words"),
        ]
