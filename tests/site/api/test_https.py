"""Webhooks over https: to the address that was looked at, with the certificate of the name that was asked for."""

import datetime as dt
import ipaddress
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from balie.site.api.webhooks import sending
from balie.site.api.webhooks.addresses import Target


def certificate(folder, name):
    """A certificate for a name that signs for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    place = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    place.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return place


@pytest.fixture
def secure(tmp_path):
    """A server that is hook.klant.example, on this machine."""
    heard = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append((self.headers["Host"], self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    place = certificate(tmp_path, "hook.klant.example")
    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, place, heard
    server.shutdown()
    server.server_close()


def test_the_name_is_checked_though_the_address_is_used(secure, settings):
    port, place, heard = secure
    settings.WEBHOOK_CERTIFICATES = str(place)
    here = ipaddress.ip_address("127.0.0.1")

    said = sending.post(Target("https", "hook.klant.example", port, here, "/x"), b"{}", {}, timeout=5)
    assert said.code == 204
    assert heard == [(f"hook.klant.example:{port}", b"{}")]

    with pytest.raises(requests.exceptions.SSLError):
        sending.post(Target("https", "other.example", port, here, "/x"), b"{}", {}, timeout=5)
    assert len(heard) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(secure):
    port, _, heard = secure
    here = ipaddress.ip_address("127.0.0.1")
    with pytest.raises(requests.exceptions.SSLError):
        sending.post(Target("https", "hook.klant.example", port, here, "/x"), b"{}", {}, timeout=5)
    assert heard == []
