"""A form drawn for tests, filled in by two people, and what a poor photo makes of it."""

from collections.abc import Sequence

import cv2
import numpy as np

PRINTED = ["AVALDUS", "Eesnimi", "Perekonnanimi", "Isikukood", "Aadress", "Arvelduskonto", "Kuupaev", "Allkiri"]
MARI = ["", "Mari", "Maasikas", "48903150015", "Tammiku 5 Rakvere", "EE382200221020145685", "20.11.2026", "M Maasikas"]
JURI = ["", "Juri", "Tamm", "38001085718", "Kase 17 Narva", "EE471000001020145685", "03.10.2025", "J Tamm"]


def form(filled: Sequence[str]) -> np.ndarray:
    """A page of print, 1240 x 1754, with what was written into it."""
    page = np.full((1754, 1240), 255, np.uint8)
    for number, (label, value) in enumerate(zip(PRINTED, filled, strict=True)):
        y = 150 + number * 190
        cv2.putText(page, label, (90, y), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 0, 2, cv2.LINE_AA)
        cv2.rectangle(page, (80, y + 25), (1150, y + 110), 0, 2)
        cv2.putText(page, value, (110, y + 85), cv2.FONT_HERSHEY_COMPLEX, 1.5, 0, 2, cv2.LINE_AA)
    return page


def photographed(page: np.ndarray, seed: int = 1) -> np.ndarray:
    """Askew, small, blurred, in uneven light and noisy."""
    corners = np.array([[0, 0], [1240, 0], [1240, 1754], [0, 1754]], np.float32)
    seen = np.array([[60, 90], [790, 30], [850, 1120], [20, 1180]], np.float32)
    turn = cv2.getPerspectiveTransform(corners, seen)
    photo = cv2.warpPerspective(page, turn, (870, 1230), borderValue=120).astype(np.float32)
    photo = cv2.GaussianBlur(photo, (0, 0), 0.8) * np.linspace(0.6, 1.0, 870)[None, :]
    noise = np.random.default_rng(seed).normal(0, 4, photo.shape)
    return np.clip(photo + noise, 0, 255).astype(np.uint8)
