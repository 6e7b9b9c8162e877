#include <siegert/error.hpp>
#include <siegert/io/quantity.hpp>

#include "io/unit.hpp"
#include "trimmed.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace siegert {
namespace io {
namespace {

struct DimensionNames {
    Dimension dimension;
    std::string_view description;
    std::string_view si;
    std::string_view customary;
};

constexpr std::array dimension_names{
    DimensionNames{Dimension::dimensionless, "a number without unit", "", ""},
    DimensionNames{Dimension::time, "a time", "s", "ms"},
    DimensionNames{Dimension::voltage, "a voltage", "V", "mV"},
    DimensionNames{Dimension::current, "a current", "A", "pA"},
    DimensionNames{Dimension::capacitance, "a capacitance", "F", "pF"},
    DimensionNames{Dimension::frequency, "a frequency", "Hz", "Hz"},
    DimensionNames{Dimension::angular_frequency, "an angular frequency", "rad/s", "rad/s"},
    DimensionNames{Dimension::conductance, "a conductance", "S", "nS"},
    DimensionNames{Dimension::resistance, "a resistance", "Ohm", "MOhm"},
    DimensionNames{Dimension::length, "a length", "m", "mm"},
    DimensionNames{Dimension::wavenumber, "a wavenumber", "1/m", "1/mm"},
};

const DimensionNames& names_of(Dimension dimension) {
    for (const auto& names : dimension_names) {
        if (names.dimension == dimension) return names;
    }
    return dimension_names.front();
}

struct NamedUnit {
    std::string_view name;
    Dimension dimension;
};

constexpr std::array unit_symbols{
    NamedUnit{"s", Dimension::time},
    NamedUnit{"sec", Dimension::time},
    NamedUnit{"V", Dimension::voltage},
    NamedUnit{"A", Dimension::current},
    NamedUnit{"F", Dimension::capacitance},
    NamedUnit{"Hz", Dimension::frequency},
    NamedUnit{"S", Dimension::conductance},
    NamedUnit{"Ohm", Dimension::resistance},
    NamedUnit{"ohm", Dimension::resistance},
    NamedUnit{"\u03a9", Dimension::resistance},
    NamedUnit{"\u2126", Dimension::resistance},
    NamedUnit{"m", Dimension::length},
};

constexpr std::array unit_words{
    NamedUnit{"second", Dimension::time},     NamedUnit{"sec", Dimension::time},
    NamedUnit{"volt", Dimension::voltage},    NamedUnit{"ampere", Dimension::current},
    NamedUnit{"amp", Dimension::current},     NamedUnit{"farad", Dimension::capacitance},
    NamedUnit{"hertz", Dimension::frequency}, NamedUnit{"siemens", Dimension::conductance},
    NamedUnit{"ohm", Dimension::resistance},  NamedUnit{"meter", Dimension::length},
    NamedUnit{"metre", Dimension::length},
};

struct Prefix {
    std::string_view name;
    int exponent;
};

constexpr std::array symbol_prefixes{
    Prefix{"p", -12}, Prefix{"n", -9}, Prefix{"u", -6}, Prefix{"\u00b5", -6}, Prefix{"\u03bc", -6},
    Prefix{"m", -3},  Prefix{"c", -2}, Prefix{"k", 3},  Prefix{"M", 6},       Prefix{"G", 9},
};

constexpr std::array word_prefixes{
    Prefix{"pico", -12}, Prefix{"nano", -9}, Prefix{"micro", -6}, Prefix{"milli", -3},
    Prefix{"centi", -2}, Prefix{"kilo", 3},  Prefix{"mega", 6},   Prefix{"giga", 9},
};

template <typename Units, typename Prefixes>
std::optional<Unit> match(std::string_view name, const Units& units, const Prefixes& prefixes) {
    for (const auto& unit : units) {
        if (name == unit.name) return Unit{unit.dimension, 0};
    }
    for (const auto& prefix : prefixes) {
        if (!name.starts_with(prefix.name)) continue;
        const std::string_view rest = name.substr(prefix.name.size());
        for (const auto& unit : units) {
            if (rest == unit.name) return Unit{unit.dimension, prefix.exponent};
        }
    }
    return std::nullopt;
}

std::optional<Unit> find_simple_unit(std::string_view name) {
    if (const auto unit = match(name, unit_symbols, symbol_prefixes)) return unit;
    if (const auto unit = match(name, unit_words, word_prefixes)) return unit;
    if (!name.ends_with('s')) return std::nullopt;
    name.remove_suffix(1);  // plural
    return match(name, unit_words, word_prefixes);
}

std::optional<Unit> inverse(const std::optional<Unit>& unit) {
    if (!unit) return std::nullopt;
    if (unit->dimension == Dimension::time) return Unit{Dimension::frequency, -unit->exponent};
    if (unit->dimension == Dimension::length) return Unit{Dimension::wavenumber, -unit->exponent};
    if (unit->dimension == Dimension::resistance) {
        return Unit{Dimension::conductance, -unit->exponent};
    }
    return std::nullopt;
}

std::string without_spaces(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c != ' ' && c != '\t') result += c;
    }
    return result;
}

struct QuantityText {
    std::string_view number;
    std::string_view unit;
};

