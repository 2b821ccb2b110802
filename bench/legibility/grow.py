"""Grows the trees of capture/foretold.py. Runs in the peers' environment, where scikit-learn is.

python -m bench.legibility.grow pages.json trees.json: reads [{"document", "traits", "recall", "weight"}], writes the
trees, and prints for every page what trees say of it that have not seen any page of its document.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import GroupKFold

_FOLDS = 8
_DIGITS = 5


def main() -> None:
    pages = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    names = sorted(pages[0]["traits"])
    x = np.array([[page["traits"][name] for name in names] for page in pages], np.float32)
    recall, weight = (np.array([page[key] for page in pages]) for key in ("recall", "weight"))
    foretold = np.zeros(len(pages))
    folds = GroupKFold(_FOLDS, shuffle=True, random_state=0)
    for seen, held in folds.split(x, recall, [page["document"] for page in pages]):
        foretold[held] = _grown(x[seen], recall[seen], weight[seen]).predict(x[held])
    Path(sys.argv[2]).write_text(json.dumps(_as_data(_grown(x, recall, weight), names)) + "\n", "utf-8")
    print(json.dumps([round(float(each), 4) for each in np.clip(foretold, 0, 1)]))


def _grown(x: np.ndarray, recall: np.ndarray, weight: np.ndarray) -> GradientBoostingRegressor:
    trees = GradientBoostingRegressor(
        n_estimators=400, learning_rate=0.03, max_depth=4, subsample=0.6, max_features=0.25, min_samples_leaf=8,
        random_state=0,
    )  # fmt: skip
    return trees.fit(x, recall, weight)


def _as_data(model: GradientBoostingRegressor, names: list[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"names": names, "start": round(float(model.init_.constant_.item()), _DIGITS)}
    told |= {key: [] for key in ("root", "trait", "threshold", "small", "large", "value")}
    for grown in model.estimators_[:, 0]:
        tree, base = grown.tree_, len(told["trait"])
        told["root"].append(base)
        leaf = tree.children_left < 0
        told["trait"] += np.where(leaf, -1, tree.feature).tolist()
        told["threshold"] += [float(np.float32(each)) for each in tree.threshold]
        told["small"] += np.where(leaf, -1, tree.children_left + base).tolist()
        told["large"] += np.where(leaf, -1, tree.children_right + base).tolist()
        told["value"] += [round(model.learning_rate * float(each), _DIGITS) for each in tree.value[:, 0, 0]]
    return told


if __name__ == "__main__":
    main()
