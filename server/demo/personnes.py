"""The persons of the fictitious département: who they are, and what is true of them.

Everything said of a person later (synthèses, CERs) is drawn under the traits decided here, so
that somebody without a licence never repairs a car, and somebody who lives alone has no partner.
"""

import datetime as dt
from dataclasses import dataclass, replace
from random import Random

from server.demo.noms import (
    COMMUNES,
    DIPLOMES,
    METIERS,
    VOIES,
    Commune,
    Metier,
    courriel,
    fixe,
    nom_de_famille,
    portable,
    prenom,
)
from server.demo.phrases import de

SENIOR, JEUNE = 50, 30
LOGEMENTS = {
    "locataire_public": ("locataire", "en location dans le parc social"),
    "locataire_prive": ("locataire", "en location dans le parc privé"),
    "proprietaire": ("proprietaire", "dans la maison familiale"),
    "heberge": ("heberge", "en hébergement chez un proche"),
    "sans_abri": ("sans_abri", "sans logement stable"),
}
_NOMBRES = ("", "un", "deux", "trois", "quatre", "cinq")
THEMES = {
    "emploi": "emploi", "projet": "emploi", "formation": "formation", "iae": "emploi", "creation": "creation",
    "mobilite": "mobilite", "logement": "logement", "sante": "sante", "budget": "budget",
    "droits": "acces_droits", "famille": "famille", "numerique": "numerique", "langue": "langue",
    "lien_social": "lien_social",
}  # fmt: skip
"""For each theme of an objectif, that of the entretiens where it is worked on."""


@dataclass(frozen=True)
class Personne:
    """One person. ``themes`` are those of his objectifs, the first matters most."""

    numero: str
    feminin: bool
    nom: str
    nom_naissance: str
    prenom: str
    naissance: str
    commune_naissance: str
    nir: str
    organisme: str
    matricule: str
    commune: Commune
    adresse: str
    complement: str
    telephones: tuple[str, ...]
    courriel: str
    situation: str
    enfants: int
    logement: str
    permis: bool
    vehicule: bool
    ancien: Metier
    metier: Metier
    diplome: str
    themes: tuple[str, ...]
    entree_rsa: dt.date
    langue: bool
    sante: bool
    dettes: bool
    tns: bool

    @property
    def couple(self) -> bool:
        """Tell whether the person lives as a couple."""
        return self.situation in ("couple", "marie", "pacse")

    def age(self, jour: dt.date) -> int:
        """Return the age in whole years, the unknown day or month taken as the first."""
        year, month, day = (int(part) for part in self.naissance.split("-"))
        return jour.year - year - ((jour.month, jour.day) < (month or 1, day or 1))

    def traits(self, jour: dt.date) -> frozenset[str]:
        """Return the conditions of the sentence banks that are true of the person."""
        age = self.age(jour)
        told = {
            "permis" if self.permis else "sans_permis",
            "vehicule" if self.vehicule else "sans_vehicule",
            "enfants" if self.enfants else "sans_enfants",
            "couple" if self.couple else "seul",
            LOGEMENTS[self.logement][0],
            "f" if self.feminin else "h",
        }
        for trait, true in (
            ("senior", age >= SENIOR),
            ("jeune", age < JEUNE),
            ("langue", self.langue),
            ("sante", self.sante),
            ("dettes", self.dettes),
            ("tns", self.tns),
            ("salarie", not self.tns),
            ("rural", self.commune.nom != self.commune.ville),
        ):
            if true:
                told.add(trait)
        return frozenset(told)

    def faits(self, jour: dt.date) -> dict[str, str]:
        """Return what the sentences name: the words that stand for each ``{…}``."""
        pronoun = "elle" if self.feminin else "il"
        commune, metier = self.commune.nom, self.metier.dit(feminin=self.feminin)
        ancien = self.ancien.dit(feminin=self.feminin)
        ville = self.commune.ville
        return {
            "civ": f"{'Mme' if self.feminin else 'M.'}\u00a0{self.nom.title()}",
            "il": pronoun,
            "Il": pronoun.capitalize(),
            "age": str(self.age(jour)),
            "commune": commune,
            "de_commune": de(commune),
            "ville": ville,
            "de_ville": de(ville),
            "metier": metier,
            "de_metier": de(metier),
            "ancien": ancien,
            "de_ancien": de(ancien),
            "diplome": self.diplome,
            "logement": LOGEMENTS[self.logement][1],
            "enfants": "son enfant" if self.enfants == 1 else f"ses {_NOMBRES[self.enfants]} enfants",
            "dette": "de loyer" if self.logement.startswith("locataire") else "d’énergie",
            "anciennete": _duree(jour, self.entree_rsa),
        }


def duree(mois: int) -> str:
    """Say a number of months as one does: «8 mois», «un an», «3 ans»."""
    if mois < 12:
        return f"{max(mois, 1)}\u00a0mois"
    return "un an" if mois < 24 else f"{mois // 12}\u00a0ans"


