"""Access as a Django application."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class AccessConfig(AppConfig):
    """Organisations, people, employments and who may see what."""

    name = "samlop.access"
    label = "access"

    def ready(self) -> None:
        """The database's copy of the matrix is compared with the file whenever the databases are checked."""
        from samlop.access.checks import database_obeys_the_file

        register(database_obeys_the_file, Tags.database)
