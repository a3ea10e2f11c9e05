"""`python -m whosent`."""

from whosent.apps.cli import main

if __name__ == "__main__":
    main()
