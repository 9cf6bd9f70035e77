"""Every page of the application, named once: the places of the rail and the pages of one record."""

from desktop.views.cer import PageCer
from desktop.views.demandes import PageDemandes
from desktop.views.dossier import PageDossier
from desktop.views.ecarts import PageEcarts
from desktop.views.entretien import PageEntretien
from desktop.views.file_active import PageFileActive
from desktop.views.instruction import PageInstruction
from desktop.views.journee import PageJournee
from desktop.views.page import Pages, Place
from desktop.views.permanence import PagePermanence
from desktop.views.ressaisie import PageRessaisie
from desktop.views.synchronisation import PageReprise, PageSynchronisation
from domain.profils import HANDLING, INSTRUCTORS, Profile, Scope, scope_of

REFERENTS = frozenset({Profile.REFERENT, Profile.REFERENT_FSE})
SEEING = frozenset(profile for profile in Profile if scope_of(profile) is not Scope.NONE)


def toutes_les_pages() -> Pages:
    """Return the pages. A profile opens on its first place: its day, or what it has to study."""
    return Pages(
        places=(
            Place("journee", PageJournee, REFERENTS),
            Place("instruction", PageInstruction, INSTRUCTORS),
            Place("file_active", PageFileActive, SEEING),
            Place("demandes", PageDemandes, HANDLING),
            Place("permanence", PagePermanence, REFERENTS),
            Place("ecarts", PageEcarts, SEEING),
            Place("synchronisation", PageSynchronisation),
        ),
        dossier=PageDossier,
        entretien=PageEntretien,
        cer=PageCer,
        ressaisie=PageRessaisie,
        reprise=PageReprise,
    )
