"""What the sent message itself says, told apart from who sent it: which campaign its text belongs to, whether it means
the victim in person, whether an address was made up. Pure functions over text; nothing here speaks about trust."""

from whosent.content.fingerprint import fingerprint
from whosent.content.localpart import looks_random
from whosent.content.mention import names_victim

__all__ = ["fingerprint", "looks_random", "names_victim"]
