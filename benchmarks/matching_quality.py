"""How well matching finds the company that published a patent: the product against TF-IDF, on a time split.

python benchmarks/matching_quality.py                                # prints the tables
python benchmarks/matching_quality.py --write docs/matching-quality.md   # and puts them into the document
"""

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from tests.real_data import SHARED_DATA

from benchmarks.matching_split import Split, read_split
from huoshui_core.matching import Matcher, Model, load_model
from huoshui_core.matching.features import IPC

Places = NDArray[np.int64]  # by query: where the true company stands in the list, from 1
_AT_ONCE = 256


def product(split: Split, model: Model) -> Places:
    """Places in the product's own full lists. A company that is not listed takes the last place."""
    matcher = Matcher.build(split.patents, split.enterprises, model=model)
    count, parts = len(split.enterprises), -(-len(split.patents) // _AT_ONCE)
    places = []
    for part in range(parts):
        ranking = matcher.rank(per_patent=count, per_enterprise=0, part=(part, parts))
        truth = split.truth[ranking.first_patent : ranking.first_patent + len(ranking.by_patent.ids)]
        hit = ranking.by_patent.ids == truth[:, None]
        places.append(np.where(hit.any(axis=1), hit.argmax(axis=1) + 1, count))
    return np.concatenate(places)


def peer(split: Split, *, sublinear: bool) -> Places:
    """Character TF-IDF of titles plus half TF-IDF of IPC at subclass, main group and symbol; scikit-learn."""
    titles = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=sublinear)
    symbols = TfidfVectorizer(analyzer=levels, sublinear_tf=sublinear)
    profiles = sparse.hstack(
        [
            titles.fit_transform(" ".join(company.texts) for company in split.enterprises),
            symbols.fit_transform(list(counted(company.ipc)) for company in split.enterprises),
        ]
    )
    queries = sparse.hstack(
        [
            titles.transform(patent.title for patent in split.patents),
            symbols.transform(list(patent.ipc) for patent in split.patents) * 0.5,
        ]
    )
    return places_of(queries.tocsr(), profiles.tocsr().T.tocsr(), split.truth)


def counted(ipc: Mapping[str, float]) -> Iterator[str]:
    for symbol, count in ipc.items():
        yield from [symbol] * int(count)


def levels(symbols: list[str]) -> list[str]:
    return [level for symbol in symbols for level in (symbol[:4], symbol.split("/")[0], symbol)]


def places_of(queries: sparse.csr_matrix, profiles: sparse.csr_matrix, truth: Places) -> Places:
    places = []
    for at in range(0, queries.shape[0], _AT_ONCE):
        scores = (queries[at : at + _AT_ONCE] @ profiles).toarray()
        own = truth[at : at + _AT_ONCE, None]
        score = np.take_along_axis(scores, own, axis=1)
        earlier = (scores == score) & (np.arange(scores.shape[1]) < own)
        places.append(1 + (scores > score).sum(axis=1) + earlier.sum(axis=1))
    return np.concatenate(places)


def line(name: str, places: Places) -> str:
    hits = " | ".join(f"{np.mean(places <= k):.3f}" for k in (1, 10, 100))
    return f"| {name} | {places.size:,} | {hits} | {np.mean(1 / places):.3f} | {np.median(places):.0f} |"


def table(rows: Iterable[str]) -> str:
    head = "| | queries | hit@1 | hit@10 | hit@100 | MRR | median place |\n|---|---|---|---|---|---|---|"
    return "\n".join([head, *rows])


def without(model: Model, *features: str) -> Model:
    return replace(model, weights={**model.weights, **dict.fromkeys(features, 0.0)})


def measure(split: Split) -> dict[str, str]:
    model = load_model()
    answers: dict[str, Places] = {
        "peer: TF-IDF, sublinear": peer(split, sublinear=True),
        "peer: TF-IDF, plain counts": peer(split, sublinear=False),
        f"**product, model {model.version}**": product(split, model),
    }
    ours = answers[f"**product, model {model.version}**"]
    parts: dict[str, Callable[[Model], Model]] = {
        "words only": lambda m: without(m, "shared_fragments", *IPC),
        "fragments only": lambda m: without(m, "shared_words", *IPC),
        "IPC only": lambda m: without(m, "shared_words", "shared_fragments"),
        "without IPC": lambda m: without(m, *IPC),
        "without fragments": lambda m: without(m, "shared_fragments"),
        "without depth": lambda m: replace(m, depth_power=0.0),
    }
    groups = {
        "the company has filed in this subclass (in field)": split.in_field,
        "it has not (out of field)": ~split.in_field,
        "the very title is in the profile": split.repeated,
        "it is not": ~split.repeated,
    }
    held_out = ~split.tuning
    return {
        "held-out": table(line(name, places[held_out]) for name, places in answers.items()),
        "all": table(line(name, places) for name, places in answers.items()),
        "groups": table(line(name, ours[group]) for name, group in groups.items()),
        "parts": table(line(name, product(split, change(model))[held_out]) for name, change in parts.items()),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=SHARED_DATA)
    arguments.add_argument("--write", type=Path)
    chosen = arguments.parse_args()
    split = read_split(chosen.data)
    tables = measure(split)
    counts = (
        f"{len(split.enterprises):,} companies, {len(split.patents):,} queries ({split.tuning.sum():,} for tuning)."
    )
    for name, text in {"counts": counts, **tables}.items():
        print(f"\n{name}\n\n{text}")
        if chosen.write:
            into(chosen.write, name, text)


def into(document: Path, name: str, text: str) -> None:
    """Put a table between its two markers; a document without them is a mistake."""
    marked = re.compile(f"(<!-- {name} -->\n)(?:(?!<!-- ).)*(<!-- end -->)", re.DOTALL)
    changed, found = marked.subn(
        lambda match: f"{match[1]}\n{text}\n\n{match[2]}", document.read_text(encoding="utf-8")
    )
    if found != 1:
        raise SystemExit(f"{document}: no place for {name}")
    document.write_text(changed, encoding="utf-8")


if __name__ == "__main__":
    main()
