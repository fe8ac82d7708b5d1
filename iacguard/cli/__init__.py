"""The command line: flags to options, report to renderer, exit code."""
