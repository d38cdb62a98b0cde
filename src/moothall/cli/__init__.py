"""The command line: one program, `moothall`."""
