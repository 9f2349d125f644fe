"""The certificates of a bed: one authority, and a leaf for each host when it is first asked for."""

from __future__ import annotations

import ssl

import trustme


class Authority:
    """A certificate authority that lives as long as its bed does."""

    def __init__(self) -> None:
        self._authority = trustme.CA()
        self._contexts: dict[str, ssl.SSLContext] = {}

    @property
    def pem(self) -> bytes:
        """Return the certificate that a browser has to trust."""
        return self._authority.cert_pem.bytes()

    def leaf(self, host: str) -> bytes:
        """Return a certificate for *host* with its key, as a server's configuration takes them."""
        return self._authority.issue_cert(host).private_key_and_cert_chain_pem.bytes()

    def context(self, host: str) -> ssl.SSLContext:
        """Return what a server called *host* needs to speak TLS."""
        if host not in self._contexts:
            self._contexts[host] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            leaf = self._authority.issue_cert(host)
            with leaf.private_key_and_cert_chain_pem.tempfile() as path:
                self._contexts[host].load_cert_chain(path)
        return self._contexts[host]
