"""Units: pint's registry where pint is installed, else the few units of parameter files."""
import re

import numpy as np

try:
    import pint
except ImportError:
    pint = None


def is_quantity(value):
    """Whether the value has a unit, of whichever registry."""
    return hasattr(value, "magnitude") and hasattr(value, "to_base_units")


def si_number(value):
    """The value in SI units without its unit; what has no unit is returned as it is."""
    return value.to_base_units().magnitude if is_quantity(value) else value


# Name: exponents of second, volt, ampere, metre, and the SI value. Farad and ohm follow from these.
_BASE_UNITS = {
    "second": ((1, 0, 0, 0), 1.0), "hertz": ((-1, 0, 0, 0), 1.0), "volt": ((0, 1, 0, 0), 1.0),
    "ampere": ((0, 0, 1, 0), 1.0), "meter": ((0, 0, 0, 1), 1.0), "farad": ((1, -1, 1, 0), 1.0),
    "ohm": ((0, 1, -1, 0), 1.0), "siemens": ((0, -1, 1, 0), 1.0), "dimensionless": ((0, 0, 0, 0), 1.0),
}
_SYMBOLS = {"s": "second", "seconds": "second", "Hz": "hertz", "V": "volt", "A": "ampere", "m": "meter",
            "metre": "meter", "meters": "meter", "F": "farad", "Ohm": "ohm", "S": "siemens"}
_PREFIXES = {"": 1.0, "f": 1e-15, "p": 1e-12, "n": 1e-9, "u": 1e-6, "µ": 1e-6, "m": 1e-3, "c": 1e-2, "k": 1e3,
             "M": 1e6, "G": 1e9}
_LONG_PREFIXES = {"": "", "femto": "f", "pico": "p", "nano": "n", "micro": "u", "milli": "m", "centi": "c",
                  "kilo": "k", "mega": "M", "giga": "G"}
_PREFIX_NAMES = {short: long for long, short in _LONG_PREFIXES.items()}


def _named_unit(name):
    """(prefix, base unit) of one name such as mV, millivolt or hertz."""
    for long_form, short in _LONG_PREFIXES.items():
        rest = name[len(long_form):]
        base = _SYMBOLS.get(rest, rest) if not long_form or len(rest) > 2 else rest
        if name.startswith(long_form) and base in _BASE_UNITS:
            return short, base
    for short in _PREFIXES:
        if name.startswith(short) and name[len(short):] in _SYMBOLS:
            return short, _SYMBOLS[name[len(short):]]
    raise ValueError(f"unit {name!r} is not known; install pint for more units")


class Unit:
    """A product of powers of units, such as hertz / millivolt."""

    def __init__(self, text):
        self.dimension, self.factor, self._parts = np.zeros(4, int), 1.0, []
        sign = 1
        for operator, name, power in re.findall(
                r"(/|\*(?!\*))?\s*([A-Za-zµ]+|1(?:\.0)?)\s*(?:(?:\*\*|\^)\s*\(?(-?\d+)\)?)?", str(text)):
            sign = -1 if operator == "/" else 1
            if name[0] == "1":
                continue
            exponent = sign * int(power or 1)
            prefix, base = _named_unit(name)
            self.dimension = self.dimension + exponent * np.array(_BASE_UNITS[base][0])
            self.factor *= _PREFIXES[prefix] ** exponent
            if base != "dimensionless":
                self._parts.append((_PREFIX_NAMES.get(prefix, "micro") + base, exponent))

    def __str__(self):
        def product(parts):
            return " * ".join(name if power == 1 else f"{name} ** {power}" for name, power in parts)
        above = product([part for part in self._parts if part[1] > 0])
        below = [(name, -power) for name, power in self._parts if power < 0]
        if not self._parts:
            return "dimensionless"
        return " / ".join([above or "1"] + [product([part]) for part in below])

    __repr__ = __str__

    def __eq__(self, other):
        other = other if isinstance(other, Unit) else Unit(other)
        return self.factor == other.factor and np.array_equal(self.dimension, other.dimension)

    def __hash__(self):
        return hash((self.factor, tuple(self.dimension)))

    def __mul__(self, other):
        return Quantity(1.0, self) * other

    __rmul__ = __mul__

    def __truediv__(self, other):
        return Quantity(1.0, self) / other

    def __rtruediv__(self, other):
        return other / Quantity(1.0, self)

    def __pow__(self, power):
        result = Unit("")
        result.dimension, result.factor = self.dimension * power, self.factor ** power
        result._parts = [(name, exponent * power) for name, exponent in self._parts]
        return result


