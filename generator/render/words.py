"""The few words that the typesetter itself prints, by language."""
from __future__ import annotations

_ENGLISH = {
    "contents": "Contents", "law": "Law", "form_note": "Form to use", "low": "Low", "medium": "Medium", "high": "High",
    "approved": "Approved by", "copies": "Copies", "signature": "Signature and date", "logo": "Logo of",
}  # fmt: skip
_FRENCH = {
    "contents": "Table des matières", "law": "Loi", "form_note": "Formulaire", "low": "Faible", "medium": "Moyen",
    "high": "Élevé", "approved": "Approuvé par", "copies": "Exemplaires", "signature": "Signature et date", "logo": "Logo de",
}  # fmt: skip


def words(language: str) -> dict[str, str]:
    """The words for a language tag ("en-CA"); English where we have no others."""
    return _FRENCH if language.lower().startswith("fr") else _ENGLISH
