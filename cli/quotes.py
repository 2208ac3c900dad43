"""What is wrong with the file of quoted figures, told beside whatever was made with the rest of it."""

from cli.output import errors


def tell_unread_quotes(collection: str) -> None:
    """Each line of the file that was not used, on stderr: stdout may be JSON."""
    from indicators.quoted_file import read_quotes

    for trouble in read_quotes(collection).troubles:
        errors.print(trouble, style="yellow", soft_wrap=True)
