"""What a notebook asks beside an assessment: passes, looks, revisit, attenuation, budgets, positions, losses.

Each module answers one question with a small frozen object; the command of the same name prints from it. The
functions are loaded from here by `serai.passes` and its like, when they are first used.
"""
