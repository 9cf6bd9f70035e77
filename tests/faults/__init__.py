"""Breaking the synchronisation on purpose: ``make faults``, ``python -m tests.faults --help``.

Two tiers, one question. *Simulated* (``partie``): laptops, server, network, disk and time in one process,
drawn from a seed, thousands of schedules. *Real* (``reel``): processes, HTTP cut at any byte, SIGKILL.
After each schedule everything heals and ``oracle`` looks for a word lost or doubled, ``egalite`` for a
replica that differs, a chain that is broken, a number that is missing. ``mutations`` proves that they see.
"""
