"""Each module here reads one import format into plain values; `book/answer_import.py` decides what to do with them.

module               reads
-------------------  -----------------------------------------------------------------------------
`workbook_file.py`   any workbook, within limits, into sheets of cells; it alone knows calamine
`csv_file.py`        any CSV file into rows
`answer_fields.py`   what a cell of either says in one field of an answer
`question_grid.py`   a company's own table of questions, for `levelbook questionnaire import`
`xlsx.py`            a workbook of `levelbook export xlsx` that somebody answered
`answers_csv.py`     a CSV file of `levelbook export csv` that somebody answered
`samm_assessments.py`, `ciso_assistant_csv.py`, `oscal_results.py`  assessments made with other tools
`tickets_csv.py`     issues of a tracker, some of which were created from steps
"""
