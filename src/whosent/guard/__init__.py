"""Backscatter is refused, genuine bounces arrive: what the guard signs, believes, refuses and lets through. Decisions
only; days (since 1970, UTC) and seconds are arguments."""
