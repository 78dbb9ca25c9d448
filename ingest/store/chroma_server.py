"""A Chroma server that holds vectors: how it is reached, and whose the vectors are.

A database of the server holds the vectors of one library. A collection without vectors bears the
mark: the library's identity, and a stamp that is another one each time the library begins to write.
The library knows its stamp too, so a copy of the library's folder, which has the same identity,
cannot write where the library itself has written since.
"""

from __future__ import annotations

import atexit
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from ingest.errors import LibraryMismatch, LibraryUnreachable

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

    from ingest.store.chroma_http import ServerSettings

MARK = "pincite-library"
"""The collection whose metadata say whose the database is."""
_PORT = 8000
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where vectors are on a server. ``token`` is sent as a bearer token, for a proxy that asks
    for one; an answer is waited for ``seconds``."""

    url: str
    tenant: str = "default_tenant"
    database: str = "default_database"
    token: str | None = field(default=None, repr=False)
    seconds: float = 60.0

    def __str__(self) -> str:
        parts = urlsplit(self.url)
        bare = parts._replace(netloc=parts.netloc.rpartition("@")[2])
        return f"{urlunsplit(bare)} (database {self.database})"

    def connect(self, *, making: bool = False) -> ClientAPI:
        """A client of the database, which is made first on request.

        Raises LibraryUnreachable, and LibraryMismatch where there is no such database.
        """
        import httpx
        from chromadb.errors import ChromaError, NotFoundError

        try:
            try:
                return _client(self)
            except NotFoundError as error:
                if not making:
                    raise self.without_vectors() from error
            self._make_database()
            return _client(self)
        except (ValueError, httpx.HTTPError, ChromaError) as error:
            raise self.unreachable(error) from error

    def _make_database(self) -> None:
        from chromadb.errors import UniqueConstraintError

        from ingest.store.chroma_http import administering

        with administering(self.settings()) as api, suppress(UniqueConstraintError):
            api.create_database(self.database, self.tenant)  # another may have made it meanwhile

    def settings(self) -> ServerSettings:
        """Chroma's own, by which a client reaches the server."""
        from ingest.store.chroma_http import ServerSettings

        parts = urlsplit(self.url)
        port = "" if parts.port or parts.scheme == "https" else f":{_PORT}"
        whole = urlunsplit(parts._replace(netloc=parts.netloc + port))
        return ServerSettings(
            anonymized_telemetry=False,
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=whole,  # with its path; Chroma adds no port to an address
            chroma_server_http_port=parts.port or _PORT,
            chroma_server_headers={"Authorization": f"Bearer {self.token}"} if self.token else {},
            patience=self.seconds,
        )

    def stamp(self, client: ClientAPI, library: str) -> str | None:
        """The stamp that the library wrote last; None where the database holds nothing.

        Raises LibraryMismatch where the vectors are not this library's.
        """
        from chromadb.errors import NotFoundError

        try:
            mark = client.get_collection(MARK, embedding_function=None).metadata or {}
        except NotFoundError:
            if client.list_collections(limit=1):
                raise self.of_another() from None
            return None
        if mark.get("library") != library:
            raise self.of_another()
        return str(mark.get("stamp"))

    def put_stamp(self, client: ClientAPI, library: str, stamp: str) -> None:
        """Mark the database as the library's, which holds nothing or is the library's already.

        Raises LibraryMismatch where another was quicker.
        """
        from chromadb.errors import ChromaError

        mark = {"library": library, "stamp": stamp}
        if self.stamp(client, library) is not None:
            client.get_collection(MARK, embedding_function=None).modify(metadata=mark)
            return
        try:
            # Of two libraries that make it at once, Chroma refuses one.
            client.create_collection(MARK, metadata=mark, embedding_function=None)
        except ChromaError:
            if self.stamp(client, library) is None:
                raise

    def does_not_answer(self, error: BaseException) -> bool:
        """Whether it is what an unreachable server, or a proxy that refuses, comes to."""
        import httpx

        # Chroma raises a plain Exception with the text of an answer that is not its own.
        return isinstance(error, httpx.HTTPError) or type(error) is Exception

    def is_late(self, error: BaseException | None) -> bool:
        """Whether it came of an answer that was waited for in vain."""
        from ingest.store.chroma_http import is_late

        return is_late(error)

    def unreachable(self, error: BaseException) -> LibraryUnreachable:
        if self.is_late(error):
            return LibraryUnreachable(
                f"The Chroma server {self} did not answer within {self.seconds:g} seconds.",
                "Nothing was lost: try again. If it happens often, look what keeps the server "
                "busy, or set PINCITE_CHROMA_SECONDS to more.",
            )
        reason = " ".join(str(error).split())[:_LONGEST_REASON] or type(error).__name__
        return LibraryUnreachable(
            f"The Chroma server {self} cannot be reached ({reason}).",
            "Nothing was lost: start the server and try again, or set PINCITE_CHROMA_URL (and "
            "PINCITE_CHROMA_TENANT and PINCITE_CHROMA_TOKEN, where it needs them).",
        )

    def of_another(self) -> LibraryMismatch:
        return LibraryMismatch(
            f"The vectors on {self} are of another library.",
            "Name another database with PINCITE_CHROMA_DATABASE, then run `pincite rebuild`.",
        )

    def of_a_copy(self) -> LibraryMismatch:
        return LibraryMismatch(
            f"The vectors on {self} were last written by a copy of this library, "
            "or by this library after it was copied.",
            "Name another database with PINCITE_CHROMA_DATABASE, then run `pincite rebuild`.",
        )

    def without_vectors(self) -> LibraryMismatch:
        return LibraryMismatch(
            f"There are no vectors of this library on {self}.",
            "Run `pincite rebuild`, or set PINCITE_CHROMA_DATABASE to where they are.",
        )

    def check_stamp(self, found: str, known: Collection[str]) -> None:
        """Raises LibraryMismatch where the library does not know the stamp."""
        if found not in known:
            raise self.of_a_copy()


_clients: dict[ChromaServer, tuple[ClientAPI, ServerSettings]] = {}
"""One for all threads of the process."""
_connecting = RLock()


def _client(server: ChromaServer) -> ClientAPI:
    import chromadb

    with _connecting:
        if server in _clients:
            return _clients[server][0]
        settings = server.settings()
        try:
            client = chromadb.HttpClient(
                settings.chroma_server_host or "",
                settings.chroma_server_http_port or _PORT,
                headers=settings.chroma_server_headers,
                settings=settings,
                tenant=server.tenant,
                database=server.database,
            )
        except BaseException:
            settings.disconnect()
            raise
        _clients[server] = client, settings
        return client


def disconnect() -> None:
    """Close the connections of this process to every Chroma server. Libraries that are open must
    not be used any more."""
    with _connecting:
        while _clients:
            _, (_, settings) = _clients.popitem()
            settings.disconnect()


atexit.register(disconnect)
