"""Whom to trust with encrypted connections: the same for the feeds, for REST and for the doctor."""

import asyncio
import ssl


async def trusted() -> ssl.SSLContext:
    """Return what ``read_trust`` does, while other things go on."""
    return await asyncio.to_thread(read_trust)


def read_trust() -> ssl.SSLContext:
    """Return what checks servers' certificates, by the authorities that this computer trusts.

    That is the system's own store on macOS and Windows, and OpenSSL's files elsewhere; or what
    ``SSL_CERT_FILE`` or ``SSL_CERT_DIR`` names. Takes 0.1 s.
    """
    import httpx2  # noqa: PLC0415  # not needed where nothing is encrypted

    return httpx2.create_ssl_context()
