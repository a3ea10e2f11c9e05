"""`whosent check`: the main job."""

from __future__ import annotations

from typing import Any

import click

from whosent.apps.cli.options import CONFIG, LANGUAGE, RESOLVER, SIDE, Command, Day, FileName, Size, with_options

NOTES = {
    "Examples": """\
A bounce that you saved from your mail program:
  whosent check bounce.eml
All bounces of a mailbox; you are example.org, and it sends only through
mail.example.org:
  whosent check --as example.org --own mail.example.org --own-complete inbox.mbox
A Maildir as a page for the browser, in German:
  whosent check --lang de --format html -o report.html ~/Maildir/
With the logs of the server, the account or script that sent them is named:
  whosent check --own mail.example.org --log '/var/log/mail.log*' bounces/
Straight from the server, only what is new since the last time:
  whosent check --resume imaps://me@example.org@imap.example.org/INBOX
For another program: what was sent by a script of ours
  whosent check --format jsonl spam/ | jq 'select(.verdict.cause == "script")'
""",
    "Exit status": """\
0  no verdict asks you to act, and none is open
1  a script, a mailbox or a forwarding of yours sends: act
2  wrong usage, or nothing could be read
3  something could not be decided
""",
    "Keys": """\
A file for --batv that only you can read (chmod 600), as `whosent batv keys`
writes it, one key on a line: its number, `sign` or `verify`, its secret, for
how many days a tag is good (14). In Exim ${prvs{ADDRESS}{SECRET}{NUMBER}}:
  3  sign    q4ycv6pcv3tqm2h5  7
  2  verify  rxk2f7u4dm6azw3e
""",
    "Configuration": """\
Every option can stand in /etc/whosent/config.toml and, before that,
~/.config/whosent/config.toml:
  as = ["example.org"]
  own = ["mail.example.org", "192.0.2.0/24"]
  own-complete = true
""",
}

OPTIONS = (
    *SIDE,
    click.option(
        "--log", multiple=True, type=FileName(), metavar="FILE",
        help="A log of your mail server (Postfix, Exim, Sendmail, OpenSMTPD, Dovecot), of PHP's mail() or of your web "
        "server, also .gz, also a pattern like 'mail.log*'; or an index that `whosent logs index` made (repeatable). "
        "Whatever passed through your server is then known, not guessed.",
    ),
    click.option(
        "--sent", multiple=True, metavar="SOURCE",
        help="Your Sent folder, in any form in which messages may be given: what lies there, you probably wrote "
        "(repeatable).",
    ),
    click.option(
        "--geo", type=FileName(), metavar="FILE",
        help="Countries and networks of addresses: a .mmdb file (GeoLite2 and others), or CSV with the columns "
        "network,country,asn,type.",
    ),
    click.option(
        "--batv", type=FileName(), metavar="FILE",
        help="The keys with which your servers tag envelope senders (BATV: prvs=) or sign Message-IDs, one on a line "
        "(see Keys below): a bounce with such a tag shows that mail of this sender had left your servers.",
    ),
    click.option(
        "--batv-since", type=Day(), metavar="DATE",
        help="All mail of your domains leaves with a tag since that day: a bounce without one is then of somebody "
        "else's mail.",
    ),
    click.option(
        "--year", type=click.IntRange(1970, 9999), metavar="YEAR",
        help="The year in which logs end whose lines name none. Default: that of the file's last change.",
    ),
    click.option("--tz", metavar="ZONE", help="The time zone of log lines that name none, like Europe/Berlin."),
    click.option(
        "--intake", type=click.Choice(["store", "upload"]), default="store", show_default=True,
        help="store: the files come from your own mailbox, so the lines above your border are true. upload: somebody "
        "gave them to you and may have changed them.",
    ),
    click.option(
        "--dns", type=FileName("off", "own", "full"), metavar="off|own|full|FILE",
        help="Names that may be looked up. own: only those of your side (default at a terminal); a spammer can see who "
        "looks up his names, so full is for when that does not matter; off (default otherwise); or a file written by "
        "--record-dns.",
    ),
    RESOLVER,
    click.option("--record-dns", type=FileName(), metavar="FILE", help="Write all DNS answers to a file for --dns."),
    click.option(
        "--format", "format_", type=click.Choice(["text", "json", "jsonl", "html"]), default="text", show_default=True,
        help="text for people, html for the browser; jsonl (a line per message) and json for programs.",
    ),
    LANGUAGE,
    click.option("-o", "--output", type=FileName(), metavar="FILE", help="Write to this file, in one step at the end."),
    click.option("--redact", is_flag=True, help="Leave out what names other people: for passing the report on."),
    click.option(
        "--jobs", type=click.IntRange(1, 1024), metavar="N",
        help="Processes that examine. Default: one, and all processors once there are many messages.",
    ),
    click.option(
        "--cluster", metavar="tcp://HOST:PORT",
        help="Let the workers of a Dask cluster examine; this is the address of its scheduler.",
    ),
    click.option(
        "--limit", type=Size(), default="32M", show_default=True, metavar="SIZE",
        help="What is longer than this of one message is not read.",
    ),
    click.option("--resume", is_flag=True, help="IMAP: only messages that came since the last run with --resume."),
    click.option("--imap-ca", type=FileName(), metavar="FILE", help="IMAP: certificates to trust, not the system's."),
    click.option(
        "--imap-token-command", metavar="COMMAND",
        help="IMAP: prints an OAuth2 access token for the account in $WHOSENT_ACCOUNT. (A password is taken from "
        "$WHOSENT_IMAP_PASSWORD, the keyring, or asked for.)",
    ),
    click.option(
        "-v", "--verbose", is_flag=True,
        help="text: up to ten incidents of each kind in full, with the letter to your provider and the way of up to "
        "three messages.",
    ),
    click.option("--quiet", is_flag=True, help="No progress and no remarks on standard error."),
    CONFIG,
)  # fmt: skip


@click.command(name="check", cls=Command, notes=NOTES)
@click.argument("sources", nargs=-1, required=True, type=FileName(), metavar="SOURCE...")
@with_options(*OPTIONS)
def command(sources: tuple[str, ...], **options: Any) -> int:
    """Who sent these messages? Bounces in, verdicts out.

    SOURCE is a message (.eml, .msg), a mailbox (mbox, Maildir), a folder of these, a URL of any of them (s3://…,
    sftp://…), `-` for standard input, or imaps://USER@HOST/FOLDER. Give the bounces as they came: forwarded as
    attachment or saved as a file. Copies of spam that carries your name as sender can be given too.
    """
    from whosent.apps.cli.checking import check

    return check(sources, options)
