"""Why a driver could not read, in one line for the user.

Drivers are other people's code: they raise whatever they like, one hides what it was behind another (fsspec calls every
failure of a web server a missing file), and few are installed. So what is known of their errors is told by the chain of
causes, by names and attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from whosent.adapters.folder import printable
from whosent.adapters.stream import why

_PASSWORD = re.compile(r"(?<=//)([^/@:]{0,200}):([^/@]{1,400})@")
_SECRET = re.compile(
    r"[?&][^=&#]{0,80}(?:sig|token|secret|password|credential|key)[^=&#]{0,80}=([^&#]{1,4000})", re.IGNORECASE
)
_MAX_SAID = 200
_MAX_CAUSES = 8

NO_FILE = "no such file or folder"
LOGIN = "the server refuses the login: check user, key or password"
DENIED = "permission denied: ask for read access, or run as a user who has it"

_SAID = {
    "AuthenticationException": LOGIN,
    "BadAuthenticationType": LOGIN,
    "PasswordRequiredException": LOGIN,
    "TooManyRedirects": "the server sends from one address to another without end",
    "UnknownHostKey": "the host key of {where} is unknown: log in once with ssh, or add it to ~/.ssh/known_hosts",
    "BadHostKeyException": "the host key of {where} is not the one in ~/.ssh/known_hosts: it may not be your server",
    "NoValidConnectionsError": "nothing answers at {where}: check host and port",
    "ClientPayloadError": "{where} closed the connection",
    "ServerDisconnectedError": "{where} closed the connection",
    "NoParts": "the web server gives no parts of a file, and this one is too large to be fetched as a whole again",
    "FSTimeoutError": "no answer from {where} in time",
}
"""By the name of the class: those of paramiko, aiohttp, fsspec, and ours."""
_SSH = {
    "No authentication methods available": LOGIN,
    "No existing session": "no answer from {where} in time",
    "banner": "{where} closed the connection",
}
"""Words of paramiko where the class says nothing."""


class NoParts(Exception):  # noqa: N818 (it is no error of ours)
    """A web server sends whole pages only, and too much of this one is not wanted."""


def shown(url: str) -> str:
    """`url` fit for a report: without a password or signature in it."""
    for secret in _secrets(url):
        url = url.replace(secret, "…")
    return printable(_PASSWORD.sub(r"\1@", url))


def line(trouble: BaseException, url: str) -> str:
    """Its own words, in one line and without secrets."""
    text = " ".join(str(trouble).split())
    for secret in _secrets(url):
        text = text.replace(secret, "…")
    return printable(text[:_MAX_SAID])


def scheme(url: str) -> str:
    """The scheme of the URL; of a chain, that of the first link."""
    return re.split("://|::", url, maxsplit=1)[0].lower()


def said(trouble: Exception, url: str) -> str:
    """Why `url` could not be read."""
    if isinstance(trouble, ValueError) and "rotocol not known" in str(trouble):
        return f"{scheme(url)}:// is no kind of URL that can be read here"
    for cause in reversed(list(_causes(trouble))):
        known = _known(cause, url)
        if known is not None:
            return known
    return f"it could not be read ({type(trouble).__name__}: {line(trouble, url)})"


def _secrets(url: str) -> list[str]:
    found = [match[2] for match in _PASSWORD.finditer(url)] + _SECRET.findall(url)
    return sorted({*found, *map(unquote, found)}, key=len, reverse=True)


def _causes(trouble: BaseException) -> Iterator[BaseException]:
    """The error, and what it was raised from."""
    cause: BaseException | None = trouble
    for _ in range(_MAX_CAUSES):
        if cause is None:
            return
        yield cause
        cause = cause.__cause__


def _known(cause: BaseException, url: str) -> str | None:
    template = _SAID.get(type(cause).__name__)
    if template is not None:
        return template.format(where=_where(url))
    status = getattr(cause, "status", None)
    if isinstance(status, int) and status >= 300:
        return _answered(status)
    if type(cause).__name__ == "SSHException":
        return next((said.format(where=_where(url)) for words, said in _SSH.items() if words in str(cause)), None)
    if isinstance(cause, OSError):
        return _of_system(cause, url)
    return None


def _answered(status: int) -> str:
    """An answer of a web server (RFC 9110 section 15)."""
    if status in (404, 410):
        return NO_FILE
    if status in (401, 403, 407):
        return LOGIN
    return f"the server answers with an error ({status})"


def _of_system(cause: OSError, url: str) -> str | None:
    import socket  # most runs need neither
    import ssl

    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the certificate of {_where(url)} is not trusted ({cause.verify_message}): it may not be your server"
    if isinstance(cause, ssl.SSLError):
        return f"no TLS connection with {_where(url)}: check the port"
    if isinstance(cause, socket.gaierror):
        return f"there is no host {_host(url)}: check the name and the network"
    if isinstance(cause, ConnectionRefusedError):
        return f"nothing answers at {_where(url)}: check host and port"
    if isinstance(cause, TimeoutError):
        return f"no answer from {_where(url)} in time"
    if isinstance(cause, ConnectionError):
        return _closed(url)
    if isinstance(cause, FileNotFoundError | NotADirectoryError):
        return NO_FILE
    if cause.errno:
        return why(cause)
    return DENIED if isinstance(cause, PermissionError) else None


def _closed(url: str) -> str:
    return f"{_where(url)} closed the connection"


def _where(url: str) -> str:
    """Host and port; of a chain, those of its last link."""
    return printable(urlsplit(url.rpartition("::")[2]).netloc.rpartition("@")[2])


def _host(url: str) -> str:
    return printable(urlsplit(url.rpartition("::")[2]).hostname or "")
