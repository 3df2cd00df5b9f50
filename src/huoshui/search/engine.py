"""Schema, documents and queries in the terms of tantivy. What a person typed never meets its query parser."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import tantivy

from huoshui.search.declaration import Bound, Declaration, Document, Query
from huoshui.search.terms import Wanted, match_terms, number_key, rank_terms, wanted_terms

Must, MustNot, Should = tantivy.Occur.Must, tantivy.Occur.MustNot, tantivy.Occur.Should
ID_BITS = 38  # an order key holds the value above and the id below, so that equal values have an order too
MOST_WORDS = 30


def schema_of(declaration: Declaration) -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_text_field("found_by", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("number", tokenizer_name="raw", index_option="basic")
    for text in declaration.texts:
        builder.add_text_field(f"words_{text.name}", tokenizer_name="whitespace", index_option="freq")
    for name in declaration.facets:
        builder.add_text_field(f"facet_{name}", tokenizer_name="raw", index_option="basic", fast=True)
    for name in declaration.ranges:
        builder.add_integer_field(f"range_{name}", indexed=True, fast=True)
        builder.add_unsigned_field(f"order_{name}", fast=True)
    return builder.build()


def stored(declaration: Declaration, document: Document) -> Any:
    row = tantivy.Document()
    row.add_unsigned("id", document.id)
    found_by: set[str] = set()
    for text in declaration.texts:
        content = document.texts.get(text.name) or ""
        found_by |= match_terms(content)
        row.add_text(f"words_{text.name}", " ".join(rank_terms(content)))
    row.add_text("found_by", " ".join(found_by))
    for key in {number_key(number) for number in document.numbers} - {""}:
        row.add_text("number", key)
    for name in declaration.facets:
        for value in dict.fromkeys(document.facets.get(name, ())):
            row.add_text(f"facet_{name}", value)
    for name in declaration.ranges:
        bound = _integer(document.ranges.get(name))
        if bound is not None:
            row.add_integer(f"range_{name}", bound)
        row.add_unsigned(f"order_{name}", ((bound or 0) << ID_BITS) | document.id)
    return row


class Compiler:
    """Query values → the engine's query objects."""

    def __init__(self, declaration: Declaration, schema: Any) -> None:
        self.declaration, self.schema = declaration, schema

    def whole(self, query: Query, *, without_facet: str = "") -> Any:
        """`without_facet` leaves one facet's own filter out, for counting its other values."""
        wanted = wanted_terms(query.text)
        clauses = [(Must, self._silent(self._wanted(one))) for one in wanted] or [(Must, tantivy.Query.all_query())]
        clauses += [
            (Must, self._silent(self._any_of(name, values)))
            for name, values in query.filters.items()
            if values and name != without_facet
        ]
        clauses += [(Must, self._silent(self._between(name, *bounds))) for name, bounds in query.ranges.items()]
        if query.exclude:
            clauses.append((MustNot, self.ids(query.exclude)))
        if wanted and not query.sort:
            clauses += [(Should, clause) for clause in self._ranking(query.text)]
        return tantivy.Query.boolean_query(clauses)

    def ids(self, ids: Sequence[int]) -> Any:
        return tantivy.Query.term_set_query(self.schema, "id", list(ids))

    def _wanted(self, one: Wanted) -> Any:
        term = self._term("found_by", one.term)
        if not one.number:
            return term
        number = tantivy.Query.regex_query(self.schema, "number", f"{one.number}.*")
        return tantivy.Query.boolean_query([(Should, term), (Should, number)])

    def _any_of(self, name: str, values: Sequence[str]) -> Any:
        self._known(name, self.declaration.facets)
        return tantivy.Query.boolean_query([(Should, self._term(f"facet_{name}", value)) for value in values])

    def _between(self, name: str, low: Bound, high: Bound) -> Any:
        self._known(name, self.declaration.ranges)
        kind = tantivy.FieldType.Integer
        return tantivy.Query.range_query(self.schema, f"range_{name}", kind, _integer(low), _integer(high))

    def _ranking(self, text: str) -> Iterable[Any]:
        for word in list(dict.fromkeys(rank_terms(text[:200])))[:MOST_WORDS]:
            for field in self.declaration.texts:
                yield tantivy.Query.boost_query(self._term(f"words_{field.name}", word, "freq"), field.weight)

    def _term(self, field: str, value: str, option: str = "basic") -> Any:
        return tantivy.Query.term_query(self.schema, field, value, option)

    @staticmethod
    def _silent(query: Any) -> Any:
        return tantivy.Query.const_score_query(query, 0.0)

    @staticmethod
    def _known(name: str, names: Sequence[str]) -> None:
        if name not in names:
            raise KeyError(f"the index declares no {name}")


def _integer(value: Bound) -> int | None:
    """Dates count by days, so that they are compared like numbers."""
    return value.toordinal() if isinstance(value, date) else value
