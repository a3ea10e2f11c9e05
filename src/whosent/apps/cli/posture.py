"""`whosent posture`: what a forger can do with a domain, and what helps."""

from __future__ import annotations

from typing import Any

import click

from whosent.apps.cli.options import CONFIG, LANGUAGE, RESOLVER, Command, FileName, with_options

NOTES = {
    "Examples": """\
What can be done with your domain, and what helps most:
  whosent posture example.org
With mail that you sent, and bounces that came: its signatures, a catch-all
  whosent posture --mail sent.eml --mail bounces.mbox example.org
As a page to pass on to whoever manages the domain, in German:
  whosent posture --lang de --format html -o posture.html example.org
""",
    "Exit status": """\
0  nothing important is left to do
1  something important is open
2  wrong usage, or nothing could be looked up
""",
}


@click.command(name="posture", cls=Command, notes=NOTES)
@click.argument("domain", metavar="DOMAIN")
@with_options(
    click.option(
        "--selector", multiple=True, metavar="NAME",
        help="A DKIM selector that you use: what stands behind s= in the signatures of your mail (repeatable). The "
        "usual ones are tried anyway.",
    ),
    click.option(
        "--mail", multiple=True, type=FileName(), metavar="FILE",
        help="Messages or mailboxes of yours (repeatable): which selectors sign them, and, by bounces, whether made-up "
        "addresses are delivered.",
    ),
    click.option(
        "--dns", type=FileName("own", "full"), default="own", show_default=True, metavar="own|full|FILE",
        help="own: names at and below the domain, those to which its records point, and the policies above it. full: "
        "any. Or a file written by --record-dns.",
    ),
    RESOLVER,
    click.option("--record-dns", type=FileName(), metavar="FILE", help="Write all DNS answers to a file for --dns."),
    click.option(
        "--format", "format_", type=click.Choice(["text", "json", "html"]), default="text", show_default=True,
        help="text for people, html for the browser, json for programs.",
    ),
    LANGUAGE,
    click.option("-o", "--output", type=FileName(), metavar="FILE", help="Write to this file, in one step at the end."),
    click.option("-v", "--verbose", is_flag=True, help="text: with the technician's part."),
    CONFIG,
)  # fmt: skip
def command(domain: str, **options: Any) -> int:
    """What can a forger do with DOMAIN today, and what helps most against it?

    Looks up SPF, DKIM, DMARC, mail hosts and the records about TLS, and says what becomes of mail that somebody sends
    in the domain's name. Then the steps, the most helpful first, each with the very record to publish. Nothing is sent
    and nothing is fetched but DNS records.
    """
    from whosent.apps.cli.posturing import posture

    return posture(domain, options)