class Quantity:
    """A number or array with a unit; arithmetic that needs other units than those of parameter files needs pint."""

    __array_ufunc__ = None  # array * quantity is a quantity

    def __init__(self, magnitude, units=""):
        if isinstance(magnitude, Quantity):
            magnitude = magnitude.to(units or magnitude.units).magnitude
        self.magnitude = np.asarray(magnitude) if isinstance(magnitude, (list, tuple)) else magnitude
        self.units = units if isinstance(units, Unit) else Unit(units)

    def __repr__(self):
        return f"{self.magnitude} {self.units}"

    def to(self, units):
        units = units if isinstance(units, Unit) else Unit(units)
        if not np.array_equal(units.dimension, self.units.dimension):
            raise ValueError(f"{self.units} cannot be converted to {units}")
        return Quantity(self.magnitude * (self.units.factor / units.factor), units)

    def ito(self, units):
        converted = self.to(units)
        self.magnitude, self.units = converted.magnitude, converted.units

    def to_base_units(self):
        base = Unit("")
        base.dimension = self.units.dimension
        base._parts = [(_named_unit(name)[1], power) for name, power in self.units._parts]
        return Quantity(self.magnitude * self.units.factor, base)

    def _other(self, other):
        return other if isinstance(other, Quantity) else Quantity(1.0, other) if isinstance(other, Unit) \
            else Quantity(other)

    def _with_unit_of_product(self, magnitude, other, sign):
        unit = Unit("")
        unit.dimension = self.units.dimension + sign * other.units.dimension
        unit.factor = self.units.factor * other.units.factor ** sign
        powers = dict(self.units._parts)
        for name, power in other.units._parts:
            powers[name] = powers.get(name, 0) + sign * power
        unit._parts = [(name, power) for name, power in powers.items() if power]
        return Quantity(magnitude, unit)

    def __mul__(self, other):
        other = self._other(other)
        return self._with_unit_of_product(self.magnitude * other.magnitude, other, 1)

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = self._other(other)
        return self._with_unit_of_product(self.magnitude / other.magnitude, other, -1)

    def __rtruediv__(self, other):
        return self._other(other) / self

    def __add__(self, other):
        return Quantity(self.magnitude + self._other(other).to(self.units).magnitude, self.units)

    def __sub__(self, other):
        return Quantity(self.magnitude - self._other(other).to(self.units).magnitude, self.units)

    def __neg__(self):
        return Quantity(-self.magnitude, self.units)

    def _compared(self, other):
        zero = not isinstance(other, Quantity) and np.all(np.equal(other, 0))
        return other if zero else self._other(other).to(self.units).magnitude

    def __lt__(self, other):
        return self.magnitude < self._compared(other)

    def __gt__(self, other):
        return self.magnitude > self._compared(other)

    def __eq__(self, other):
        return self.magnitude == self._compared(other)

    __hash__ = None

    def __getitem__(self, index):
        return Quantity(self.magnitude[index], self.units)

    def __len__(self):
        return len(self.magnitude)

    @property
    def shape(self):
        return np.shape(self.magnitude)


class Registry:
    """What stands in for pint.UnitRegistry."""

    Quantity = Quantity
    Unit = Unit

    def __call__(self, text):
        return self.parse_expression(text)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Unit(name)

    def parse_expression(self, text):
        return Quantity(1.0, Unit(text))


ureg = pint.UnitRegistry() if pint else Registry()


def base_unit(unit):
    """The unit without its prefixes: volt / second for volt / millisecond."""
    def without_prefix(match):
        name = match.group()
        if pint:
            names = ureg.parse_unit_name(name)
            return names[0][1] if names else name
        return _named_unit(name)[1]
    return re.sub(r"[A-Za-zµ_]+", without_prefix, str(ureg.Unit(unit)))
