"""Real servers on the loopback address for URLs: a web server with TLS, OpenSSH's sftp, and moto in the place of S3."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.unit.adapters.ports import free_port, wait_for

OPENSSL = shutil.which("openssl")
SSHD = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin")
KEYGEN = shutil.which("ssh-keygen")
_SSHD_CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {dir}/host
AuthorizedKeysFile {dir}/user.pub
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
PidFile none
Subsystem sftp internal-sftp
"""


class _Pages(SimpleHTTPRequestHandler):
    """Files of a folder, without ranges, as simple servers give them; and what fails, by the path."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *what: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        """Without the content."""
        self._answer(super().do_HEAD)

    def do_GET(self) -> None:
        """With it."""
        self._answer(super().do_GET)

    def _answer(self, file: object) -> None:
        kind, _, rest = self.path.lstrip("/").partition("/")
        if kind == "status":
            self.send_error(int(rest.split("/")[0]))
        elif kind == "circle":
            self.send_response(302)
            self.send_header("Location", self.path)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif kind == "parts":
            self._part((Path(str(self.directory)) / rest).read_bytes())
        elif kind == "cut":
            data = (Path(str(self.directory)) / rest).read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(data[: len(data) // 2])
                self.close_connection = True
        else:
            assert callable(file)
            file()

    def _part(self, data: bytes) -> None:
        """From the byte that was asked for (RFC 9110 section 14)."""
        asked = self.headers.get("Range")
        start = int(asked.removeprefix("bytes=").split("-")[0]) if asked else 0
        self.send_response(416 if start >= len(data) else 206 if asked else 200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(max(0, len(data) - start)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data[start:])


class WebServer:
    """Serves `folder` by https until `close`; `certificate` is the one to trust."""

    def __init__(self, folder: Path, keys: Path) -> None:
        assert OPENSSL
        self.certificate = keys / "server.pem"
        subprocess.run(  # noqa: S603
            [OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(keys / "server.key"),
             "-out", str(self.certificate), "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost"],
            check=True, capture_output=True,
        )  # fmt: skip
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, directory=str(folder)))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, keys / "server.key")
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._server.handle_error = lambda *what: None  # type: ignore[method-assign]
        self.url = f"https://localhost:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()


class SshServer:
    """sshd on a port of its own until `close`. `home`: the folder of a user whom it knows, and who knows it."""

    def __init__(self, folder: Path, home: Path) -> None:
        assert SSHD
        assert KEYGEN
        self.home, self.port = home, free_port()
        keys = home / "keys"
        (home / ".ssh").mkdir(parents=True)
        keys.mkdir()
        for name in ("host", "user", "other"):
            subprocess.run([KEYGEN, "-q", "-t", "ed25519", "-N", "", "-f", str(keys / name)], check=True)  # noqa: S603
        (keys / "config").write_text(_SSHD_CONFIG.format(port=self.port, dir=keys))
        self.knows("host")
        self.has("user")
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        self._process = subprocess.Popen(  # noqa: S603
            [SSHD, "-D", "-e", "-f", str(keys / "config")], stderr=(keys / "log").open("wb")
        )
        wait_for(self.port, self._process)
        self.url = f"sftp://localhost:{self.port}{folder}"

    def knows(self, name: str | None) -> None:
        """The user has this key for the one of the host, or none."""
        known = self.home / ".ssh" / "known_hosts"
        key = (self.home / "keys" / f"{name}.pub").read_text() if name else ""
        known.write_text(f"[localhost]:{self.port} {key}" if name else "")

    def has(self, name: str | None) -> None:
        """The user has this key for logging in, or none."""
        private = self.home / ".ssh" / "id_ed25519"
        private.unlink(missing_ok=True)
        if name:
            shutil.copy(self.home / "keys" / name, private)

    def close(self) -> None:
        """Stop."""
        self._process.terminate()
        self._process.wait(10)


class Storage:
    """moto's S3 until `close`, with the files of `folder` in the bucket `archive`."""

    def __init__(self, folder: Path) -> None:
        import boto3

        self.port = free_port()
        self.environment = {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}", "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
        }  # fmt: skip
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for(self.port, self._process)
        client = boto3.client(
            "s3", endpoint_url=self.environment["AWS_ENDPOINT_URL"], region_name="us-east-1",
            aws_access_key_id="key", aws_secret_access_key="secret",  # noqa: S106
        )  # fmt: skip
        client.create_bucket(Bucket="archive")
        for path in folder.rglob("*"):
            if path.is_file():
                client.upload_file(str(path), "archive", str(path.relative_to(folder)))
        self.url = "s3://archive"

    def close(self) -> None:
        """Stop."""
        self._process.terminate()
        self._process.wait(10)
