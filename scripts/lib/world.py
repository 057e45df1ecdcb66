"""What the measuring scripts measure in: a demo server, a TLS front for it, and a registry with a login."""

import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

STORE = pathlib.Path("/etc/ssl/certs")


class Front:
    """TLS in front of a server of this machine: one thread for each direction of each connection."""

    def __init__(self, folder, port):
        self.port = port
        key, self.certificate = folder / "front.key", folder / "front.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", "/CN=bench", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", self.certificate],
            check=True, capture_output=True)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.certificate, key)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, plain):
        try:
            client = self.context.wrap_socket(plain, server_side=True)
            server = socket.create_connection(("127.0.0.1", self.port))
            # Else an answer in two pieces waits 40 ms for an acknowledgement.
            for side in (client, server):
                side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.pump, args=(server, client), daemon=True).start()
            self.pump(client, server)
        except (OSError, ssl.SSLError):
            plain.close()

    @staticmethod
    def pump(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except (OSError, ssl.SSLError):
            pass


class World:
    """A demo server, and a registry with a key file that has a login to it."""

    def __init__(self, binaries):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mcpcred-measured."))
        self.program = str(pathlib.Path(binaries).resolve() / "mcpcred")
        self.registry = str(self.folder / "private" / "registry.sqlite")
        browser = self.folder / "browser"
        browser.write_text("#!/bin/sh\nexec curl --silent --location --noproxy '*' --output /dev/null \"$1\"\n")
        browser.chmod(0o755)
        for name in ("home", "run"):
            (self.folder / name).mkdir(mode=0o700)
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder / "home"), "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "BROWSER": str(browser), "MCPCRED_REGISTRY": self.registry, "LC_ALL": "C.UTF-8",
        }
        self.server = subprocess.Popen(
            [str(pathlib.Path(binaries).resolve() / "mcpcred-demo-server"), "--auto-consent", "--access-token-lifetime", "86400",
             "--until-stdin-closes"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=self.environment)
        said = ""
        while not said.rstrip().endswith("}"):
            line = self.server.stdout.readline()
            if not line:
                sys.exit("the demo server did not start")
            said += line
        self.addresses = dict(re.findall(r'"(\w+)":"([^"]+)"', said))
        self.front = Front(self.folder, int(re.search(r":(\d+)/", self.addresses["mcp"])[1]))
        self.secure = re.sub(r"^http://127\.0\.0\.1:\d+", f"https://127.0.0.1:{self.front.address}", self.addresses["mcp_open"])

    def mcpcred(self, *words):
        subprocess.run([self.program, *words], env=self.environment, check=True, capture_output=True, stdin=subprocess.DEVNULL)

    def prepare(self):
        authority = str(self.front.certificate)
        self.mcpcred("init", "--key-provider", "file")
        self.mcpcred("add", "demo", self.addresses["mcp"])
        self.mcpcred("add", "secure", self.secure, "--ca-cert", authority)
        # The first call learns the protocol's era and the tool's schema, the first token of an hour is counted in a row.
        for name in ("demo", "secure"):
            self.mcpcred("call", name, "add_numbers", "a=1", "b=2", "--ca-cert", authority)
        self.mcpcred("token", "demo")

    def close(self):
        self.server.stdin.close()
        self.server.wait()
        shutil.rmtree(self.folder)

    def run(self, words, environment):
        """One process to its end; its output is thrown away. Its resource usage."""
        quiet = [(os.POSIX_SPAWN_OPEN, descriptor, os.devnull, os.O_RDWR, 0) for descriptor in (0, 1, 2)]
        process = os.posix_spawn(shutil.which(words[0]), words, {**self.environment, **environment}, file_actions=quiet)
        _, status, usage = os.wait4(process, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"{' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")
        return usage

    def trust(self, outside):
        """Puts the front's authority into the system's store, in a mount namespace that is not `outside`: false where there is
        none, or it cannot be done. The mount ends with the namespace."""
        if not outside or os.readlink("/proc/self/ns/mnt") == outside or not STORE.is_dir():
            return False
        copy = self.folder / "certs"
        shutil.copytree(STORE, copy, symlinks=True)
        certificate = self.front.certificate
        name = subprocess.run(
            ["openssl", "x509", "-noout", "-hash", "-in", certificate], check=True, capture_output=True, text=True).stdout.strip()
        shutil.copy(certificate, copy / f"{name}.0")
        bundle = copy / "ca-certificates.crt"
        if bundle.exists():
            text = bundle.read_bytes() + certificate.read_bytes()
            bundle.unlink()
            bundle.write_bytes(text)
        return subprocess.run(["mount", "--bind", copy, STORE], capture_output=True).returncode == 0
