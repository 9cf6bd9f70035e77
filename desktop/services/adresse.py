"""The address of a server, as people type it."""

from urllib.parse import urlsplit

from domain.errors import RefusedError


def adresse(serveur: str) -> str:
    """Return the server's address as it will be called; raise RefusedError if it cannot be.

    A bare name is taken as https; http is for this very computer (trying the program out): a
    password never crosses a network in clear.
    """
    whole = serveur.strip()
    if "://" not in whole:
        whole = f"https://{whole}"
    try:
        parts = urlsplit(whole)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if host is None or parts.scheme not in ("http", "https") or any(c.isspace() for c in whole):
        raise RefusedError(
            "Cette adresse de serveur n’est pas lisible. Exemple\u00a0: https://permanence.exemple.fr"
        )
    if parts.scheme == "http" and host not in ("127.0.0.1", "localhost", "::1"):
        raise RefusedError("L’adresse du serveur doit commencer par «\u00a0https://\u00a0».")
    return whole.rstrip("/")
