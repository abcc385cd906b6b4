"""`python -m tests.sheets.learn OUT.npz FONT…`: makes the weights of page_turn anew, from drawn pages alone.

Chinese fonts draw the papers; Latin ones, told apart by "Latin:" before their path, the English pages. Those that
ship were learnt from Noto Sans and Serif, WenQuanYi, AR PL UKai and UMing, Liberation and DejaVu; never from
Fandol, in which `python -m tests.sheets` draws.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.reading.pages.turn import DPI, windows_of
from tests.sheets import drawn
from tests.sheets.measure import at
from tests.sheets.scanned import scanned

_PAPERS = (drawn.prose, drawn.prose, drawn.form, drawn.account, drawn.wide_account, drawn.cover, drawn.sparse,
           drawn.certificate, drawn.chart, drawn.card, drawn.script)  # fmt: skip
_NOTHING = (drawn.photos, drawn.texture, drawn.texture, drawn.texture, drawn.logo_sheet, drawn.seal_only, drawn.empty_frame)
_LEVELS = 32  # by which windows are kept as bytes
Labelled = tuple[NDArray[np.int8], int]


def shown(papers: int) -> Iterator[Labelled]:
    """Windows and the quarter turn they lie at; 4 for no writing."""
    chance = np.random.default_rng(101)
    latin = [face[6:] for face in sys.argv[2:] if face.startswith("Latin:")]
    chinese = [face for face in sys.argv[2:] if not face.startswith("Latin:")]
    for number in range(papers):
        kind = number % 8
        makers, faces = (_NOTHING, chinese) if kind > 5 else ((drawn.english,), latin) if kind == 5 else (_PAPERS, chinese)
        with drawn.faces(*faces):
            page = makers[int(chance.integers(len(makers)))](chance)
        grey = at(scanned(page, chance), DPI)[:, :, 1]
        for lying, windows in enumerate(windows_of(grey, most=450)):
            kept = (windows * _LEVELS).clip(-127, 127).astype(np.int8)
            turn = 3 if lying else 0
            yield kept, 4 if kind > 5 else turn
            yield kept[:, ::-1], 4 if kind > 5 else (turn + 2) % 4


def learnt(seen: NDArray[np.int8], truth: NDArray[np.intp], hidden: int = 96, rounds: int = 10) -> list[NDArray[np.float32]]:
    """Adam on the cross entropy, each answer weighing the same; prints how many of each it gets right."""
    chance, batch = np.random.default_rng(0), 512
    order = chance.permutation(len(seen))
    order, held = order[len(order) // 20 :], order[: len(order) // 20]
    weight = len(truth) / 5 / np.bincount(truth, minlength=5)
    wide = seen.shape[1]
    layers = [chance.normal(0, (2 / wide) ** 0.5, (wide, hidden)), np.zeros(hidden), chance.normal(0, hidden**-0.5, (hidden, 5)), np.zeros(5)]
    layers = [layer.astype("f4") for layer in layers]
    mean, square = ([np.zeros_like(layer) for layer in layers] for _ in range(2))
    steps, step = rounds * (len(order) // batch), 0
    for number in range(rounds):
        chance.shuffle(order)
        for start in range(0, len(order) - batch + 1, batch):
            which = order[start : start + batch]
            windows, answer = seen[which].astype("f4") / _LEVELS, truth[which]
            windows += chance.standard_normal(windows.shape, dtype="f4") * np.float32(0.1)
            inner = np.maximum(windows @ layers[0] + layers[1], 0)
            share = _shares(inner @ layers[2] + layers[3])
            share[np.arange(batch), answer] -= 1
            share *= (weight[answer] / batch)[:, None].astype("f4")
            back = (share @ layers[2].T) * (inner > 0)
            slopes = [windows.T @ back + 1e-4 * layers[0], back.sum(0), inner.T @ share + 1e-4 * layers[2], share.sum(0)]
            step += 1
            rate = 1e-3 * (1 + np.cos(np.pi * step / steps)) + 1e-5
            for layer, slope, first, second in zip(layers, slopes, mean, square, strict=True):
                first += 0.1 * (slope - first)
                second += 0.001 * (slope**2 - second)
                layer -= (rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)).astype("f4")
        told = (np.maximum(seen[held].astype("f4") / _LEVELS @ layers[0] + layers[1], 0) @ layers[2] + layers[3]).argmax(1)
        print(number, [f"{(told[truth[held] == one] == one).mean():.3f}" for one in range(5)], flush=True)
    return layers


def _shares(answers: NDArray[np.float32]) -> NDArray[np.float32]:
    share = np.exp(answers - answers.max(axis=1, keepdims=True))
    return share / share.sum(axis=1, keepdims=True)


if __name__ == "__main__":
    labelled = list(shown(800))
    windows = np.concatenate([windows for windows, _ in labelled])
    truth = np.concatenate([np.full(len(windows), turn) for windows, turn in labelled])
    first, first_bias, second, second_bias = (layer.astype("f2") for layer in learnt(windows, truth))
    np.savez_compressed(sys.argv[1], first=first, first_bias=first_bias, second=second, second_bias=second_bias)
