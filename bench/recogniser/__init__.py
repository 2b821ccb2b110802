"""How the Cyrillic head of the neural reader is made: lines are printed, looked at by the frozen network, learnt."""
