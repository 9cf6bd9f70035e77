"""How much one may ask of the server: every limit in one place, with its reason.

Sizes are bytes, durations seconds. A laptop of the présent version stays far below each of them;
what goes over is refused in words, never with a failure, and nothing that was taken is lost.
"""

# Bodies. A batch of a replica is bounded to 400 changes and 400,000 characters (rule 17).
CORPS_RECU = 8 * 1024 * 1024
CORPS_DEPLIE = 16 * 1024 * 1024  # 600 MB once decoded, at worst
PETIT_CORPS = 64 * 1024  # what is not an exchange: a password, an envelope
MODIFICATIONS = 2_000
PROFONDEUR = 16  # of the values of a change: those of our forms have three levels at most

# Slow senders and slow readers, on our side as on the laptop's (desktop.sync.fil): a minute, and as
# much again as what has passed takes at 16 kbit/s.
ENTETES_ENTIERS = 32 * 1024
PATIENCE_CORPS, PATIENCE_CONNEXION, DEBIT = 30.0, 60.0, 2_000.0
CONNEXION_OISIVE = 15

# How much at once. A thread serves each request, forty of them in all; the others wait their turn,
# with their body in memory. A connection that waits costs 30 KB.
REQUETES_EN_COURS = 80
CONNEXIONS_EN_COURS = 16  # each takes a thread while it waits for its turn with Argon2
CONNEXIONS_OUVERTES = 2_000
REVENIR_DANS = 5

# Wrong passwords from one address: a whole service may share it, and Monday mornings are what they are.
ESSAIS_PAR_ADRESSE, DUREE_DES_ESSAIS = 60, 15 * 60
ADRESSES_RETENUES = 20_000

# What one account or one device may leave with us.
POSTES_PAR_COMPTE = 20
REPRISES_PAR_COMPTE, REPRISES_REVENIR_DANS = 5_000, 15 * 60
