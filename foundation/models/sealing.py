"""The chain over append-only tables."""

from django.db import models


class SealBlock(models.Model):
    """A range of rows of one append-only table, chained to the block before it by its hash.

    It covers the ids above the `last_id` of the block before, up to its own `last_id`. `columns` are those that the
    hash was made of, so that a column added later does not break the past; those in `private` are hashed by themselves.
    `rows_hash` is made of the hashes of the rows, and empty in blocks of old, whose head was made of their texts.
    """

    table_name = models.CharField(max_length=63)
    number = models.PositiveBigIntegerField()
    last_id = models.BigIntegerField()
    row_count = models.PositiveIntegerField()
    columns = models.JSONField()
    private = models.JSONField(default=list)
    rows_hash = models.CharField(max_length=64, default="")
    previous_head = models.CharField(max_length=64)
    head = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table_name", "number"], name="seal_one_block_per_number"),
            models.UniqueConstraint(fields=["table_name", "last_id"], name="seal_one_block_per_end"),
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.number}"


class SealMark(models.Model):
    """A row id up to which sealing may go as soon as every transaction older than `transaction_id` has ended."""

    table_name = models.CharField(max_length=63, primary_key=True)
    last_id = models.BigIntegerField()
    transaction_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.table_name} {self.last_id}"
