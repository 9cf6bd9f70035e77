"""Every kind of record there is, in the order in which rows are applied (parents first)."""

from domain.accord.form import ACCORD
from domain.beneficiaire.form import DOSSIER, EVENEMENT_DROIT
from domain.cer.form import CER, EVENEMENT_CER, OBJECTIF, REMISE
from domain.document.form import DOCUMENT
from domain.entretien.form import ENTRETIEN, THEME
from domain.file_active.form import AFFECTATION
from domain.forms import Form
from domain.reglage.form import COLLABORATEUR, REGLAGE
from domain.reprise.form import AVIS, REPRISE

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
        REPRISE,
        AVIS,
    )
}
