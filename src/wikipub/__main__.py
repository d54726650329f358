"""`python -m wikipub` is the command `wikipub`."""

from wikipub.cli import main

if __name__ == "__main__":  # a worker process imports this module too, and must not begin anew
    main()
