"""What an assessment of many systems looks like: as a table, in Markdown, as JSON and as a workbook."""
