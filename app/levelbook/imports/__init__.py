"""Each module here reads one format that comes in: bytes become plain values, of which `book/taking_in.py` decides.

module               reads
-------------------  -----------------------------------------------------------------------------
`workbook_file.py`   any workbook, within limits, into sheets of cells; it alone knows calamine
`xlsx.py`            a workbook of `levelbook export xlsx` that somebody answered
`answers_csv.py`     a CSV file of `levelbook export csv` that somebody answered
"""
