"""Builders of a CNAF flow (VRSB0801): fictitious households, said by what differs from an ordinary one."""

from string import Template

FLUX = Template("""<?xml version="1.0" encoding="windows-1252"?>
<Racine xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="vrsb0801.xsd">
<IdentificationFlux><APPLIEME>CRI</APPLIEME><NUMVERSIONAPPLIEME>6200</NUMVERSIONAPPLIEME>
<TYPEFLUX>M</TYPEFLUX><NATFLUX>D</NATFLUX><DTCREAFLUX>$date</DTCREAFLUX>
<HEUCREAFLUX>01:18:36.0000</HEUCREAFLUX><DTREF>$date</DTREF></IdentificationFlux>
$foyers
<TransmissionFlux><NBTOTDOSRSATRANSM>00000002</NBTOTDOSRSATRANSM>
<NBTOTDOSRSATRANSMANO>00000000</NBTOTDOSRSATRANSMANO></TransmissionFlux>
</Racine>
""")
FOYER = Template("""<InfosFoyerRSA>
<IdentificationRSA><Organisme><FONORG>$organisme</FONORG><NUMORG>071</NUMORG>
<MATRICULE>$matricule</MATRICULE></Organisme>
<Partenaire><TYPEPARTE>CG </TYPEPARTE><IDEPARTE>$departement</IDEPARTE></Partenaire>
<DemandeRSA><DTDEMRSA>2024-08-06</DTDEMRSA><NUMDEMRSA>01024041007</NUMDEMRSA></DemandeRSA></IdentificationRSA>
$personnes
<DonneesAdministratives><SituationFamille><SITFAM>$sitfam</SITFAM><DDSITFAM>2020-10-27</DDSITFAM>
</SituationFamille><Adresse>$adresse</Adresse></DonneesAdministratives>
<PrestationRSA><SituationDossierRSA><EtatDossierRSA><ETATDOSRSA>$etat</ETATDOSRSA></EtatDossierRSA>
$raison</SituationDossierRSA><DetailDroitRSA><TroncCommunDroitRSA><TOPSANSDOMFIXE>$sansabri</TOPSANSDOMFIXE>
<NBENFAUTCHA>$enfants</NBENFAUTCHA></TroncCommunDroitRSA></DetailDroitRSA></PrestationRSA>
</InfosFoyerRSA>""")
ADRESSE = Template("""<AdresseDetailleeFrance><COMPLIDEADR/><COMPLADR>BAT B</COMPLADR><NUMVOIE>4</NUMVOIE>
<LIBTYPEVOIE>RUE</LIBTYPEVOIE><NOMVOIE>DU FOUR</NOMVOIE><LIEUDIST/><NUMCOM>$insee</NUMCOM>
<CODEPOS>$postal</CODEPOS><NOMCOM>MONTAURAN</NOMCOM></AdresseDetailleeFrance>""")
PERSONNE = Template("""<Personne><Identification><QUAL>$qual</QUAL><NOM>$nom</NOM><NOMNAI>$nom</NOMNAI>
<PRENOM>$prenom</PRENOM><NOMCOMNAI>MONTAURAN</NOMCOMNAI><DTNAI>$naissance</DTNAI>
<TYPEDTNAI>$typedate</TYPEDTNAI><NIR>$nir</NIR><SEXE>2</SEXE></Identification>
<Prestations><NATPREST>PFA</NATPREST><ROLEPERS>CJT</ROLEPERS><TOPCHAPERS>0</TOPCHAPERS></Prestations>
<Prestations><NATPREST>RSA</NATPREST><ROLEPERS>$role</ROLEPERS><TOPCHAPERS>1</TOPCHAPERS></Prestations>
<MontantCalculDroitRSAPersonne><TOPPERSDRODEVORSA>$sdd</TOPPERSDRODEVORSA></MontantCalculDroitRSAPersonne>
</Personne>""")
_LUI = {
    "qual": "MR",
    "nom": "MONTIGNAC",
    "prenom": "PIOTR",
    "naissance": "1980-05-02",
    "nir": "1800507123007",
}


def personne(**dit: str) -> str:
    """An adult: Nadège BELISSOL of the extracts, unless told otherwise."""
    ordinary = {
        "qual": "MME", "nom": "BELISSOL", "prenom": "NADEGE", "naissance": "1984-03-12", "typedate": "N",
        "nir": "284032A123000", "role": "CJT", "sdd": "1",
    }  # fmt: skip
    return PERSONNE.substitute(ordinary | dit)


def lui(**dit: str) -> str:
    """Another adult, Piotr MONTIGNAC."""
    return personne(**(_LUI | dit))


def foyer(*personnes: str, insee: str = "07186", postal: str = "00100", **dit: str) -> str:
    """A household whose right is open, in territory «nord» by its postcode."""
    ordinary = {
        "organisme": "CAF", "matricule": "200001300000000", "departement": "007", "sitfam": "VIM",
        "adresse": ADRESSE.substitute(insee=insee, postal=postal), "etat": "2", "raison": "", "sansabri": "0",
        "enfants": "02",
    }  # fmt: skip
    return FOYER.substitute(ordinary | {"personnes": "\n".join(personnes or (personne(),))} | dit)


def flux(*foyers: str, date: str = "2026-11-20") -> bytes:
    """A whole flow, in the encoding of the CNAF."""
    return FLUX.substitute(date=date, foyers="\n".join(foyers)).encode("cp1252")
