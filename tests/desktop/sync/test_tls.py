"""A server is who its certificate says, at the date of this computer; anything else has its own sentence."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desktop.sync.diagnostic import INTERCEPTED, NO_LONGER, NOT_YET, OFFLINE, PROXY, of_failure
from desktop.sync.transport import Transport, UnreachableError
from domain.clock import SystemClock
from domain.exchange.v1 import Request
from tests.desktop.sync.reseau import (
    GOOD,
    PRESSE,
    ecouter,
    http,
    pomper,
    qui_repond,
    qui_se_tait,
    recevoir,
    relayer,
)

SYNC = Request("01a1f813-a740-7000-8000-000000000001", "essai")
DAY = dt.timedelta(days=1)
NAME, SERVER = (
    x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("Autorité d’essai", "Serveur")
)
Presenter = Callable[..., str]


class Autorite:
    """Signs certificates for 127.0.0.1."""

    def __init__(self, folder: Path, nom: str) -> None:
        self._folder = folder / nom
        self._folder.mkdir()
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._now = SystemClock().now()
        own = self._certificate(self._key.public_key(), -300, 300).sign(self._key, hashes.SHA256())
        self.racine = self._folder / "racine.pem"
        self.racine.write_bytes(own.public_bytes(serialization.Encoding.PEM))

    def contexte(self, begin: int, end: int, address: str = "127.0.0.1") -> ssl.SSLContext:
        """Return what a server presents, valid from ``begin`` to ``end`` days from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        place = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        asked = self._certificate(key.public_key(), begin, end, authority=False)
        signed = asked.add_extension(place, critical=False).sign(self._key, hashes.SHA256())
        path = self._folder / "serveur.pem"
        path.write_bytes(
            signed.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _certificate(
        self, key: ec.EllipticCurvePublicKey, begin: int, end: int, *, authority: bool = True
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(NAME if authority else SERVER)
            .issuer_name(NAME)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now + begin * DAY)
            .not_valid_after(self._now + end * DAY)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )


@pytest.fixture
def autorite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Autorite:
    """An authority that this computer trusts, and no other."""
    autorite = Autorite(tmp_path, "connue")
    monkeypatch.setenv("SSL_CERT_FILE", str(autorite.racine))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "vide"))
    return autorite


def serve(context: ssl.SSLContext, heard: list[bytes]) -> Callable[[socket.socket], None]:
    def accueil(client: socket.socket) -> None:
        with context.wrap_socket(client, server_side=True) as secure:
            heard.append(recevoir(secure))
            secure.sendall(http("200 OK", GOOD))

    return accueil


def lost(address: str) -> str:
    transport = Transport(address, PRESSE)
    with pytest.raises(UnreachableError) as caught:
        transport.sync(SYNC)
    transport.close()
    return caught.value.message


def test_a_certificate_of_a_known_authority_is_enough(autorite: Autorite) -> None:
    heard: list[bytes] = []
    with ecouter(serve(autorite.contexte(-1, 1), heard)) as port:
        transport = Transport(f"https://127.0.0.1:{port}", PRESSE)
        assert transport.sync(SYNC).page.cursor == "c"
        transport.close()
    assert heard[0].startswith(b"POST /sync")


@pytest.mark.parametrize(
    ("begin", "end", "words"), [(2, 30, NOT_YET), (-30, -2, NO_LONGER)], ids=["not yet valid", "expired"]
)
def test_a_wrong_clock_is_said_as_such(autorite: Autorite, begin: int, end: int, words: str) -> None:
    """Its date is often the fault of a laptop whose battery was empty: the sentence says where to look."""
    heard: list[bytes] = []
    with ecouter(serve(autorite.contexte(begin, end), heard)) as port:
        assert lost(f"https://127.0.0.1:{port}") == words
    assert heard == []


def test_an_interception_is_told_and_given_nothing(autorite: Autorite, tmp_path: Path) -> None:
    """A portal, a filter, a thief: nothing is sent, neither the token nor a word."""
    heard: list[bytes] = []
    stranger = Autorite(tmp_path, "inconnue")
    for context in (stranger.contexte(-1, 1), autorite.contexte(-1, 1, "192.0.2.1")):
        with ecouter(serve(context, heard)) as port:
            assert lost(f"https://127.0.0.1:{port}") == INTERCEPTED
    assert heard == []


def test_a_server_that_does_not_speak_tls_is_no_server() -> None:
    for accueil in (qui_repond(http("200 OK", GOOD)), qui_se_tait):
        with ecouter(accueil) as port:
            assert lost(f"https://127.0.0.1:{port}") == OFFLINE


def test_windows_says_a_wrong_date_with_a_number_of_its_own() -> None:
    error = ssl.SSLCertVerificationError("A required certificate is not within its validity period")
    error.verify_code = 0x800B0101
    assert of_failure(error) == NO_LONGER


class Mandataire:
    """A proxy that opens tunnels, or refuses to."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.asked: list[bytes] = []

    def accueil(self, client: socket.socket) -> None:
        head = client.recv(65536)
        self.asked.append(head.split(b"\r\n")[0])
        client.sendall(self.answer)
        host, _, port = head.split()[1].rpartition(b":")
        with socket.create_connection((host.decode(), int(port)), timeout=5) as server:
            threading.Thread(target=relayer, args=(pomper, client, server), daemon=True).start()
            relayer(pomper, server, client)


@pytest.mark.parametrize(
    ("answer", "words"),
    [(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", PROXY), (b"", OFFLINE)],
    ids=["asks for a password", "closes"],
)
def test_a_proxy_that_refuses_is_named(monkeypatch: pytest.MonkeyPatch, answer: bytes, words: str) -> None:
    with ecouter(qui_repond(answer)) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        assert lost("https://192.0.2.7") == words


def test_the_system_s_proxy_is_used_and_sees_nothing(
    autorite: Autorite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through it the certificate is the server's own, checked as without it."""
    heard: list[bytes] = []
    proxy = Mandataire(b"HTTP/1.1 200 Connection established\r\n\r\n")
    with ExitStack() as opened:
        port = opened.enter_context(ecouter(serve(autorite.contexte(-1, 1), heard)))
        through = opened.enter_context(ecouter(proxy.accueil))
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{through}")
        monkeypatch.setenv("NO_PROXY", "")
        transport = Transport(f"https://127.0.0.1:{port}", PRESSE)
        opened.callback(transport.close)
        assert transport.sync(SYNC).page.cursor == "c"
    assert [line.rpartition(b" ")[0] for line in proxy.asked] == [b"CONNECT 127.0.0.1:%d" % port]
    assert len(heard) == 1
