"""One household of the CNAF's flow to its persons (decisions 33 to 35).

A household that cannot be read is rejected by its rank in the flow, and a person by hers in the
household; the others are taken. What the flow does not carry is not emptied.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar
from xml.etree.ElementTree import Element

from domain.beneficiaire.form import DOSSIER
from domain.beneficiaire.rules import HORS_TERRITOIRE
from domain.fields import Value
from server.genesis import cellules
from server.genesis import codes_cnaf as cnaf
from server.genesis.cellules import CelluleError, nettoyer
from server.genesis.correspondance import Correspondance
from server.genesis.interpretation import est_un_nir, nir
from server.genesis.lignes import Interpretees, Ligne, Rejet, Remarque

T = TypeVar("T")

_VOIE = ("NUMVOIE", "LIBTYPEVOIE", "NOMVOIE", "LIEUDIST")
_COMPLEMENT = ("COMPLIDEADR", "COMPLADR")
_IDENTITE = {"nom": "NOM", "nom_naissance": "NOMNAI", "prenom": "PRENOM", "commune_naissance": "NOMCOMNAI"}
_EXIGES = ("nom", "prenom", "date_naissance")
_SITUATION = "PrestationRSA/SituationDossierRSA"
_TRONC = "PrestationRSA/DetailDroitRSA/TroncCommunDroitRSA"
_CAF_CHIFFRES, _MATRICULE = 7, 15


class _FauteError(Exception):
    """What cannot be taken, by field."""

    def __init__(self, champ: str, raison: str) -> None:
        super().__init__(raison)
        self.champ, self.raison = champ, raison


class Lecteur:
    """Gathers the persons of every household, and what could not be taken."""

    def __init__(self, correspondance: Correspondance, extrait: dt.date) -> None:
        self._correspondance = correspondance
        self._territoires = bool(correspondance.communes or correspondance.postaux)
        self._extrait = extrait.isoformat()
        self._lignes: list[Ligne] = []
        self._rejets: list[Rejet] = []
        self._remarques: list[Remarque] = []

    def foyer(self, foyer: Element, rang: int) -> None:
        """Take one household, whose rank in the flow is ``rang``."""
        matricule, garde = _matricule(foyer)
        public = None if garde else matricule
        etat = _texte(foyer, f"{_SITUATION}/EtatDossierRSA/ETATDOSRSA")
        if etat in cnaf.LAISSES:
            self._remarques.append(Remarque(rang, cnaf.LAISSES[etat], public))
            return
        adults = sorted(_adultes(foyer), key=lambda one: cnaf.BENEFICIAIRES.index(one[0]))
        if not adults:
            self._remarques.append(Remarque(rang, "aucun adulte bénéficiaire, laissé de côté", public))
            return
        try:
            whole = {**_adresse(foyer), **_droit(foyer, etat)}
            common = self._commun(foyer, whole)
        except _FauteError as fault:
            self._rejets.append(Rejet(rang, fault.champ, fault.raison, public))
            return
        if public:
            common["numero_allocataire"] = public
        contacts: dict[str, Value] = {}
        if (
            not self._territoires
        ):  # nobody said what a territory is: a new dossier has none, others keep theirs
            contacts["dtas"] = common.pop("dtas")
        for order, (_, person) in enumerate(adults):
            try:
                values, number = self._personne(person)
            except _FauteError as fault:
                reason = f"personne {order + 1}, {fault.raison}" if len(adults) > 1 else fault.raison
                self._rejets.append(Rejet(rang, fault.champ, reason, public))
                continue
            self._lignes.append(
                Ligne(
                    ligne=rang,
                    valeurs={**common, **whole, **values},
                    contacts=dict(contacts),
                    nir=number,
                    matricule=matricule,
                    foyer=str(rang) if len(adults) > 1 else None,
                    conjoint=order > 0,
                )
            )

    def lues(self) -> Interpretees:
        """Return what was gathered; of one person in several households, the one where she has a right.

        Who moves or parts stays for a while in the household that she left, whose right is closed.
        """
        open_somewhere = {_qui(one) for one in self._lignes if one.nir and not one.close}
        kept: list[Ligne] = []
        for one in self._lignes:
            if one.nir and one.close and _qui(one) in open_somewhere:
                reason = "droit clos ici, ouvert dans un autre foyer du flux, laissé de côté"
                self._remarques.append(Remarque(one.ligne, reason, one.reference))
            else:
                kept.append(one)
        return Interpretees(tuple(kept), tuple(self._rejets), tuple(self._remarques), (), 0)

    def _commun(self, foyer: Element, whole: Mapping[str, Value]) -> dict[str, Value]:
        """Return what the household says of each of its adults, beside address and right.

        Raises _FauteError.
        """
        children = _texte(foyer, f"{_TRONC}/NBENFAUTCHA")
        values: dict[str, Value] = {
            "organisme": cnaf.ORGANISMES.get(_texte(foyer, "IdentificationRSA/Organisme/FONORG")),
            "date_entree_rsa": _jour(foyer, "IdentificationRSA/DemandeRSA/DTDEMRSA", "date_entree_rsa"),
            "situation_familiale": cnaf.SITUATIONS.get(
                _texte(foyer, "DonneesAdministratives/SituationFamille/SITFAM")
            ),
            "nombre_enfants": _lue("nombre_enfants", children, cellules.entier),
        }
        _acceptees({**values, **whole})
        homeless = _texte(foyer, f"{_TRONC}/TOPSANSDOMFIXE") == "1"
        territory = None if homeless else self._correspondance.territoire(whole)
        return {**_connues(values), "dtas": territory or HORS_TERRITOIRE}

    def _personne(self, person: Element) -> tuple[dict[str, Value], str | None]:
        """Return what the flow says of one adult, and her NIR. Raises _FauteError."""
        told = {name: _texte(person, f"Identification/{tag}") for name, tag in _IDENTITE.items()}
        values: dict[str, Value] = {name: text for name, text in told.items() if text}
        values["civilite"] = cnaf.CIVILITES.get(_texte(person, "Identification/QUAL")) or cnaf.SEXES.get(
            _texte(person, "Identification/SEXE")
        )
        values["date_naissance"] = self._naissance(person)
        values["sdd"] = cnaf.SDD.get(_texte(person, "MontantCalculDroitRSAPersonne/TOPPERSDRODEVORSA"))
        _acceptees(values)
        for name in _EXIGES:
            if not values.get(name):
                raise _FauteError(name, "cette donnée manque")
        number = _lue("nir", _texte(person, "Identification/NIR"), nir)
        return _connues(values), number

    def _naissance(self, person: Element) -> str | None:
        """Return the birth date, ``00`` for what TYPEDTNAI says is unknown (decision 33)."""
        day = _jour(person, "Identification/DTNAI", "date_naissance")
        if day is None:
            return None
        if day > self._extrait:
            raise _FauteError("date_naissance", "cette naissance est après la date du flux")
        match _texte(person, "Identification/TYPEDTNAI"):
            case "N" | "":
                return day
            case "J":
                return f"{day[:7]}-00"
            case _:
                return f"{day[:4]}-00-00"


def _texte(element: Element, path: str) -> str:
    """Return the text at ``path``, one simple name after another, which is many times faster than a path."""
    found: Element | None = element
    for tag in path.split("/"):
        if found is None:
            return ""
        found = found.find(tag)
    return nettoyer(found.text) if found is not None and found.text else ""


def _reunis(element: Element, tags: tuple[str, ...]) -> str | None:
    return " ".join(filter(None, (_texte(element, tag) for tag in tags))) or None


def _lue(champ: str, text: str, read: Callable[[str], T]) -> T | None:
    if not text:
        return None
    try:
        return read(text)
    except CelluleError as fault:
        raise _FauteError(champ, str(fault)) from fault


def _jour(element: Element, path: str, champ: str) -> str | None:
    """Return a date of the flow, AAAA-MM-JJ like ours. Raises _FauteError."""
    return _lue(champ, _texte(element, path), _date)


def _date(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise CelluleError("ce n’est pas une date AAAA-MM-JJ") from error


def _connues(values: dict[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value is not None}


def _acceptees(values: Mapping[str, Value]) -> None:
    """Raise _FauteError for a value that the field of the dossier refuses."""
    for name, value in values.items():
        if refusal := DOSSIER.by_name[name].refusal(value):
            raise _FauteError(name, refusal.rstrip("."))


def _adultes(foyer: Element) -> Iterator[tuple[str, Element]]:
    """Yield the role and the element of each adult that the RSA is paid for."""
    for person in foyer.findall("Personne"):
        for one in person.findall("Prestations"):
            role = _texte(one, "ROLEPERS")
            if _texte(one, "NATPREST") == "RSA" and role in cnaf.BENEFICIAIRES:
                yield role, person


def _adresse(foyer: Element) -> dict[str, Value]:
    """Return the address whole, what it lacks included; nothing where the flow has none in France."""
    address = foyer.find("DonneesAdministratives/Adresse/AdresseDetailleeFrance")
    if address is None:
        return {}
    return {
        "adresse": _reunis(address, _VOIE),
        "complement_adresse": _reunis(address, _COMPLEMENT),
        "code_postal": _lue("code_postal", _texte(address, "CODEPOS"), cellules.code_postal),
        "commune": _texte(address, "NOMCOM") or None,
        "code_insee": _lue("code_insee", _texte(address, "NUMCOM"), cellules.code_postal),
    }


def _droit(foyer: Element, etat: str) -> dict[str, Value]:
    """Return the state of the right, since when and why; of several suspensions the latest."""
    if etat not in cnaf.ETATS:
        raise _FauteError("etat_droit", f"«\u00a0{etat[:20]}\u00a0» n’est pas un état du droit")
    since, why = None, ""
    if etat in cnaf.RAISONS:
        block, reason, date = cnaf.RAISONS[etat]
        for one in foyer.findall(f"{_SITUATION}/{block}"):
            day = _jour(one, date, "date_etat_droit")
            if since is None or (day or "") >= since:
                since, why = day, cnaf.motif(etat, _texte(one, reason)) or ""
    return {"etat_droit": cnaf.ETATS[etat], "date_etat_droit": since, "motif_etat_droit": why or None}


def _matricule(foyer: Element) -> tuple[str | None, bool]:
    """Return the number at the paying body, and whether it must stay on the server.

    That of the CAF is seven digits, filled with zeros. That of the MSA may be a NIR (decision 27).
    """
    text = _texte(foyer, "IdentificationRSA/Organisme/MATRICULE")
    if _texte(foyer, "IdentificationRSA/Organisme/FONORG") == "CAF":
        padded = len(text) == _MATRICULE and not text[_CAF_CHIFFRES:].strip("0")
        return (text[:_CAF_CHIFFRES] if padded else text) or None, False
    return text or None, est_un_nir(text)


def _qui(ligne: Ligne) -> tuple[str | None, str]:
    return ligne.nir, ligne.naissance[2]
