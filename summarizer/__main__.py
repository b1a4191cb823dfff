"""`python -m summarizer` is the command line."""

from __future__ import annotations

from summarizer.cli import main

if __name__ == "__main__":
    main()
