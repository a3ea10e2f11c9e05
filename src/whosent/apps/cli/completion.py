"""`whosent completion`: a script for the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(name="completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print a script that completes commands and options in your shell.

    \b
    bash:  whosent completion bash > ~/.local/share/bash-completion/completions/whosent
    zsh:   whosent completion zsh  > a file _whosent in a folder of your $fpath
    fish:  whosent completion fish > ~/.config/fish/completions/whosent.fish
    """
    from whosent.apps.cli.group import root

    completion = get_completion_class(shell)
    assert completion is not None
    click.echo(completion(root, {}, "whosent", "_WHOSENT_COMPLETE").source())
