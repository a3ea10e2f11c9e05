"""whosent: who sent the spam in my name, and how do I stop it?"""

__version__ = "0.1.0"
