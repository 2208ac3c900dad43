"""What is written for schools: templates, workbooks of returns, copies of their own files."""
