"""`check` and `logs index` with real servers behind the URLs. Each is started where it and its driver are installed."""

from __future__ import annotations

import gzip
import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.adapters.realurls import KEYGEN, OPENSSL, SSHD, SshServer, Storage, WebServer, free_port
from tests.unit.apps.command import Done, whosent

EXAMPLES = Path(__file__).parents[3] / "examples"
SEPARATOR = b"From MAILER-DAEMON Mon Mar  2 10:00:00 2026\n"


def _missing(*modules: str) -> str:
    return ", ".join(name for name in modules if importlib.util.find_spec(name) is None)


def needs(*modules: str, programs: tuple[str | None, ...] = ()) -> pytest.MarkDecorator:
    """Skips with the reason where something is not installed."""
    gone = _missing("fsspec", *modules)
    reason = f"not installed: {gone}" if gone else "not installed: the server"
    return pytest.mark.skipif(bool(gone) or None in programs, reason=reason)


WEB = needs("aiohttp", programs=(OPENSSL,))
SSH = needs("paramiko", programs=(SSHD, KEYGEN))
S3 = needs("s3fs", "boto3", "moto", "flask")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Messages, a large mailbox, and logs."""
    folder = tmp_path_factory.mktemp("served")
    messages = [path.read_bytes() for path in sorted((EXAMPLES / "bounces").glob("*.eml"))]
    mailbox = b"".join(SEPARATOR + message.replace(b"\nFrom ", b"\n>From ") + b"\n" for message in messages)
    (folder / "large.mbox").write_bytes(mailbox * 100)  # more than drivers read at a time
    (folder / "in.mbox.gz").write_bytes(gzip.compress(mailbox))
    (folder / "torn.mbox.gz").write_bytes(gzip.compress(mailbox)[:-4000])
    shutil.copytree(EXAMPLES / "logs" / "mail", folder / "logs")
    (folder / "few").mkdir()
    for name in ("01.eml", "03.eml"):
        shutil.copy(EXAMPLES / "bounces" / name, folder / "few")
    return folder


@pytest.fixture(scope="module")
def web(folder, tmp_path_factory) -> Iterator[WebServer]:
    server = WebServer(folder, tmp_path_factory.mktemp("keys"))
    yield server
    server.close()


@pytest.fixture(scope="module")
def ssh(folder, tmp_path_factory) -> Iterator[SshServer]:
    server = SshServer(folder, tmp_path_factory.mktemp("ssh") / "home")
    yield server
    server.close()


@pytest.fixture(scope="module")
def storage(folder) -> Iterator[Storage]:
    server = Storage(folder)
    yield server
    server.close()


@pytest.fixture(
    params=[pytest.param("web", marks=WEB), pytest.param("ssh", marks=SSH), pytest.param("storage", marks=S3)]
)
def served(request: pytest.FixtureRequest) -> tuple[str, dict[str, str]]:
    """The URL of the folder, and the environment in which it can be read."""
    server = request.getfixturevalue(request.param)
    environments = {
        WebServer: lambda: {"SSL_CERT_FILE": str(server.certificate)},
        SshServer: lambda: {"HOME": str(server.home)},
        Storage: lambda: server.environment,
    }
    return server.url, environments[type(server)]()


def check(source: object, **environment: str) -> Done:
    return whosent("check", "--format", "jsonl", "--jobs", "1", source, **environment)


def error(url: str, **environment: str) -> str:
    """Why nothing could be read: one line."""
    done = check(url, **environment)
    assert (done.status, done.err.count("\n")) == (2, 1), done.err
    (row,) = done.rows()
    return row["error"]


@pytest.mark.parametrize("name", ["large.mbox", "in.mbox.gz", "few/"])
def test_messages_are_those_of_the_files(served, folder, name):
    url, environment = served
    here = check(folder / name)
    done = check(f"{url}/{name}", **environment)
    assert (done.status, done.err) == (here.status, here.err)
    assert done.out.replace(f"{url}/".encode(), f"{folder}/".encode()) == here.out


def test_logs_are_indexed_and_asked(served, tmp_path):
    url, environment = served
    index = tmp_path / "logs.sqlite"
    logs = [f"{url}/logs/{name}" for name in ("mail.log.gz", "php_mail.log", "access.log")]
    done = whosent("logs", "index", "--year", "2026", "--index", index, *logs, **environment)
    assert done.status == 0
    assert b"  mail.log.gz (mail): 2026-11-24 03:53:30 to 2026-11-24 03:58:48" in done.out
    assert whosent("logs", "index", "--index", index, *logs, **environment).out.startswith(b"0 new lines")
    found = whosent("logs", "find", "--index", index, "--queue-id", "95E5325495A")
    assert (found.status, b"accepted from web1.hoster.example" in found.out) == (0, True)


def test_what_is_not_there_and_what_is_torn(served, tmp_path):
    url, environment = served
    assert error(f"{url}/none.eml", **environment) == "no such file or folder"
    *messages, last = check(f"{url}/torn.mbox.gz", **environment).rows()
    assert len(messages) > 5
    assert last["error"].endswith("the gzip file ends too early; make a new copy of it")
    done = whosent("logs", "index", "--index", tmp_path / "logs.sqlite", f"{url}/none.log", **environment)
    assert (done.status, done.err.count("\n"), "no such file or folder" in done.err) == (2, 1, True)


@WEB
@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("status/403/in.mbox", "the server refuses the login: check user, key or password"),
        ("status/500/in.mbox", "the server answers with an error (500)"),
        ("circle/in.mbox", "the server sends from one address to another without end"),
    ],
)
def test_a_web_server_that_gives_nothing(web, path, line):
    assert error(f"{web.url}/{path}", SSL_CERT_FILE=str(web.certificate)) == line


@WEB
@pytest.mark.parametrize("way", ["", "parts/"])
def test_a_log_that_grew_is_read_on(web, folder, tmp_path, way):
    lines = gzip.decompress((folder / "logs" / "mail.log.gz").read_bytes()).splitlines(keepends=True)
    log = folder / "growing.log"
    index = ("logs", "index", "--year", "2026", "--index", tmp_path / "logs.sqlite", f"{web.url}/{way}growing.log")
    environment = {"SSL_CERT_FILE": str(web.certificate)}
    log.write_bytes(b"".join(lines[:-1000]))
    assert whosent(*index, **environment).status == 0
    log.write_bytes(b"".join(lines))
    again = whosent(*index, **environment)
    assert (again.status, again.err) == (0, "")
    assert b"to 2026-11-24 03:58:48" in again.out
    assert whosent(*index, **environment).out.startswith(b"0 new lines")


@WEB
def test_a_connection_that_breaks_off(web):
    *messages, last = check(f"{web.url}/cut/large.mbox", SSL_CERT_FILE=str(web.certificate)).rows()
    assert len(messages) > 100
    assert last["error"] == f"only {len(messages)} messages could be read: {web.url[8:]} closed the connection"


@WEB
def test_a_web_server_that_nobody_vouches_for(web):
    assert "(self-signed certificate): it may not be your server" in error(f"{web.url}/in.mbox.gz")


@WEB
def test_nobody_answers():
    port = free_port()
    assert error(f"https://localhost:{port}/x") == f"nothing answers at localhost:{port}: check host and port"


@SSH
def test_an_ssh_server_has_to_be_known_and_to_know(ssh):
    url, home, where = f"{ssh.url}/in.mbox.gz", str(ssh.home), f"localhost:{ssh.port}"
    try:
        ssh.knows(None)
        assert error(url, HOME=home).startswith(f"the host key of {where} is unknown: log in once with ssh")
        ssh.knows("other")
        assert error(url, HOME=home).startswith(f"the host key of {where} is not the one in ~/.ssh/known_hosts")
        ssh.knows("host")
        for key in (None, "other"):
            ssh.has(key)
            assert error(url, HOME=home) == "the server refuses the login: check user, key or password"
        assert "secret" not in check(url.replace("//", "//joe:secret@"), HOME=home).err
    finally:
        ssh.knows("host")
        ssh.has("user")


@S3
def test_storage_without_credentials_and_a_bucket_that_is_not_there(storage):
    assert error("s3://none/in.mbox", **storage.environment) == "no such file or folder"
    bare = storage.environment | {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
    assert "redentials" in error("s3://archive/in.mbox.gz", **bare)
