"""`python -m magnitka` is `magnitka`."""

from magnitka.cli import main

if __name__ == "__main__":
    main()
