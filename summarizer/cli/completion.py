"""`summarizer completion`: what a shell needs to complete commands, options and prompt names."""

from __future__ import annotations

import click

from summarizer.cli.output import emit


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of SHELL, for example for ~/.bashrc: eval "$(summarizer completion bash)"."""
    from click.shell_completion import get_completion_class

    from summarizer.cli import cli

    script = get_completion_class(shell)
    assert script is not None
    emit(script(cli, {}, "summarizer", "_SUMMARIZER_COMPLETE").source() + "\n")
