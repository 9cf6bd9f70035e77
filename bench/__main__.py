"""``make bench``: every measure, one table."""

import sys

from bench import ecran, replique
from bench.table import print_table

if __name__ == "__main__":
    print_table([*ecran.measure(), *replique.measure()])
    sys.exit(0)
