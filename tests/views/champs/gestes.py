from collections.abc import Callable

from desktop.views.fields import (
    Editeur,
)

Make = Callable[..., Editeur]
