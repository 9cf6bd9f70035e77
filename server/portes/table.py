"""Every door: what is asked of it, and what it must answer to whom.

One line per route, and two for ``/sync``, which brings and takes. ``remis``: kept aside for whoever
has the dossier, which is not a refusal; it tells the sender nothing.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field

from domain.profils import Profile, Scope, scope_of
from server.portes.maison import PDF, RECONNUS, Cas, Essai
from server.portes.visiteur import MOT_DE_PASSE

_NEW = "un autre mot de passe"
_SIGNATURE: dict[str, object] = {
    "empreinte": "0" * 64,
    "pdf": base64.b64encode(PDF).decode(),
    "page": 1,
    "x": 60,
    "y": 700,
}
_ENVELOPE = base64.b64encode(b"e" * 32).decode()


@dataclass(frozen=True)
class Porte:
    """A door. ``geste`` knocks and says what was answered; ``sien`` and ``autre``, on a dossier.

    Without ``autre`` the door knows no dossier, and answers ``sien`` to whoever it knows.
    """

    methode: str
    chemin: str
    geste: Callable[[Essai], str]
    sien: str
    autre: str = ""
    quoi: str = ""
    ecarts: dict[Cas, str] = field(default_factory=dict)  # beside 401 and 403

    @property
    def nom(self) -> str:
        """Return how it is printed."""
        return f"{self.methode} {self.chemin}" + (f" ({self.quoi})" if self.quoi else "")

    @property
    def cas(self) -> tuple[Cas, ...]:
        """Return the ways of knocking that make a difference at this door."""
        return tuple(cas for cas in Cas if self.autre or cas not in RECONNUS[1:])

    def attendu(self, profil: Profile, cas: Cas) -> str:
        """Return what it must answer."""
        nothing = self.autre and scope_of(profil) is Scope.NONE
        if (told := self.ecarts.get(cas)) is not None:
            return self.autre if nothing and told == self.sien else told
        match cas:
            case Cas.SANS_JETON | Cas.BLOQUE:
                return "401"
            case Cas.REVOQUE | Cas.PROVISOIRE:
                return "403"
            case Cas.SIEN if not self.autre or scope_of(profil) is not Scope.NONE:
                return self.sien
            case _:
                return self.autre


def _demande(methode: str, chemin: str, corps: bytes | dict[str, object] | None) -> Callable[[Essai], str]:
    def geste(essai: Essai) -> str:
        there = chemin.format(document=essai.document, cer=essai.cer)
        return str(essai.visiteur.demander(methode, there, corps).status_code)

    return geste


def _porte(
    methode: str,
    chemin: str,
    corps: bytes | dict[str, object] | None,
    sien: str,
    autre: str = "",
    **ecarts: str,
) -> Porte:
    exceptions = {Cas[name]: answer for name, answer in ecarts.items()}
    return Porte(methode, chemin, _demande(methode, chemin, corps), sien, autre, ecarts=exceptions)


_OPEN = {"SANS_JETON": "200", "REVOQUE": "200", "BLOQUE": "200", "PROVISOIRE": "200"}

PORTES: tuple[Porte, ...] = (
    _porte("GET", "/sante", None, "200", **_OPEN),
    _porte("GET", "/openapi.json", None, "200", **_OPEN),
    Porte(
        "POST",
        "/connexion",
        lambda essai: str(essai.visiteur.connecter().status_code),
        "200",
        ecarts={Cas.SANS_JETON: "200", Cas.BLOQUE: "403"},
    ),
    _porte("PUT", "/appareils/enveloppe", {"enveloppe": _ENVELOPE}, "204"),
    Porte(
        "POST",
        "/sync",
        lambda essai: essai.visiteur.recevoir(essai.dossier),
        "200 reçu",
        "200 rien",
        "recevoir",
        {Cas.REVOQUE: "200 rien"},
    ),
    Porte(
        "POST",
        "/sync",
        lambda essai: essai.visiteur.ecrire(essai.dossier),
        "200 pris",
        "200 remis",
        "écrire",
        {Cas.REVOQUE: "200 remis"},
    ),
    _porte("PUT", "/contenus/{document}", PDF, "200", "404", REVOQUE="200"),
    _porte("GET", "/contenus/{document}", None, "200", "404"),
    # 422: let in, and told in words that this département, which has no key of Yousign, has no SMS.
    _porte("POST", "/cers/{cer}/signature", _SIGNATURE, "422", "404"),
    _porte("GET", "/cers/{cer}/signature", None, "200", "404"),
    _porte("DELETE", "/cers/{cer}/signature", None, "200", "404"),
    _porte("GET", "/cers/{cer}/signature/pdf", None, "404", "404"),
    # The operator alone: no token of ours opens it.
    _porte(
        "POST", "/yousign", {"event_name": "signature_request.done"}, "401", REVOQUE="401", PROVISOIRE="401"
    ),
    # 400: let in, then told that these bytes are no rescue; a real one says itself whose it is.
    _porte("POST", "/sauvetages", {"contenu": _ENVELOPE}, "400", REVOQUE="400"),
    _porte("POST", "/mot-de-passe", {"ancien": MOT_DE_PASSE, "nouveau": _NEW}, "204"),
)
"""The password last: changing it may cancel the token that the others need."""
