"""Libraries that come with an extra: imported when a file needs them, and named where they are missing."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any

from summarizer.errors import InputError


def needed(module: str, extra: str, what: str) -> Any:
    """The module. Raises `InputError`, which says how to install it, where it is missing."""
    top = logging.getLogger(module.partition(".")[0])
    if not top.handlers:  # what a library has to say of a page is not for a user's stderr, unless a program asks for it
        top.addHandler(logging.NullHandler())
    try:
        return import_module(module)
    except ImportError as error:
        missing = (error.name or module).partition(".")[0]
        raise InputError(
            f"reading {what} needs {missing}, which is not installed: pip install 'summarizer[{extra}]'"
        ) from None
