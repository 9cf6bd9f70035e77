"""What Alembic runs: the connection is given by the program (see the package's docstring)."""

from alembic import context

from server.models import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter most things in place
)
context.run_migrations()
