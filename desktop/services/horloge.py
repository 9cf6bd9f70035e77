"""The clock of this computer against the server's: said in words, never in the way (rule 4 of the lessons).

Nothing is ordered or merged by a clock, so that a wrong one loses nothing; but dates are proposed from
it, an accord bears it, and a token or a certificate may be refused because of it.
"""

TOLERATED_MS = 2 * 60 * 1000
_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000


def en_mots(ecart_ms: int) -> str:
    """Say how wrong the clock is; empty when it is right. ``ecart_ms``: the server's less this one's."""
    size = abs(ecart_ms)
    if size <= TOLERATED_MS:
        return ""
    sense = "retarde" if ecart_ms > 0 else "avance"
    if size < _HOUR:
        many = f"{round(size / _MINUTE)}\u00a0minutes"
    elif size < 2 * _DAY:
        hours = round(size / _HOUR)
        many = f"{hours}\u00a0heure{'s' if hours > 1 else ''}"
    else:
        many = f"{round(size / _DAY)}\u00a0jours"
    return (
        f"L’horloge de ce poste {sense} de {many}. Rien n’est perdu pour autant, mais les dates proposées "
        "en dépendent\u00a0: réglez-la."
    )
