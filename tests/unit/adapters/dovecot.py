"""A real Dovecot on the loopback address, with a configuration, users and a certificate of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from pathlib import Path

PROGRAM = shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin:/usr/bin")
OPENSSL = shutil.which("openssl")
NOBODY = 65534

CONFIG = """
base_dir = {dir}/run
state_dir = {dir}/state
log_path = {dir}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{dir}/server.pem
ssl_key = <{dir}/server.key
first_valid_uid = 1
mail_location = maildir:{dir}/mail/%u
auth_mechanisms = plain xoauth2
auth_failure_delay = 0
mail_max_userip_connections = 50
passdb {{
  driver = passwd-file
  args = {dir}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={uid} home={dir}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""
AUTHORITY = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
SERVER = (
    "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n"
    "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n"
)


def missing() -> str | None:
    """Why no Dovecot can be started here, None if it can."""
    if PROGRAM is None or OPENSSL is None:
        return "needs dovecot-imapd and openssl"
    return None if os.geteuid() == 0 else "Dovecot wants to be started by root"


class Dovecot:
    """Started by entering, ended by leaving."""

    def __init__(self, users: dict[str, str]) -> None:
        self.dir = Path(tempfile.mkdtemp(prefix="whosent-dovecot-"))
        self.dir.chmod(0o755)
        self.ca = self.dir / "ca.pem"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._certificates()
        (self.dir / "users").write_text("".join(f"{user}:{{PLAIN}}{word}\n" for user, word in users.items()))
        (self.dir / "config").write_text(CONFIG.format(dir=self.dir, uid=NOBODY, port=self.port))
        for user in users:
            self.folder(user)

    def __enter__(self) -> Dovecot:
        self._process = subprocess.Popen(  # noqa: S603
            [str(PROGRAM), "-F", "-c", str(self.dir / "config")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            try:
                context = ssl.create_default_context(cafile=str(self.ca))
                with (
                    socket.create_connection(("127.0.0.1", self.port), 1) as plain,
                    context.wrap_socket(plain, server_hostname="127.0.0.1") as wrapped,
                ):
                    if wrapped.recv(4) == b"* OK":
                        return self
            except OSError:
                pass
            time.sleep(0.05)
        self.__exit__()
        raise RuntimeError(self.log())

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(10)
        shutil.rmtree(self.dir, ignore_errors=True)

    def log(self) -> str:
        return (self.dir / "log").read_text(errors="replace")

    def url(self, user: str, folder: str = "INBOX") -> str:
        return f"imaps://{user}@127.0.0.1:{self.port}/{folder}"

    def folder(self, user: str, name: str = "") -> Path:
        """The Maildir of a user, or of one of his folders (`.Name` in modified UTF-7)."""
        folder = self.dir / "mail" / user / name
        for sub in ("cur", "new", "tmp"):
            (folder / sub).mkdir(parents=True, exist_ok=True)
        for path in (self.dir / "mail" / user, folder, *folder.iterdir()):
            os.chown(path, NOBODY, NOBODY)
        return folder

    def deliver(self, user: str, data: bytes, number: int, name: str = "") -> None:
        """One more message, unseen and recent."""
        path = self.folder(user, name) / "new" / f"{1_700_000_000 + number}.M{number}.host"
        path.write_bytes(data)
        os.chown(path, NOBODY, NOBODY)

    def break_connections(self) -> int:
        """End the processes that serve logged-in users, which are children of our Dovecot; how many there were."""
        ended = 0
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                name, _, rest = status.read_text().rpartition(")")
            except OSError:
                continue
            pid, _, name = name.partition(" (")
            if name == "imap" and int(rest.split()[1]) == self._process.pid:
                os.kill(int(pid), signal.SIGKILL)
                ended += 1
        return ended

    def _certificates(self) -> None:
        new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        self._openssl("req", *new, "-keyout", "ca.key", "-out", "ca.csr", "-subj", "/CN=whosent test authority")
        self._sign("ca", AUTHORITY, "-key", "ca.key")
        self._openssl("req", *new, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
        self._sign("server", SERVER, "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "2")

    def _sign(self, name: str, extensions: str, *signer: str) -> None:
        (self.dir / f"{name}.ext").write_text(extensions)
        key = ("-signkey", signer[1]) if signer[0] == "-key" else signer
        out = ("-in", f"{name}.csr", "-out", f"{name}.pem", "-extfile", f"{name}.ext")
        self._openssl("x509", "-req", *out, "-days", "2", *key)

    def _openssl(self, *arguments: str) -> None:
        subprocess.run([str(OPENSSL), *arguments], cwd=self.dir, check=True, capture_output=True)  # noqa: S603
