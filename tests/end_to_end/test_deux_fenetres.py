import os
import subprocess
import sys

import pytest


@pytest.mark.timeout(300)
def test_two_people_settle_what_both_wrote_and_a_lost_dossier_hands_its_draft_over() -> None:
    """Lesson 5: both kept, shown, logged. Lesson 10: work on a dossier that left is taken in by its service.

    In a process of its own, as the played day: the windows of a run are not those of the other tests.
    """
    words = [sys.executable, "-m", "tests.end_to_end.deux_fenetres"]
    subprocess.run(words, check=True, timeout=280, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
