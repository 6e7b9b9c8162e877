"""How records (networks, results) look in a terminal and in a notebook, and when two are equal."""
import html as _html
import numbers
import typing

import numpy as np

_ROWS = 24  # longer columns are cut in the middle
LAYOUTS: dict[type, typing.Callable] = {}  # class: its own way to be shown, as `_layout`


def _unit(doc):
    """The unit that a field's description names: the first text in square brackets."""
    start = doc.find("[")
    return doc[start + 1:doc.find("]", start)] if start >= 0 else ""


def _number(value):
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Real):
        return f"{value:.6g}"
    if isinstance(value, numbers.Complex):
        return f"{value:.5g}"
    return str(value)


def _shape(array):
    return " x ".join(map(str, array.shape))


def _is_matrix_to_show(value):
    return isinstance(value, np.ndarray) and value.ndim == 2 and 0 < value.size <= 100


def _summary(value):
    """One line for a value that is no column of the table."""
    if isinstance(value, np.ndarray):
        if value.size == 0:
            return "(empty)"
        if value.ndim == 1 and value.size <= 6:
            return " ".join(map(_number, value))
        kind = "complex " if np.iscomplexobj(value) else ""
        if np.iscomplexobj(value) or value.dtype.kind not in "fiu":
            return f"{kind}array, {_shape(value)}"
        return f"array, {_shape(value)}, {_number(value.min())} ... {_number(value.max())}"
    if isinstance(value, (tuple, list, dict)):
        if len(value) == 0:
            return "(none)"
        if len(value) <= 6 and all(isinstance(entry, (str, numbers.Number)) for entry in value):
            return ", ".join(map(_number, value))
        return f"{len(value)} entries"
    if isinstance(value, str):
        return repr(value)
    if hasattr(value, "_fields"):
        return type(value).__name__
    return _number(value)


def _population_names(record):
    """The populations that the record names itself, or in the checks of its validity."""
    if hasattr(record, "populations"):
        return record.populations
    return tuple(dict.fromkeys(check.population for check in getattr(record, "validity", ())))


def _layout(record):
    """Fields as (labels of the rows, columns of that length, everything else)."""
    if type(record) in LAYOUTS:
        return LAYOUTS[type(record)](record)
    fields = [(name, _unit(doc), getattr(record, name)) for name, doc in record._fields.items()]
    labels = _population_names(record)
    vectors = [field for field in fields if isinstance(field[2], np.ndarray) and field[2].ndim == 1 and field[2].size]
    if not any(len(value) == len(labels) for _, _, value in vectors):  # a record of something else than populations
        labels = [str(k) for k in range(vectors[0][2].size)] if len(vectors) > 1 else ()
    columns = [field for field in vectors if len(field[2]) == len(labels)]
    if not columns:
        return [], [], fields
    chosen = {"populations", *(name for name, _, _ in columns)}
    return list(labels), columns, [field for field in fields if field[0] not in chosen]


