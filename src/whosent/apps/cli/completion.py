"""`whosent completion`: a script for the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from whosent.apps.cli.options import Command

NOTES = {
    "Examples": """\
bash:  whosent completion bash > ~/.local/share/bash-completion/completions/whosent
zsh:   whosent completion zsh > "${fpath[1]}/_whosent"
fish:  whosent completion fish > ~/.config/fish/completions/whosent.fish
""",
}


@click.command(name="completion", cls=Command, notes=NOTES)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print a script that completes commands, options and file names in your shell."""
    from whosent.apps.cli.group import root

    completion = get_completion_class(shell)
    assert completion is not None
    click.echo(completion(root, {}, "whosent", "_WHOSENT_COMPLETE").source())
