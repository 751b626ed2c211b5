"""What a spreadsheet writes in place of a value is told apart from what people write."""

from __future__ import annotations

import pytest

from levelbook.core.text.cell_error import is_cell_error


@pytest.mark.parametrize(
    "cell",
    [
        *("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#SPILL!", "#NV", "#BEZUG!", "#¿NOMBRE?", "#¡DIV/0!"),
        *("#ЗНАЧ!", "#ИМЯ?", "#Н/Д", "#DEĞER!", "#ČÍSLO!", "#NÁZEV?", "#ΤΙΜΗ!", "#Δ/Υ", "#HIÁNYZIK", "#I/T"),
        *("#NENÍ_K_DISPOZICI", "#DĚLENÍ_NULOU!", "#NEDOSTUPNÝ", "#PUUTTUU!", "#ПОЛУЧЕНИЕ_ДАННЫХ", "#DATEN_ABRUFEN"),
        *("Ошибка:502", "Chyba:508", "Błąd:502", "Hiba:522", "エラー:504", "Erro:502"),
        *("Err:502", "Err :502", " ##### \n"),
    ],
)
def test_an_error_is_recognised(cell: str) -> None:
    assert is_cell_error(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "#12",
        "#team-a",
        "#1 of 3!",
        "#重要!",
        "#wow!",
        "#Neu!",
        "#a/b",
        "The sheet says #REF!",
        "# Heading",
        "Error: 502",
        "Ошибка: 502",
        "Ошибка:502 в журнале",
        "Port:502",
        "#TEAM_A",
        "#НАША_КОМАНДА",
    ],
)
def test_words_about_an_error_or_with_a_number_sign_are_none(cell: str) -> None:
    assert not is_cell_error(cell)