def _rows_to_show(length):
    if length <= _ROWS:
        return list(range(length))
    return [*range(_ROWS // 2), None, *range(length - _ROWS // 2, length)]


def _heading(name, unit):
    return f"{name} [{unit}]" if unit else name


def _matrix_lines(value):
    return ["    " + line for line in np.array2string(value, precision=5, max_line_width=110).splitlines()]


def text(record):
    """The text that `repr` shows."""
    values = {name: getattr(record, name) for name in record._fields}
    if all(isinstance(value, (str, numbers.Number)) for value in values.values()):
        content = ", ".join(f"{name}={_summary(value)}" for name, value in values.items())
        return f"{type(record).__name__}({content})"
    labels, columns, rest = _layout(record)
    lines = [type(record).__name__]
    width = max((len(_heading(name, unit)) for name, unit, _ in rest), default=0)
    for name, unit, value in rest:
        if _is_matrix_to_show(value):
            lines += [f"  {_heading(name, unit)}", *_matrix_lines(value)]
        else:
            lines.append(f"  {_heading(name, unit):{width}}  {_summary(value)}")
    if columns:
        headings = [_heading(name, unit) for name, unit, _ in columns]
        shown = _rows_to_show(len(labels))
        cells = [["..."] * (len(columns) + 1) if k is None else
                 [labels[k], *(_number(value[k]) for _, _, value in columns)] for k in shown]
        widths = [max(map(len, column)) for column in zip(["", *headings], *cells)]
        for row in [["", *headings], *cells]:
            first = f"{row[0]:<{widths[0]}}"
            lines.append(("  " + "  ".join([first, *(f"{c:>{w}}" for c, w in zip(row[1:], widths[1:]))])).rstrip())
    return "\n".join(lines)


def html(record):
    """The table that a notebook shows."""
    labels, columns, rest = _layout(record)
    docs = {**dict.fromkeys((name for name, _, _ in columns + rest), ""), **record._fields}

    def cell(tag, content, title=""):
        title = f' title="{_html.escape(title)}"' if title else ""
        return f"<{tag}{title}>{_html.escape(content)}</{tag}>"

    parts = [f"<b>{_html.escape(type(record).__name__)}</b>"]
    if columns:
        head = "".join(cell("th", _heading(name, unit), docs[name]) for name, unit, _ in columns)
        rows = []
        for k in _rows_to_show(len(labels)):
            entries = ["..."] * (len(columns) + 1) if k is None else \
                [labels[k], *(_number(value[k]) for _, _, value in columns)]
            rows.append("<tr>" + cell("th", entries[0]) + "".join(cell("td", e) for e in entries[1:]) + "</tr>")
        parts.append(f"<table><tr><th></th>{head}</tr>{''.join(rows)}</table>")
    if rest:
        rows = []
        for name, unit, value in rest:
            content = np.array2string(value, precision=5, max_line_width=110) if _is_matrix_to_show(value) else None
            shown = f"<td><pre>{_html.escape(content)}</pre></td>" if content else cell("td", _summary(value))
            rows.append("<tr>" + cell("th", _heading(name, unit), docs[name]) + shown + "</tr>")
        parts.append(f"<table>{''.join(rows)}</table>")
    return "".join(parts)


def _same(a, b):
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return np.shape(a) == np.shape(b) and bool(np.all((a == b) | ((a != a) & (b != b))))
    if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)):
        return len(a) == len(b) and all(map(_same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    return bool(a == b) or bool(a != a and b != b)


def equal(a, b):
    """Whether two records are of one type and equal in every field; NaN equals NaN."""
    if type(a) is not type(b):
        return NotImplemented
    return all(_same(getattr(a, name), getattr(b, name)) for name in a._fields)


class Dataset(typing.NamedTuple):
    """An array of a results file with its unit (SI; empty for none)."""

    values: typing.Any
    unit: str = ""


class ResultsFile(typing.NamedTuple):
    """Results with the network that they belong to and the version of the library that made them."""

    network: typing.Any
    analysis: typing.Any
    results: dict
    version: str


class Result(typing.NamedTuple):
    """A result of an answer: values, unit (SI; empty for none), the names of its axes, and what it means."""

    values: typing.Any
    unit: str = ""
    axes: tuple = ()
    meaning: str = ""


class Answer:
    """What a question is answered with: every result by name, as attribute or as ``answer["name"]``.

    Attributes
    ----------
    notes : tuple of str
        What the command line says above its tables.
    results : dict
        `Result(values, unit, axes, meaning)` by name; groups of results are answers of their own.
    """

    def __init__(self, results, notes=()):
        self.results = results
        self.notes = notes

    def __getattr__(self, name):
        if name.startswith("_") or name == "results" or name not in self.results:
            raise AttributeError(f"the answer has no result {name!r}")
        return self[name]

    def __getitem__(self, name):
        found = self.results[name]
        return found.values if isinstance(found, Result) else found

    def __iter__(self):
        return iter(self.results)

    def __dir__(self):
        return [*super().__dir__(), *self.results]

    @property
    def _fields(self):
        return {name: f"{found.meaning} [{found.unit}]" if found.unit else found.meaning
                for name, found in self.results.items() if isinstance(found, Result)}

    def __repr__(self):
        return text(self)

    def _repr_html_(self):
        return html(self)


for _class in (Answer, Dataset, Result, ResultsFile):
    _class.__module__ = "siegert"
