"""A click group that imports a command when it is used and has a default one.

Every failure, whoever raised it, leaves here as one sentence on stderr and an exit code.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NoReturn

import click

import summarizer
from summarizer.errors import Interrupted, SummarizerError, UsageError

_OWN_OPTIONS = ("-h", "--help", "--version")


class LazyGroup(click.Group):
    """Commands by the names of their modules in this package; what is no command goes to the default one."""

    def __init__(self, table: Mapping[str, str], *, default: str, **attributes: Any) -> None:
        super().__init__(subcommand_metavar="[COMMAND] [ARGS]...", **attributes)
        self.table, self.default = table, default
        self.params.append(_version())

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """The table's names, in its order."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command's module; None where there is no such command."""
        if cmd_name not in self.table:
            return None
        command: click.Command = getattr(import_module(f"summarizer.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """From the table: a command's own module is not imported to say what it does."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.table.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What begins with neither a command nor an option of the group is the default command's."""
        first = args[0] if args else ""
        if first not in self.table and first not in _OWN_OPTIONS and not (ctx.resilient_parsing and not args):
            self._not_meant(ctx, first)
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def _not_meant(self, ctx: click.Context, first: str) -> None:
        """Fail for a misspelt command, which would else be looked for as a file."""
        if not first or first.startswith("-") or os.sep in first or os.access(first, os.F_OK):
            return
        from difflib import get_close_matches

        if close := get_close_matches(first, self.table, n=1, cutoff=0.75):
            ctx.fail(f"there is neither a command nor a file {first!r}; did you mean `summarizer {close[0]}`?")

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """Commands, and files for the default command."""
        from click.shell_completion import CompletionItem

        return [*super().shell_complete(ctx, incomplete), CompletionItem(incomplete, type="file")]

    def make_context(self, *args: Any, **named: Any) -> click.Context:
        """Also what prints help."""
        with _quiet_pipe():
            return super().make_context(*args, **named)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            with _quiet_pipe():
                return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Interrupted(f"{Interrupted.meaning}; the same command goes on where it stopped") from None

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **named: Any) -> NoReturn:  # type: ignore[override]
        """Run, say what went wrong if anything did, and leave with its exit code."""
        named["standalone_mode"] = False
        sys.exit(_guarded(lambda: super(LazyGroup, self).main(args, prog_name, **named)))


def _version() -> click.Option:
    def show(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            click.echo(f"summarizer {summarizer.__version__}")
            ctx.exit()

    return click.Option(
        ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=show, help="Show the version and exit."
    )


@contextmanager
def _quiet_pipe() -> Iterator[None]:
    """A reader that went away (`| head`) has what it wanted: no message, no failure."""
    try:
        yield
    except BrokenPipeError:
        from summarizer.cli.output import abandon

        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                abandon(stream)
        raise click.exceptions.Exit(0) from None


def _guarded(run: Callable[[], Any]) -> int:
    """The exit code of a run; what went wrong, if anything did, stands on stderr in one sentence."""
    try:
        code = run()
    except SummarizerError as error:
        if isinstance(error, Interrupted) and sys.stderr.isatty():
            sys.stderr.write("\n")  # the terminal has just echoed ^C
        return _failed(str(error), error.exit_code)
    except click.exceptions.Abort:
        return _failed(Interrupted.meaning, Interrupted.exit_code)
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "summarizer"
        message = error.format_message().rstrip(".?")
        return _failed(f"{message} (see `{where} --help`)", UsageError.exit_code)
    except click.ClickException as error:
        return _failed(error.format_message(), UsageError.exit_code)
    except Exception as error:  # noqa: BLE001 (the last resort, so that no user meets a traceback)
        if os.environ.get("SUMMARIZER_DEBUG") == "1":
            import traceback

            traceback.print_exc()
        return _failed(
            f"internal error (a bug): {type(error).__name__}: {error} — please report it", SummarizerError.exit_code
        )
    return code if isinstance(code, int) else 0


def _failed(message: str, code: int) -> int:
    from summarizer.cli.output import note

    note(f"summarizer: error: {message}")
    return code
