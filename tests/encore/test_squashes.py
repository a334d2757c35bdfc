"""A new database takes one step where an old one took many; both end with the same tables."""

import pytest
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

SQUASHED = ["billing", "complaints", "contracts"]


class SingleSteps(MigrationLoader):
    """The migrations without those that stand for several."""

    def load_disk(self) -> None:
        super().load_disk()
        for key in [key for key, migration in self.disk_migrations.items() if migration.replaces]:
            del self.disk_migrations[key]


def tables(loader: MigrationLoader) -> ProjectState:
    return loader.project_state(loader.graph.leaf_nodes())


def differences(one: ProjectState, other: ProjectState) -> dict[str, list[Operation]]:
    found = MigrationAutodetector(one, other).changes(MigrationLoader(None).graph)
    return {app: [operation for step in steps for operation in step.operations] for app, steps in found.items()}


def test_what_is_squashed_says_of_every_table_what_the_single_steps_say() -> None:
    steps, squashed = SingleSteps(None), MigrationLoader(None)
    assert {key[0] for key, migration in squashed.disk_migrations.items() if migration.replaces} == set(SQUASHED)
    assert differences(tables(steps), tables(squashed)) == {}
    # The control: a table that the squash forgot would be seen.
    fewer = tables(squashed)
    fewer.remove_model("contracts", "clausecomment")
    assert list(differences(tables(steps), fewer)) == ["contracts"]


@pytest.mark.parametrize("app", SQUASHED)
def test_a_squash_replaces_the_beginning_of_its_app_without_a_gap(app: str) -> None:
    migrations = MigrationLoader(None, replace_migrations=False).disk_migrations
    [squash] = [migration for key, migration in migrations.items() if key[0] == app and migration.replaces]
    single = sorted(key for key in migrations if key[0] == app and key[1] != squash.name)
    assert squash.replaces == single[: len(squash.replaces)]
