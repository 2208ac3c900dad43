"""What goes out to schools and offices: slips, marked copies, templates, and all of it as one zip."""
