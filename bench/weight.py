"""重さ: how many bytes a first visit takes, and a later one, as they go over the line."""

import re

from bench import client


def of(port: int, path: str) -> dict[str, float]:
    """Bytes of the page and of all it needs; later only the page itself is fetched."""
    connection = client.Connection(port)
    page = connection.ask(client.get(path, port, accept="br, gzip"))
    html = connection.ask(client.get(path, port)).body.decode()
    parts = re.findall(r'(?:src|href)="(/static/[^"]+)"', html)
    sizes = {part: _size(connection, port, part) for part in sorted(set(parts))}
    own = len(page.head) + len(page.body)
    return {"first": own + sum(sizes.values()), "later": own, **sizes}


def _size(connection: client.Connection, port: int, path: str) -> int:
    answer = connection.ask(client.get(path, port, accept="br, gzip"))
    assert answer.status == 200, (path, answer.status)
    assert "max-age" in answer.header("Cache-Control"), path
    return len(answer.head) + len(answer.body)
