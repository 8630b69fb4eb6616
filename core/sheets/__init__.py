"""Spreadsheets as people send them: workbooks and CSV files, read cell by cell into typed rows, and written again."""
