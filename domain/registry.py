"""Every kind of record there is, in the order in which rows are applied (parents first)."""

from domain.accord.form import ACCORD
from domain.beneficiaire.form import DOSSIER, EVENEMENT_DROIT
from domain.cer.form import CER, EVENEMENT_CER, OBJECTIF, REMISE
from domain.demandes.form import DEMANDE_FIN, DEMANDE_MIDEM
from domain.document.form import DOCUMENT
from domain.entretien.form import ENTRETIEN, THEME
from domain.file_active.form import AFFECTATION
from domain.forms import Form
from domain.note.form import NOTE
from domain.recherche.form import RECHERCHE, SELECTION
from domain.reglage.form import COLLABORATEUR, REGLAGE
from domain.reprise.form import AVIS, REPRISE
from domain.suivi.form import CARACTERISTIQUE, DIFFICULTE, SOUHAIT_METIER
from domain.veille.form import VEILLE

FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        REGLAGE,
        COLLABORATEUR,
        DOSSIER,
        AFFECTATION,
        EVENEMENT_DROIT,
        ENTRETIEN,
        THEME,
        CER,
        OBJECTIF,
        ACCORD,
        EVENEMENT_CER,
        REMISE,
        DOCUMENT,
        VEILLE,
        DEMANDE_MIDEM,
        DEMANDE_FIN,
        NOTE,
        DIFFICULTE,
        SOUHAIT_METIER,
        CARACTERISTIQUE,
        RECHERCHE,
        SELECTION,
        REPRISE,
        AVIS,
    )
}
