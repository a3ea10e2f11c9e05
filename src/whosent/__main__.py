"""`python -m whosent`."""

from whosent.apps.cli import main

main()