def _duree(jour: dt.date, debut: dt.date) -> str:
    return duree((jour - debut).days // 30)


def inventer(hasard: Random, rang: int, jour: dt.date, communes: tuple[Commune, ...] = COMMUNES) -> Personne:
    """Invent somebody. ``rang`` makes the number unique; ``jour`` is the day of the demonstration."""
    feminin = hasard.random() < 0.54
    age = round(min(64, max(25, hasard.gauss(42, 11))))
    birth = jour - dt.timedelta(days=age * 365 + hasard.randrange(5, 360))
    name, first_name = nom_de_famille(hasard), prenom(hasard, feminin=feminin)
    situation = hasard.choices(
        ("seul", "separe", "divorce", "veuf", "couple", "marie", "pacse"), (40, 14, 13, 2, 12, 14, 5)
    )[0]
    commune = hasard.choice(communes)
    logement = hasard.choices(tuple(LOGEMENTS), (38, 36, 8, 14, 4))[0]
    permis = hasard.random() < 0.62
    langue, sante = hasard.random() < 0.13, hasard.random() < 0.3
    tns, dettes = hasard.random() < 0.08, hasard.random() < 0.33
    enfants = hasard.choices((0, 1, 2, 3, 4), (46, 21, 19, 10, 4))[0]
    ancien = hasard.choice(METIERS)
    mobile, landline = portable(hasard), fixe(hasard)
    telephones = hasard.choices(((mobile,), (mobile, landline), (landline,), ()), (72, 14, 5, 9))[0]
    homeless = logement == "sans_abri"
    return Personne(
        numero=f"{100_000 + rang * 7}",
        feminin=feminin,
        nom=name,
        nom_naissance=nom_de_famille(hasard)
        if feminin and situation in ("marie", "veuf", "divorce")
        else name,
        prenom=first_name,
        naissance=_partielle(birth, hasard),
        commune_naissance=hasard.choice(COMMUNES).nom,
        nir=_nir(hasard, birth, feminin=feminin),
        organisme="msa" if hasard.random() < 0.12 else "caf",
        matricule=f"{2_000_000 + rang * 13}",
        commune=commune,
        adresse="" if homeless else f"{hasard.randrange(1, 90)} {hasard.choice(VOIES)}",
        complement=hasard.choice(("Bâtiment A", "Appartement 12", "2e étage"))
        if hasard.random() < 0.2
        else "",
        telephones=telephones,
        courriel=courriel(first_name, name, hasard) if hasard.random() < 0.62 else "",
        situation=situation,
        enfants=enfants,
        logement=logement,
        permis=permis,
        vehicule=permis and hasard.random() < 0.66,
        ancien=ancien,
        metier=ancien if tns or hasard.random() < 0.35 else hasard.choice(METIERS),
        diplome=hasard.choice(DIPLOMES),
        themes=_themes(
            hasard, logement=logement, permis=permis, langue=langue, sante=sante, dettes=dettes, tns=tns
        ),
        entree_rsa=jour - dt.timedelta(days=hasard.randrange(500, 3600)),
        langue=langue,
        sante=sante,
        dettes=dettes,
        tns=tns,
    )


def conjoint_de(personne: Personne, hasard: Random, rang: int, jour: dt.date) -> Personne:
    """Invent the partner of somebody: same household, same address, same children."""
    partner = inventer(hasard, rang, jour)
    first_name = prenom(hasard, feminin=not personne.feminin)
    name = personne.nom if personne.situation == "marie" else partner.nom
    return replace(
        partner,
        feminin=not personne.feminin,
        prenom=first_name,
        nom=name,
        courriel=courriel(first_name, name, hasard) if partner.courriel else "",
        nom_naissance=partner.nom_naissance if personne.feminin else partner.nom,
        nir=("2" if not personne.feminin else "1") + partner.nir[1:],
        organisme=personne.organisme,
        matricule=personne.matricule,
        commune=personne.commune,
        adresse=personne.adresse,
        complement=personne.complement,
        situation=personne.situation,
        enfants=personne.enfants,
        logement=personne.logement,
        entree_rsa=personne.entree_rsa,
    )


def _partielle(birth: dt.date, hasard: Random) -> str:
    """Return the birth date as an administration knows it: sometimes without day, or month."""
    drawn = hasard.random()
    if drawn < 0.008:
        return f"{birth.year}-00-00"
    return f"{birth:%Y-%m}-00" if drawn < 0.014 else birth.isoformat()


def _nir(hasard: Random, birth: dt.date, *, feminin: bool) -> str:
    """Return thirteen characters of the right form whose order number, 000, is given to nobody."""
    drawn = hasard.random()
    place = f"{hasard.randrange(1, 95):02d}"
    if drawn < 0.03 or place == "20":
        place = hasard.choice(("2A", "2B"))
    elif drawn < 0.12:
        place = "99"
    return f"{2 if feminin else 1}{birth:%y%m}{place}{hasard.randrange(1, 990):03d}000"


def _themes(
    hasard: Random, *, logement: str, permis: bool, langue: bool, sante: bool, dettes: bool, tns: bool
) -> tuple[str, ...]:
    """Return four themes: first what presses, then what is drawn."""
    pressing = [
        theme
        for theme, true in (
            ("creation", tns),
            ("logement", logement in ("sans_abri", "heberge")),
            ("langue", langue),
            ("sante", sante),
            ("mobilite", not permis and hasard.random() < 0.7),
            ("budget", dettes),
        )
        if true
    ]
    others = [
        theme for theme in THEMES if theme not in ("creation", "langue", "logement") and theme not in pressing
    ]
    hasard.shuffle(others)
    if "emploi" in others and not tns:
        others.remove("emploi")
        others.insert(0, "emploi")
    return tuple((pressing[:3] + others)[:4])
