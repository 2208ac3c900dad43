"""The processes in which foreign files are opened, unpacked and marked: pipes, limits, pools."""
