"""One module for each command: `add_arguments(parser)` and `handle(args) -> exit code`."""
