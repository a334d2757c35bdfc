"""Tables that people send as files: XLSX and CSV, read row by row as text, whatever somebody put into them."""
