"""This module recognises a text that a spreadsheet wrote in place of what a cell should hold.

Saved as CSV, or copied as text, an error becomes a word such as `#REF!`, and a number in a narrow column `####`.
"""

from __future__ import annotations

import re
from typing import Final

HOLDS_ERROR: Final = "holds an error"
# In the language of the spreadsheet: #NAME? is #NOM? in French, #VALUE! is #ЗНАЧ! in Russian, #N/A is #NV in German. A
# rule knows those with a mark at the end, and the others are listed: `#TEAM_A` is what people write.
_ERROR: Final = re.compile(r"#[¡¿]?[^\W\d_][\w/]*[!?]|#[^\W\d_]/[^\W\d_]")
_WITHOUT_A_MARK: Final = frozenset(
    f"#{word}"
    for word in (
        # #N/A
        *("NV", "YOK", "SAKNAS", "HIÁNYZIK", "NENÍ_K_DISPOZICI", "NEDOSTUPNÝ", "NEDOSTUPNÉ"),
        # #GETTING_DATA
        *("GETTING_DATA", "DATEN_ABRUFEN", "OBTENTION_DONNEES", "CHARGEMENT_DONNEES", "OBTENIENDO_DATOS"),
        *("RECUPERO_DATI", "OBTENDO_DADOS", "GEGEVENS_OPHALEN", "POBIERANIE_DANYCH", "ZÍSKÁVÁNÍ_DAT"),
        *("ПОЛУЧЕНИЕ_ДАННЫХ", "VERİ_ALINIYOR", "HÄMTAR_DATA", "HENTER_DATA", "NOUDETAAN_TIETOJA"),
        *("ADATOK_BEKÉRÉSE", "ZÍSKAVAJÚ_SA_ÚDAJE"),
    )
)
# LibreOffice's errors with a number, from `Err:501` on, with the word for “error” of its own language.
_ERROR_WORDS: Final = (
    *("Err", "Erro", "Fehler", "Fout", "Fel", "Feil", "Fejl", "Virhe", "Viga", "Błąd", "Chyba", "Hiba", "Hata"),
    *("Napaka", "Greška", "Eroare", "Klaida", "Kļūda", "Ошибка", "Помилка", "Памылка", "Грешка", "Σφάλμα"),
    *("エラー", "错误", "錯誤", "오류", "שגיאה", "خطأ"),
)
_WITHOUT_A_NAME: Final = re.compile(rf"#+|({'|'.join(_ERROR_WORDS)})\s?[:：][0-9]{{3}}")


def is_cell_error(text: str) -> bool:
    """Tell whether a cell holds nothing but an error of a spreadsheet."""
    said = text.strip()
    if said in _WITHOUT_A_MARK or _WITHOUT_A_NAME.fullmatch(said):
        return True
    return said.isupper() and _ERROR.fullmatch(said) is not None
