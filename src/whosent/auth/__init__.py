"""Facts that cryptography and addressing schemes prove or encode: SRS, BATV. No standing is given here."""
