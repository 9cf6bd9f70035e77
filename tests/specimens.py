"""Editions in short, ordinary and extreme, to look at and to try the renderers on.

The people are invented. The same CERs serve the tests of ``tests/desktop/documents``.
"""

import base64
import io
from typing import Any

from PIL import Image, ImageDraw

from desktop.documents.blocs import Document
from desktop.documents.contenu import cer_imprime, decrire
from desktop.documents.imprime import CerImprime
from desktop.documents.vierge import decrire_vierge
from domain.accord.rules import Standing
from domain.cer.states import Edition
from domain.reglage.nomenclatures import Settings
from resources import default_settings

_ISSUER: list[tuple[str, Any, int]] = [
    ("departement.nom", "Département des Trois-Rivières", 1),
    ("departement.service", "Direction de l’insertion – Territoire Nord", 1),
    ("departement.adresse", "12 place du Marché, 07999 Valmont", 1),
    ("departement.telephone", "04 99 00 00 00", 1),
]
SETTINGS = Settings.of(default_settings(), _ISSUER)


def logo(width: int = 560, height: int = 160, couleur: str = "#8A1538") -> bytes:
    """Return an invented logo: three rivers."""
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    for rank in range(3):
        top = height * (rank + 1) // 4
        pen.line(
            [(x, top + (height // 12) * ((x // (width // 8)) % 2)) for x in range(0, width, width // 8)],
            couleur,
            max(height // 14, 1),
            "curve",
        )
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


AUTRE_DEPARTEMENT = Settings.of(
    default_settings(),
    [
        *_ISSUER,
        ("departement.couleur", "#8A1538", 2),
        ("departement.logo", base64.b64encode(logo()).decode(), 2),
        ("departement.adresse_envoi", "Service insertion, BP 101, 07999 Valmont Cedex", 2),
        ("cer.titre", "Contrat d’engagement", 2),
        ("cer.sigle", "contrat d’engagement", 2),
        ("cer.version", "2027-1", 2),
    ],
)
"""Another look, and the name that the law gives since 2025."""

DOSSIER: dict[str, Any] = {
    "numero": "D1042",
    "civilite": "mme",
    "nom": "FONTANEL",
    "nom_naissance": "OZENNE",
    "prenom": "Maëlle",
    "date_naissance": "1987-03-01",
    "organisme": "caf",
    "numero_allocataire": "0123456",
    "adresse": "4 impasse des Mûriers",
    "complement_adresse": "Bâtiment B",
    "code_postal": "07999",
    "commune": "Saint-Cirgues-la-Combe",
    "telephone": "06 99 00 11 22",
    "mail": "maelle.fontanel@exemple.fr",
}

SITUATION = (
    "Mme Fontanel a 39 ans et vit seule avec ses deux enfants (8 et 11 ans) dans un logement du parc social. "
    "Elle a le permis B mais son véhicule est en panne depuis septembre ; elle se déplace à vélo.\n"
    "Depuis le dernier contrat :\n"
    "- bilan de compétences terminé en juin, projet d’aide-soignante confirmé ;\n"
    "- stage de deux semaines à l’EHPAD Les Tilleuls, avis très favorable ;\n"
    "- dossier de surendettement déposé, recevabilité notifiée le 3 octobre."
)
EVALUATION = (
    "Le stage a été possible grâce à la place de périscolaire obtenue par la mairie. Les démarches de santé "
    "ont été remises à plus tard, faute de médecin disponible. Nous retenons l’entrée en formation "
    "comme prochaine étape."
)
EXPRESSION = (
    "« Je veux surtout que mes enfants voient que j’y arrive. J’aimerais un rendez-vous plus tôt le matin. »"
)

CER: dict[str, Any] = {
    "numero": 2,
    "type": "renouvellement",
    "date_debut": "2026-12-01",
    "duree_mois": 6,
    "date_fin": "2027-05-31",
    "date_signature": "2026-11-20",
    "commentaire": "SENTINELLE-COMMENTAIRE",
    "priorite": "sensible",
    "priorite_libelle": "SENTINELLE-PRIORITE",
    "note_referent": "SENTINELLE-NOTE",
    "situation": SITUATION,
    "evaluation": EVALUATION,
    "expression": EXPRESSION,
}
DECISION: dict[str, Any] = {
    "date_decision": "2026-11-27",
    "decision_commentee": (
        "Le service encourage l’entrée en formation. Une aide à la réparation du véhicule est accordée."
    ),
    "date_debut_decidee": "2026-12-01",
    "date_fin_decidee": "2027-02-28",
}
REFUS: dict[str, Any] = DECISION | {
    "decision_commentee": (
        "Les objectifs ne disent pas qui fait quoi, ni quand. À reprendre ensemble au prochain rendez-vous."
    ),
    "date_debut_decidee": None,
    "date_fin_decidee": None,
}
OBJECTIFS: list[dict[str, Any]] = [
    {
        "rang": 1,
        "theme": "formation",
        "personne": "Dépose le dossier d’inscription à l’institut de formation avant le 15 janvier.",
        "referent": "Demande le financement et prend contact avec l’institut.",
        "echeance": "2027-01-15",
    },
    {
        "rang": 2,
        "theme": "mobilite",
        "personne": "Fait établir deux devis de réparation.",
        "referent": "Instruit la demande d’aide à la mobilité.",
        "echeance": "2026-12-31",
    },
]

LONG_SITUATION = "\n".join([SITUATION] * 4)
LONG_OBJECTIFS = [OBJECTIFS[rank % 2] | {"rang": rank + 1} for rank in range(5)]

HOSTILE = (
    "Balises <b>littérales</b> & <para> </i> &amp; ]]> ; émoticônes 😀 👍🏽 👩‍👩‍👧 🇫🇷 ❤️ ; "
    "puces collées de Word \uf0b7 \uf0d8 ; "
    "contrôles \x01\x0b\x1f\ufeff ; espaces fines 10\u202f000\u202f€ ; CJK 王小明 ; "
    "grec Ωμέγα ; cyrillique Дмитрий ; vietnamien Nguyễn ; "
    "turc İstanbul ; cases ☐ ☑ ✓ → ≥ ; arabe فاطمة بن علي (2 ans) ; hébreu שלום עולם.\n"
    "والدتي مريضة منذ سنتين وأنا أعتني بها كل يوم، "
    "لذلك لا أستطيع العمل بدوام كامل في الوقت الحالي، وأود أن أتعلم اللغة الفرنسية في 2027.\n"
    + "anticonstitutionnellement" * 12
    + "\n"
)
EXTREME_TEXT = (HOSTILE + SITUATION * 20)[:8000]
EXTREME_CER = CER | {"situation": EXTREME_TEXT, "evaluation": EXTREME_TEXT, "expression": HOSTILE}
EXTREME_DOSSIER = DOSSIER | {
    "nom": "فاطمة بن علي",
    "nom_naissance": "D’ARCY-<DE LA TOUR> & FILS",
    "prenom": "Marie-Charlotte Anne Élisabeth Nguyễn İpek",
    "mail": "une.adresse.vraiment.beaucoup.trop.longue.pour.une.case@sous-domaine.exemple-tres-long.fr",
    "adresse": "Résidence « Les Très Grands Micocouliers de la Haute-Vallée », appartement 1024, escalier Z",
}
EXTREME_OBJECTIFS = [
    OBJECTIFS[rank % 2]
    | {"rang": rank + 1, "personne": HOSTILE * (1 + rank % 3), "referent": "Écrit <ici> & là. " * 12}
    for rank in range(12)
]


def cer(edition: Edition = Edition.SANS_DECISION, **changes: Any) -> Document:  # noqa: ANN401 - fields of any kind
    """Describe a CER; ``changes`` replace the arguments of ``cer_imprime``."""
    return decrire(imprime(edition, **changes))


def imprime(edition: Edition = Edition.SANS_DECISION, **changes: Any) -> CerImprime:  # noqa: ANN401 - same
    """Gather a CER; ``changes`` replace the arguments of ``cer_imprime``."""
    arguments: dict[str, Any] = {
        "edition": edition,
        "cer": CER,
        "objectifs": OBJECTIFS,
        "dossier": DOSSIER,
        "accord": Standing.NC,
        "accord_date": None,
        "accord_moyen": None,
        "referent_nom": "Mme BRUNEL Odile",
        "settings": SETTINGS,
    }
    return cer_imprime(**(arguments | changes))


TRACES = (
    "80,210 130,60 190,250 240,70 310,240 370,110 430,210 500,140 620,190 760,150;420,60 520,50",
    "60,80 90,240 150,90 210,220 280,100 350,200 410,120 520,230 600,90 690,160 880,150",
)
SIGNE: dict[str, Any] = {
    "accord": Standing.OUI,
    "accord_date": "2026-11-20",
    "accord_moyen": "signature",
    "accord_traces": TRACES,
}
TAILLES: dict[str, dict[str, Any]] = {
    "court": {},
    "long": {"cer": CER | {"situation": LONG_SITUATION}, "objectifs": LONG_OBJECTIFS},
    "extreme": {"cer": EXTREME_CER, "objectifs": EXTREME_OBJECTIFS, "dossier": EXTREME_DOSSIER},
}


def tous() -> dict[str, Document]:
    """Return every edition in every size, and what is apart, by name."""
    specimens: dict[str, Document] = {
        "vierge": decrire_vierge(SETTINGS, 42),
        "vierge-dossier": decrire_vierge(SETTINGS, 43, DOSSIER),
    }
    for taille in TAILLES:
        specimens |= editions(taille)
    specimens["sans-expression"] = cer(
        cer=CER | {"expression": None, "sans_expression": True},
        accord=Standing.OUI,
        accord_date="2026-11-20",
        accord_moyen="case",
    )
    return specimens


def editions(taille: str, type_: str = "renouvellement") -> dict[str, Document]:
    """Return the three editions of a CER of one size and one type, by name."""
    changes = TAILLES[taille]
    base = changes.get("cer", CER) | {"type": type_}
    return {
        f"sans-decision-{taille}": cer(**(changes | {"cer": base})),
        f"valide-{taille}": cer(Edition.VALIDE, **(changes | SIGNE | {"cer": base | DECISION})),
        f"non-valide-{taille}": cer(Edition.NON_VALIDE, **(changes | SIGNE | {"cer": base | REFUS})),
    }


def toutes_les_editions() -> dict[str, Document]:
    """Return each edition of each type in each size, and what is apart, by name."""
    of_types = {
        f"{code.code}-{name}": document
        for code in SETTINGS.choices("types_cer")
        for taille in TAILLES
        for name, document in editions(taille, code.code).items()
    }
    apart = {name: one for name, one in tous().items() if name.startswith(("vierge", "sans-expr"))}
    return of_types | apart | autre_departement()


def au_modele() -> dict[str, CerImprime]:
    """Return the CERs that a département's own Word model is tried on, by name."""
    theirs: dict[str, Any] = {"settings": AUTRE_DEPARTEMENT}
    return {
        "modele-word-sans-decision": imprime(**theirs),
        "modele-word-valide": imprime(Edition.VALIDE, **(theirs | SIGNE | {"cer": CER | DECISION})),
        "modele-word-non-valide": imprime(Edition.NON_VALIDE, **(theirs | SIGNE | {"cer": CER | REFUS})),
        "modele-word-extreme": imprime(**(theirs | TAILLES["extreme"])),
    }


def autre_departement() -> dict[str, Document]:
    """Return the editions of a département that chose its logo, its colour and its words, by name."""
    decided = SIGNE | {"settings": AUTRE_DEPARTEMENT, "cer": CER | DECISION}
    return {
        "autre-departement-sans-decision": cer(settings=AUTRE_DEPARTEMENT),
        "autre-departement-valide": cer(Edition.VALIDE, **decided),
        "autre-departement-vierge": decrire_vierge(AUTRE_DEPARTEMENT, 44),
    }
