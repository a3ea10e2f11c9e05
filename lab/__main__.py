"""`python -m lab`: docs/lab.md."""

from lab.run import main

if __name__ == "__main__":
    raise SystemExit(main())
