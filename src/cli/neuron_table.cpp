#include "cli/neuron_table.hpp"

#include <siegert/error.hpp>

#include "require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace siegert::cli {
namespace {

/// A quantity of a neuron and the names of the column that may give it.
struct Quantity {
    std::vector<std::string> names;
    bool optional = false;
};

const std::vector<Quantity> quantities{
    {{"mu"}},    {{"sigma"}}, {{"V_0", "V_0_rel"}}, {{"V_th", "V_th_rel"}},
    {{"tau_m"}}, {{"tau_r"}}, {{"tau_s"}, true}};

const Quantity frequency_quantity{{"f"}};

constexpr std::size_t absent = static_cast<std::size_t>(-1);

std::size_t column_of(const Quantity& quantity, const std::vector<std::string>& header,
                      const std::string& table) {
    std::size_t found = absent;
    for (std::size_t c = 0; c < header.size(); ++c) {
        if (std::find(quantity.names.begin(), quantity.names.end(), header[c]) ==
            quantity.names.end()) {
            continue;
        }
        if (found != absent) {
            throw InvalidParameter(fmt::format("{}: columns {} and {} both give {}", table,
                                               header[found], header[c], quantity.names.front()));
        }
        found = c;
    }
    if (found == absent && !quantity.optional) {
        throw InvalidParameter(fmt::format("{}: the header has no column {}, found {}", table,
                                           fmt::join(quantity.names, " or "),
                                           fmt::join(header, ",")));
    }
    return found;
}

// Every column of the input keeps its name, so a new one that would repeat it is prefixed.
std::string free_name(std::string name, const std::vector<std::string>& taken) {
    while (std::find(taken.begin(), taken.end(), name) != taken.end()) name = "siegert_" + name;
    return name;
}

}  // namespace

std::optional<double> finite_number(const std::string& text) {
    const std::size_t sign = text.starts_with('+') ? 1 : 0;
    const char* first = text.data() + sign;
    const char* last = text.data() + text.size();
    double value = 0.0;
    const auto [end, error] = std::from_chars(first, last, value);
    const bool is_number = error == std::errc{} && end == last && std::isfinite(value);
    return is_number ? std::optional(value) : std::nullopt;
}

NeuronTable::NeuronTable(std::istream& in, const std::string& name,
                         const std::vector<std::string>& results, FrequencyColumn frequency)
    : reader_(in, name) {
    auto first = reader_.next();
    if (!first) {
        throw InvalidParameter(fmt::format(
            "{}: expected a header with column names, such as mu,sigma,V_0,V_th,tau_m,tau_r "
            "(SI units), found nothing",
            name));
    }
    crlf_ = reader_.ends_with_crlf();
    width_ = first->fields.size();
    std::vector<std::string> names;
    for (const auto& field : first->fields) names.push_back(unquoted(field));
    for (const auto& quantity : quantities) columns_.push_back(column_of(quantity, names, name));
    const bool wanted = frequency == FrequencyColumn::wanted;
    columns_.push_back(wanted ? column_of(frequency_quantity, names, name) : absent);

    header_ = std::move(first->fields);
    for (const auto& result : results) {
        names.push_back(free_name(result, names));
        header_.push_back(names.back());
    }
}

std::optional<NeuronRow> NeuronTable::next() {
    auto record = reader_.next();
    if (!record) return std::nullopt;
    ++row_;
    const int line = record->line;
    try {
        return parse(std::move(*record));
    } catch (const InvalidParameter& error) {
        throw InvalidParameter(
            fmt::format("{}:{}: row {}: {}", reader_.name(), line, row_, error.what()));
    }
}

NeuronRow NeuronTable::parse(CsvRecord record) const {
    require(record.fields.size() == width_, "number of fields",
            static_cast<double>(record.fields.size()),
            fmt::format("be that of the header, {}", width_));
    const auto value = [&](std::size_t quantity) {
        const auto& column = header_[columns_[quantity]];
        const auto text = unquoted(record.fields[columns_[quantity]]);
        if (const auto number = finite_number(text)) return *number;
        throw InvalidParameter(
            fmt::format("column {}: expected a finite number, found '{}'", unquoted(column), text));
    };
    NeuronRow row{
        .neuron = {.tau_m = value(4), .tau_r = value(5), .V_th = value(3), .V_0 = value(2)},
        .input = {.mu = value(0), .sigma = value(1)},
        .tau_s = {},
        .f = {},
        .fields = {}};
    if (columns_[6] != absent) row.tau_s = value(6);
    if (columns_[7] != absent) row.f = value(7);
    validate(row.neuron);
    require_not_negative("sigma", row.input.sigma);
    if (row.tau_s) require_not_negative("tau_s", *row.tau_s);
    row.fields = std::move(record.fields);
    return row;
}

}  // namespace siegert::cli
