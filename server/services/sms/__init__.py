"""The accord by SMS: asking for a signature, following it, writing what came of it (R-CER-19, decision 30).

The operator is spoken to between transactions, never within one. What it tells by itself is only a
reason to ask it: the state is always what it answers to a question of ours.
"""
