"""Every answer the server gives: JSON, French when it refuses, under headers that give nothing away."""

from collections.abc import Mapping

import msgspec
from fastapi import Response

from domain.exchange.v1 import PRODUCT_HEADER
from server.serveur import VERSION

HEADERS: Mapping[str, str] = {
    PRODUCT_HEADER: VERSION,  # how a laptop tells the server from a portal that answers in its place
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""No Strict-Transport-Security: HTTPS is spoken by the proxy in front, which alone knows its name."""

UNREADABLE = "Cette demande n’est pas lisible par le serveur."
BUSY = "Le serveur est occupé. Votre travail est gardé sur ce poste, qui réessaiera."


def refusal(
    status: int,
    message: str,
    rule: str = "",
    *,
    extra: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Say no in words."""
    body = msgspec.json.encode({"message": message, "regle": rule, **(extra or {})})
    return Response(
        body, status_code=status, media_type="application/json", headers=dict(headers) if headers else None
    )


def raw_refusal(status: str, message: str, **headers: str) -> bytes:
    """Write a refusal byte for byte, for what is not an HTTP request; the connection ends with it."""
    body = msgspec.json.encode({"message": message, "regle": ""})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"}
    head = [f"{name}: {value}" for name, value in {**lines, **HEADERS, **named}.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", *head, "", ""]).encode("ascii") + body
