"""The exceptions of siegert. The compiled library raises them, with its own messages."""


class Error(Exception):
    """What every exception of siegert derives from."""


class InvalidParameter(Error, ValueError):
    """An argument violates a documented condition. The message names argument, condition and value."""


class ParameterFileError(InvalidParameter):
    """The content of a parameter file is not what it has to be.

    The message reads "file:line: key: expected ..., found ...", of text "network text, line 3: key: ...", of a dictionary or network
    "key: ...".

    Attributes
    ----------
    file : str
        As given to `load_network`; "network text" for text; empty for a dictionary or network.
    line : int
        The first line is 1; 0 where no single line is to blame.
    key : str
        The parameter, empty where none is to blame.
    """

    def __init__(self, message, file="", line=0, key=""):
        super().__init__(message)
        self.file = file
        self.line = line
        self.key = key


class AccuracyNotReached(Error):
    """A result was required to be converged and is not. The message says how far it got."""


class FileError(Error, OSError):
    """A file cannot be read or written. The message names the path and the reason."""


for _error in (Error, InvalidParameter, ParameterFileError, AccuracyNotReached, FileError):
    _error.__module__ = "siegert"
