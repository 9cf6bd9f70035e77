"""Small forms and writers shared by the tests of the domain."""

import datetime as dt

from domain.fields import Field, Kind, choice
from domain.forms import Form, fields
from domain.profils import Profile, Writer

FICHE = Form(
    "fiche",
    "Fiche",
    fields=fields(
        Field("titre", "Titre"),
        Field("texte", "Texte", Kind.TEXT),
        Field("debut", "Début", Kind.DATE, group="periode"),
        Field("fin", "Fin", Kind.DATE, group="periode"),
        choice("lieu", "Lieu", "lieux"),
        Field("themes", "Thèmes", Kind.CODES),
    ),
)

REFERENT = Writer("ref-1", Profile.REFERENT, "parcours")
ETAPE = Writer("ref-2", Profile.REFERENT, "etape")
PARTI = Writer("ref-3", Profile.REFERENT, None)
DISPOSITIF = Writer("sec-1", Profile.SECRETARIAT_DISPOSITIF, None)
PROXIMITE = Writer("sec-2", Profile.SECRETARIAT_PROXIMITE, None)
STRUCTURE = Writer("sec-3", Profile.SECRETARIAT_STRUCTURE, None)
ALI = Writer("ali-1", Profile.ALI, None)
CDS = Writer("cds-1", Profile.CDS, None)
ADMINISTRATEUR = Writer("adm-1", Profile.ADMINISTRATEUR, None)
FSE = Writer("fse-1", Profile.REFERENT_FSE, "parcours")
EVERYONE = (REFERENT, FSE, ETAPE, PARTI, DISPOSITIF, PROXIMITE, STRUCTURE, ALI, CDS, ADMINISTRATEUR)


class FixedClock:
    """A clock that stands where it is put."""

    def __init__(self, moment: dt.datetime) -> None:
        self.moment = moment

    def now(self) -> dt.datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()
