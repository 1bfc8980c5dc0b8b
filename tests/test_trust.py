"""Whom to trust with encrypted connections."""

import ssl
import threading

import httpx2
import pytest

from coinwatch.trust import trusted


async def test_certificates_are_read_beside_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """They take as long as a frame of the screen; names and certificates are checked."""
    threads: list[bool] = []
    create = httpx2.create_ssl_context

    def note() -> ssl.SSLContext:
        threads.append(threading.current_thread() is threading.main_thread())
        return create()

    monkeypatch.setattr(httpx2, "create_ssl_context", note)
    context = await trusted()
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert threads == [False]
