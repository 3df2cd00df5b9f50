"""Schema, documents and queries in the terms of tantivy. What a person typed never meets its query parser."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

import tantivy

from huoshui.search.declaration import Bound, Declaration, Document, Query
from huoshui.search.terms import (
    Wanted,
    beginnings,
    match_text,
    number_key,
    rank_words,
    sought,
    unwanted_terms,
    wanted_numbers,
    wanted_terms,
    words_to_rank,
)

Must, MustNot, Should = tantivy.Occur.Must, tantivy.Occur.MustNot, tantivy.Occur.Should
ID_BITS = 32  # an order key holds the value above and the id below, so that equal values have an order too
HIGHEST_KEY = (1 << 63) - 1
MOST_WORDS = 30
ALL_WORDS = 100.0  # what a document gains that has every word as a word, so that those come first
PAIRS, PAIRS_ALONE = "pairs", "pairs_alone"
CODED, BETWEEN_CODES = "coded", "\x1f"


def schema_of(declaration: Declaration) -> Any:
    """`found_by` decides for any text field, `found_x` for one that is looked in alone, `words` ranks.

    `coded` holds the combination of all coded facets; it is in every document, and so counts them too.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_text_field("found_by", tokenizer_name=PAIRS, index_option="basic")
    builder.add_text_field("beginning", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("number", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    for text in declaration.texts:
        if text.alone:
            pairs = PAIRS_ALONE if text.long else PAIRS
            builder.add_text_field(f"found_{text.name}", tokenizer_name=pairs, index_option="basic")
    for name in declaration.filtered:
        counted = name in declaration.facets + declaration.single
        builder.add_text_field(f"facet_{name}", tokenizer_name="raw", index_option="basic", fast=counted)
    builder.add_text_field(CODED, tokenizer_name="raw", index_option="basic", fast=True)
    for name in declaration.bounded:
        builder.add_integer_field(f"range_{name}", fast=True)
    for name in declaration.ranges:
        builder.add_unsigned_field(f"order_{name}", fast=True)
    return builder.build()


def with_tokenizers(index: Any) -> Any:
    """Every opened index that is written to must know how text is cut."""
    for name, shortest in ((PAIRS, 1), (PAIRS_ALONE, 2)):
        pairs = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(shortest, 2, False)).build()
        index.register_tokenizer(name, pairs)
    return index


def stored(declaration: Declaration, document: Document) -> Any:
    row = tantivy.Document()
    row.add_unsigned("id", document.id)
    _add_texts(row, declaration, document.texts)
    for key in {number_key(number) for number in document.numbers} - {""}:
        row.add_text("number", key)
    for name in declaration.facets + declaration.labels:
        for value in dict.fromkeys(document.facets.get(name, ())):
            row.add_text(f"facet_{name}", value)
    for name in declaration.single:
        # A value in every document, be it "", lets the engine count without asking who has one.
        row.add_text(f"facet_{name}", next(iter(document.facets.get(name, ())), ""))
    codes = [next(iter(document.facets.get(name, ())), "") for name in declaration.coded]
    for name, code in zip(declaration.coded, codes, strict=True):
        row.add_text(f"facet_{name}", code)
    row.add_text(CODED, BETWEEN_CODES.join(codes))
    for name in declaration.bounded:
        bound = _integer(document.ranges.get(name))
        if bound is not None:
            row.add_integer(f"range_{name}", bound)
        if name in declaration.ranges:
            row.add_unsigned(f"order_{name}", ((bound or 0) << ID_BITS) | document.id)
    return row


def _add_texts(row: Any, declaration: Declaration, texts: Mapping[str, str]) -> None:
    begun: set[str] = set()
    for text in declaration.texts:
        content = texts.get(text.name)
        if not content:
            continue
        matched = match_text(content)
        row.add_text("found_by", matched)
        begins = beginnings(matched)
        begun |= begins
        if text.alone:
            row.add_text(f"found_{text.name}", matched)
            begun |= {f"{text.name}:{one}" for one in begins}
        if text.weight:
            row.add_text("words", f"{rank_words(matched)} " * text.weight)
    if begun:
        row.add_text("beginning", " ".join(begun))


class Compiler:
    """Query values → the engine's query objects."""

    def __init__(self, declaration: Declaration, schema: Any) -> None:
        self.declaration, self.schema = declaration, schema
        self.long = {one.name for one in declaration.texts if one.long}

    def matching(self, query: Query, *, without_facets: Sequence[str] = ()) -> Any:
        """What must hold, without order. `without_facets` leaves their own filters out, to count their values."""
        return self._all_of(self._conditions(query, without_facets)) or tantivy.Query.all_query()

    def beyond(self, query: Query, matching: Any) -> Any:
        """Only what comes after the key of `query.after`, in the order of `query.sort`."""
        if query.after is None or not 0 <= query.after <= HIGHEST_KEY:
            return matching
        bounds = (None, query.after) if query.sort.startswith("-") else (query.after, None)
        field, kind = f"order_{query.sort.lstrip('-')}", tantivy.FieldType.Unsigned
        places = [{"include_upper": False} if bounds[0] is None else {"include_lower": False}]
        rest = tantivy.Query.range_query(self.schema, field, kind, *bounds, **places[0])
        return tantivy.Query.boolean_query([(Must, self._silent(matching)), (Must, self._silent(rest))])

    def words(self, query: Query) -> list[str]:
        ranked = (words_to_rank(sought(text)).split() for text in [query.text, *query.inside.values()])
        return list(dict.fromkeys(chain.from_iterable(ranked)))[:MOST_WORDS]

    def best(self, query: Query, words: Sequence[str]) -> Any:
        """Only documents that have all words as words, the better ones first: most queries end here.

        The characters of those words need not be asked for again, and a word alone is found best without asking all.
        """
        clauses = [*self._conditions(query, known=words), *map(self._word, words)]
        return clauses[0] if len(clauses) == 1 else self._all_of(clauses)

    def ranked(self, query: Query, words: Sequence[str]) -> Any:
        """Everything that matches; in the same order as `best`, the rest behind it."""
        clauses = [(Must, self.matching(query))] + [(Should, self._word(word)) for word in words]
        if words:
            together = tantivy.Query.boolean_query([(Must, self._word(word)) for word in words])
            clauses.append((Should, tantivy.Query.const_score_query(together, ALL_WORDS)))
        return tantivy.Query.boolean_query(clauses)

    def ids(self, ids: Sequence[int]) -> Any:
        return tantivy.Query.term_set_query(self.schema, "id", list(ids))

    def _conditions(self, query: Query, without_facets: Sequence[str] = (), known: Sequence[str] = ()) -> list[Any]:
        held = chain(self._words_held(query, known), self._filters_held(query, without_facets), self._ids_held(query))
        return [self._silent(one) for one in held]

    def _words_held(self, query: Query, known: Sequence[str]) -> Iterator[Any]:
        """`known` are words that the documents have anyway, in some field."""
        for name, text in [("", query.text), *query.inside.items()]:
            if name:
                self._known(name, [one.name for one in self.declaration.texts if one.alone])
            asked = sought(text)
            for one in wanted_terms(asked):
                if name or one.is_beginning or not any(one.term in word for word in known):
                    yield self._wanted(one, name)
            if numbers := wanted_numbers(asked):
                yield self._one_of([self._wanted(one, name) for one in numbers])
            for terms in unwanted_terms(asked):
                yield self._without(self._all_of([self._wanted(one, name) for one in terms]))

    def _filters_held(self, query: Query, without_facets: Sequence[str]) -> Iterator[Any]:
        held = {name: values for name, values in query.filters.items() if values and name not in without_facets}
        coded = [name for name in self.declaration.coded if name in held]
        if len(coded) > 1 and all(_is_code(value) for name in coded for value in held[name]):
            yield self._coded({name: held.pop(name) for name in coded})
        for name, values in held.items():
            yield self._any_of(name, values)
        for name, values in query.fixed:
            yield self._any_of(name, values)
        for name, bounds in query.ranges.items():
            if bounds != (None, None):
                yield self._between(name, *bounds)

    def _ids_held(self, query: Query) -> Iterator[Any]:
        if query.only is not None:
            yield self.ids(query.only)
        if query.exclude:
            yield self._without(self.ids(query.exclude))

    def _wanted(self, one: Wanted, field: str) -> Any:
        if one.is_beginning:
            term = self._term("beginning", f"{field}:{one.term}" if field else one.term)
        else:
            kept = field and not (len(one.term) == 1 and field in self.long)
            term = self._term(f"found_{field}" if kept else "found_by", one.term)
        if not one.number or field:
            return term
        number = tantivy.Query.regex_query(self.schema, "number", f"{one.number}.*")
        return self._one_of([term, number])

    def _any_of(self, name: str, values: Sequence[str]) -> Any:
        self._known(name, self.declaration.filtered)
        if len(values) == 1:
            return self._term(f"facet_{name}", values[0])
        return tantivy.Query.term_set_query(self.schema, f"facet_{name}", list(values))

    def _coded(self, held: Mapping[str, Sequence[str]]) -> Any:
        """All of these filters by their combinations: one list of documents is gone through instead of one for each."""
        any_code = f"[^{BETWEEN_CODES}]*"
        codes = [f"({'|'.join(held[name])})" if name in held else any_code for name in self.declaration.coded]
        return tantivy.Query.regex_query(self.schema, CODED, BETWEEN_CODES.join(codes))

    def _between(self, name: str, low: Bound, high: Bound) -> Any:
        self._known(name, self.declaration.bounded)
        kind = tantivy.FieldType.Integer
        return tantivy.Query.range_query(self.schema, f"range_{name}", kind, _integer(low), _integer(high))

    def _word(self, word: str) -> Any:
        return self._term("words", word, "freq")

    def _term(self, field: str, value: str, option: str = "basic") -> Any:
        return tantivy.Query.term_query(self.schema, field, value, option)

    @staticmethod
    def _all_of(conditions: Sequence[Any]) -> Any:
        return tantivy.Query.boolean_query([(Must, one) for one in conditions]) if conditions else None

    @staticmethod
    def _one_of(conditions: Sequence[Any]) -> Any:
        return tantivy.Query.boolean_query([(Should, one) for one in conditions])

    @staticmethod
    def _without(unwanted: Any) -> Any:
        return tantivy.Query.boolean_query([(Must, tantivy.Query.all_query()), (MustNot, unwanted)])

    @staticmethod
    def _silent(query: Any) -> Any:
        return tantivy.Query.const_score_query(query, 0.0)

    @staticmethod
    def _known(name: str, names: Sequence[str]) -> None:
        if name not in names:
            raise KeyError(f"the index declares no {name}")


def _is_code(value: str) -> bool:
    """Nothing that means something in a pattern."""
    return value.isascii() and value.isidentifier()


def _integer(value: Bound) -> int | None:
    """Dates count by days, so that they are compared like numbers."""
    return value.toordinal() if isinstance(value, date) else value
