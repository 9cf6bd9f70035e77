"""What a document is made of in these tests, and how a device moves it."""

import hashlib
from typing import Any

import requests

from domain.exchange.v1 import Op
from domain.fields import Value
from tests.server.clients import Device

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 400 + b"\n%%EOF\n"
PIECE = 20_000


def fields(octets: bytes, **other: Value) -> dict[str, Value]:
    """Return what the record of a document says."""
    said: dict[str, Value] = {
        "nom": "CER_EXEMPLE_Camille.pdf",
        "rangement": "cer_scannes",
        "type": "cer",
        "media": "application/pdf",
        "taille": len(octets),
        "empreinte": hashlib.sha256(octets).hexdigest(),
        "date_envoi": "2026-11-20",
    }
    return said | other


def announce(device: Device, dossier: str, octets: bytes = PDF, **other: Value) -> str:
    """Push the record of a document; return its identifier."""
    record = device.ids.new()
    (answer,) = device.push(
        device.change("document", record, fields(octets, **other), op=Op.CREATE, dossier=dossier)
    )
    assert answer.outcome == "applied", answer
    return record


def put(device: Device, document: str, position: object, octets: bytes) -> requests.Response:
    return requests.put(
        f"{device.url}/contenus/{document}",
        data=octets,
        headers={"authorization": f"Bearer {device.token}", "upload-offset": str(position)},
        timeout=60,
    )


def get(device: Device, document: str, **headers: str) -> requests.Response:
    return requests.get(
        f"{device.url}/contenus/{document}",
        headers={"authorization": f"Bearer {device.token}"} | headers,
        timeout=60,
    )


def send(device: Device, document: str, octets: bytes = PDF, start: int = 0) -> dict[str, Any]:
    """Send a content by pieces; return the last answer."""
    body: dict[str, Any] = {}
    for position in range(start, len(octets), PIECE):
        answer = put(device, document, position, octets[position : position + PIECE])
        assert answer.status_code == 200, answer.text
        body = answer.json()
    return body
