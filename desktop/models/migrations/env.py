"""Run the replica's migrations on the connection the program hands over."""

from alembic import context

from desktop.models.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
