"""One text for one content: JSON canonicalised as RFC 8785 asks, so that a hash means something.

Only what an accord holds can be written: text, whole numbers, booleans, null, lists, objects.
Fractions are refused rather than written: their form is where implementations differ.
"""

import json
from collections.abc import Mapping, Sequence

EXACT = (1 << 53) - 1
"""Greatest whole number that every JSON reader holds exactly (RFC 8785 §3.2.2.3)."""


def canonical(value: object) -> str:
    """Return the canonical JSON text of ``value``.

    Keys are ordered by UTF-16 code units, nothing is escaped that need not be. Raises ValueError
    for a number no reader would hold exactly or text that no encoding can write, TypeError for
    anything that is not JSON.
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        value.encode()  # half a surrogate pair cannot be written: say so here, not at the hash
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if not -EXACT <= value <= EXACT:
            raise ValueError(f"no reader holds {value} exactly")
        return str(value)
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, Sequence):
        return "[" + ",".join(map(canonical, value)) + "]"
    raise TypeError(f"{type(value)} is not written in an accord")
