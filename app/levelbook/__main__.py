"""`python -m levelbook`."""

from levelbook.cli.main import main

if __name__ == "__main__":
    main()
