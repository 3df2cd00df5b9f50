"""Listens to what pages say to the console: script errors, refused content, files that did not come."""

from playwright.sync_api import ConsoleMessage, Page, Response


class Watch:
    def __init__(self) -> None:
        self.said: list[str] = []
        self._documents: set[str] = set()

    def over(self, page: Page) -> None:
        page.on("response", self._note_document)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(f"{page.url}: {error}"))

    def _note_document(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self._documents.add(response.url)

    def _hear(self, message: ConsoleMessage) -> None:
        """That a page itself came with 404 or 422 is an answer, and the browser's remark on it no fault."""
        from_document = message.location["url"] in self._documents
        is_answer = message.text.startswith("Failed to load resource") and from_document
        if message.type in {"error", "warning"} and not is_answer:
            page = message.page
            self.said.append(f"{page.url if page else ''}: {message.text}")