// Nothing if the text does not begin with a number in double range.
std::optional<QuantityText> split_quantity(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    double number = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    const auto length = static_cast<std::size_t>(end - text.data());
    return QuantityText{text.substr(0, length), trimmed(text.substr(length))};
}

// The decimal exponent is changed before the number is rounded, so that 0.07 mm is the double
// nearest to 0.00007 m.
double scaled_number(std::string_view number, int exponent) {
    const std::size_t at = number.find_first_of("eE");
    if (at != std::string_view::npos) {
        std::string_view digits = number.substr(at + 1);
        if (digits.starts_with('+')) digits.remove_prefix(1);
        int written = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), written);
        exponent += written;
    }
    const std::string text = fmt::format("{}e{}", number.substr(0, at), exponent);
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range) return std::numeric_limits<double>::infinity();
    return value;
}

std::string expectation(Dimension dimension) {
    if (dimension == Dimension::dimensionless) return "a number without unit";
    return fmt::format("{} with a unit, such as '20 {}'", describe(dimension),
                       customary_unit(dimension));
}

[[noreturn]] void reject(std::string_view text, Dimension dimension, std::string_view reason) {
    throw InvalidParameter(
        fmt::format("expected {}, found '{}'{}", expectation(dimension), text, reason));
}

std::string objection(std::string_view unit, Dimension dimension) {
    if (unit.empty()) return " (no unit)";
    const auto known = find_unit(unit);
    if (!known && unit.starts_with(',')) return " (decimals follow a point, not a comma)";
    if (!known) {
        return fmt::format(" (unknown unit '{}'; known are {} and others with a prefix of SI)",
                           unit, names_of(dimension).customary);
    }
    if (known->dimension != dimension) return fmt::format(" ({})", describe(known->dimension));
    return {};
}

double finite_number(const QuantityText& parts, int exponent, std::string_view text,
                     Dimension dimension) {
    const double value = scaled_number(parts.number, exponent);
    if (!std::isfinite(value)) reject(text, dimension, " (not finite)");
    return value;
}

}  // namespace

std::optional<Unit> find_unit(std::string_view name) {
    const std::string compact = without_spaces(name);
    const std::string_view text = compact;
    if (text.starts_with("rad/")) {
        const auto unit = inverse(find_simple_unit(text.substr(4)));
        if (!unit || unit->dimension != Dimension::frequency) return std::nullopt;
        return Unit{Dimension::angular_frequency, unit->exponent};
    }
    if (text.starts_with("1/")) return inverse(find_simple_unit(text.substr(2)));
    for (const std::string_view power : {"**-1", "^-1"}) {
        if (text.ends_with(power)) {
            return inverse(find_simple_unit(text.substr(0, text.size() - power.size())));
        }
    }
    return find_simple_unit(text);
}

// Powers of ten up to 27 are exact in long double, so the result is rounded once.
double scaled(double value, int exponent) {
    const long double power = std::pow(10.0L, std::abs(exponent));
    const long double exact = value;
    return static_cast<double>(exponent < 0 ? exact / power : exact * power);
}

std::optional<double> to_number(std::string_view text, int exponent) {
    const auto parts = split_quantity(text);
    if (!parts || !parts->unit.empty()) return std::nullopt;
    return scaled_number(parts->number, exponent);
}

int exponent_of(std::string_view unit, Dimension dimension) {
    const std::string complaint = objection(unit, dimension);
    if (!complaint.empty()) {
        throw InvalidParameter(fmt::format("expected the unit of {}, such as '{}', found '{}'{}",
                                           describe(dimension), customary_unit(dimension), unit,
                                           complaint));
    }
    return find_unit(unit)->exponent;
}

std::string_view unit_part(std::string_view quantity) {
    const auto parts = split_quantity(quantity);
    return parts ? parts->unit : std::string_view{};
}

}  // namespace io

double parse_quantity(std::string_view text, Dimension dimension) {
    const auto parts = io::split_quantity(text);
    if (!parts) io::reject(text, dimension, "");
    if (dimension == Dimension::dimensionless) {
        if (!parts->unit.empty()) io::reject(text, dimension, "");
        return io::finite_number(*parts, 0, text, dimension);
    }
    const std::string objection = io::objection(parts->unit, dimension);
    if (!objection.empty()) io::reject(text, dimension, objection);
    return io::finite_number(*parts, io::find_unit(parts->unit)->exponent, text, dimension);
}

double to_si(double value, std::string_view unit, Dimension dimension) {
    return io::scaled(value, io::exponent_of(unit, dimension));
}

std::string format_quantity(double value, Dimension dimension) {
    if (dimension == Dimension::dimensionless) return fmt::format("{}", value);
    const std::string unit = customary_unit(dimension);
    return fmt::format("{:.15g} {}", io::scaled(value, -io::find_unit(unit)->exponent), unit);
}

std::string customary_unit(Dimension dimension) {
    return std::string(io::names_of(dimension).customary);
}

std::string si_unit(Dimension dimension) {
    return std::string(io::names_of(dimension).si);
}

std::string describe(Dimension dimension) {
    return std::string(io::names_of(dimension).description);
}

}  // namespace siegert
