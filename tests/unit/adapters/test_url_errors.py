"""What drivers raise, as one line. They are not installed here: what counts are names, attributes and causes."""

from __future__ import annotations

import socket
import ssl

import pytest

from whosent.adapters.url_errors import said

URL = "https://joe:secret@host.example:8443/in.mbox"


def named(name: str, text: str = "", **attributes: object) -> Exception:
    return type(name, (Exception,), attributes)(text)


def behind(cause: Exception) -> Exception:
    """As fsspec hides what a web server answered."""
    hidden = FileNotFoundError(URL)
    hidden.__cause__ = cause
    return hidden


def untrusted() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "self-signed"
    return error


WHERE = "host.example:8443"
LOGIN = "the server refuses the login: check user, key or password"
DENIED = "permission denied: ask for read access, or run as a user who has it"


@pytest.mark.parametrize(
    ("trouble", "line"),
    [
        (FileNotFoundError(URL), "no such file or folder"),
        (behind(named("ClientResponseError", status=404)), "no such file or folder"),
        (behind(named("ClientError", "NoSuchKey")), "no such file or folder"),
        (behind(named("ClientResponseError", status=403)), LOGIN),
        (behind(named("ClientResponseError", status=503)), "the server answers with an error (503)"),
        (behind(named("TooManyRedirects", status=0)), "the server sends from one address to another without end"),
        (behind(untrusted()), f"the certificate of {WHERE} is not trusted (self-signed): it may not be your server"),
        (behind(ssl.SSLError(1, "wrong version")), f"no TLS connection with {WHERE}: check the port"),
        (behind(ConnectionRefusedError(111, "x")), f"nothing answers at {WHERE}: check host and port"),
        (behind(socket.gaierror(-2, "x")), "there is no host host.example: check the name and the network"),
        (behind(TimeoutError()), f"no answer from {WHERE} in time"),
        (named("ClientPayloadError"), f"{WHERE} closed the connection"),
        (ConnectionResetError(104, "x"), f"{WHERE} closed the connection"),
        (PermissionError(), DENIED),
        (PermissionError(13, "x"), DENIED),
        (OSError(28, "x"), "no space left on device"),
        (named("AuthenticationException"), LOGIN),
        (named("SSHException", "No authentication methods available"), LOGIN),
        (named("SSHException", "Error reading SSH protocol banner"), f"{WHERE} closed the connection"),
        (named("SSHException", "No existing session"), f"no answer from {WHERE} in time"),
        (named("SSHException", "odd"), "it could not be read (SSHException: odd)"),
        (
            named("UnknownHostKey"),
            f"the host key of {WHERE} is unknown: log in once with ssh, or add it to ~/.ssh/known_hosts",
        ),
        (
            named("BadHostKeyException"),
            f"the host key of {WHERE} is not the one in ~/.ssh/known_hosts: it may not be your server",
        ),
        (named("Odd", "about\nsecret\x1b[1m"), "it could not be read (Odd: about …\ufffd[1m)"),
    ],
)
def test_one_line_for_each(trouble, line):
    assert said(trouble, URL) == line


def test_of_a_chain_the_last_link_is_the_server():
    chain = "zip://a.eml::sftp://joe@host.example:22/x.zip"
    assert said(TimeoutError(), chain) == "no answer from host.example:22 in time"


def test_causes_that_run_in_a_circle_end():
    one, other = RuntimeError("one"), RuntimeError("other")
    one.__cause__, other.__cause__ = other, one
    assert said(one, URL) == "it could not be read (RuntimeError: one)"
