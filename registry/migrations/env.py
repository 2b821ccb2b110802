"""Run by Alembic with the connection and the transaction of `registry.schema.upgrade`."""

from alembic import context

from registry.model import Entity

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Entity.metadata,
    compare_type=True,
)
context.run_migrations()
