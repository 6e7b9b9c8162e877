#include <siegert/error.hpp>
#include <siegert/io/answer.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>

namespace siegert::io {
namespace {

using Json = nlohmann::ordered_json;

/// Writes one value after the other; `depth` is that of the object they stand in.
class JsonText {
public:
    explicit JsonText(std::ostream& out) : out_(out) {}

    void write(const Answer& answer, std::size_t depth);

private:
    void write_list(const Answer& answer, std::size_t depth);
    void write(const Dataset& data);
    void new_line(std::size_t depth) { out_ << '\n' << std::string(2 * depth, ' '); }

    // Values from `first` on in the shape that is left from `axis` on.
    template <class Value, class ToJson>
    void write_nested(const std::vector<Value>& values, const Dataset& data, std::size_t axis,
                      std::size_t& first, const ToJson& to_json) {
        if (axis == data.shape.size()) {
            out_ << to_json(values[first++]);
            return;
        }
        out_ << '[';
        for (std::size_t k = 0; k < data.shape[axis]; ++k) {
            if (k > 0) out_ << ',';
            write_nested(values, data, axis + 1, first, to_json);
        }
        out_ << ']';
    }

    template <class Value, class ToJson>
    void write_nested(const std::vector<Value>& values, const Dataset& data,
                      const ToJson& to_json) {
        std::size_t first = 0;
        write_nested(values, data, 0, first, to_json);
    }

    std::ostream& out_;
};

void JsonText::write(const Dataset& data) {
    const auto as_it_is = [](const auto& value) { return Json(value); };
    const Json unit = data.unit.empty() ? "dimensionless" : data.unit;
    const bool is_plain = data.shape.empty() && data.unit.empty();
    std::visit(
        [&](const auto& values) {
            using Value = typename std::decay_t<decltype(values)>::value_type;
            if constexpr (std::is_same_v<Value, Complex>) {
                out_ << R"({"val":{"re":)";
                write_nested(values, data, [](Complex value) { return Json(value.real()); });
                out_ << R"(,"im":)";
                write_nested(values, data, [](Complex value) { return Json(value.imag()); });
                out_ << R"(},"unit":)" << unit << '}';
            } else if constexpr (std::is_same_v<Value, Flag>) {
                write_nested(values, data, [](Flag flag) { return Json(flag == Flag::yes); });
            } else if (std::is_same_v<Value, double> && !is_plain) {
                out_ << R"({"val":)";
                write_nested(values, data, as_it_is);
                out_ << R"(,"unit":)" << unit << '}';
            } else {
                write_nested(values, data, as_it_is);
            }
        },
        data.values);
}

/// The part of a result that belongs to one entry of its first axis.
Dataset entry_of(const Dataset& data, std::size_t k) {
    Dataset part{.values = {}, .shape = {data.shape.begin() + 1, data.shape.end()}};
    part.unit = data.unit;
    std::visit(
        [&](const auto& values) {
            const std::size_t each = values.size() / std::max<std::size_t>(data.shape[0], 1);
            const auto first = values.begin() + static_cast<std::ptrdiff_t>(k * each);
            part.values =
                std::decay_t<decltype(values)>(first, first + static_cast<std::ptrdiff_t>(each));
        },
        data.values);
    return part;
}

// Each entry is an answer of its own.
void JsonText::write_list(const Answer& answer, std::size_t depth) {
    const auto& quantities = answer.quantities;
    const std::size_t entries = quantities.empty() ? 0 : quantities.front().data.shape.at(0);
    out_ << '[';
    for (std::size_t k = 0; k < entries; ++k) {
        Answer entry;
        for (const auto& [name, data] : quantities) {
            entry.quantities.push_back({name, entry_of(data, k)});
        }
        if (k > 0) out_ << ',';
        new_line(depth + 1);
        write(entry, depth + 1);
    }
    if (entries > 0) new_line(depth);
    out_ << ']';
}

void JsonText::write(const Answer& answer, std::size_t depth) {
    const char* separator = "";
    const auto begin = [&](const std::string& name) {
        out_ << separator;
        new_line(depth + 1);
        out_ << Json(name) << ": ";
        separator = ",";
    };
    out_ << '{';
    for (const auto& [name, data] : answer.quantities) {
        begin(name);
        write(data);
    }
    for (const auto& [name, group, form] : answer.groups) {
        begin(name);
        if (form == Form::list) {
            write_list(group, depth + 1);
        } else {
            write(group, depth + 1);
        }
    }
    if (*separator != '\0') new_line(depth);
    out_ << '}';
}

double count_numbers(const Answer& answer) {
    double count = 0.0;
    for (const auto& [name, data] : answer.quantities) {
        const bool is_complex = std::holds_alternative<std::vector<Complex>>(data.values);
        count += static_cast<double>(size(data)) * (is_complex ? 2.0 : 1.0);
    }
    for (const auto& group : answer.groups) count += count_numbers(group.answer);
    return count;
}

}  // namespace

void print_json(const Answer& answer, std::ostream& out) {
    constexpr double most_numbers = 2e7;  // 0.5 GB of text
    const double numbers = count_numbers(answer);
    if (numbers > most_numbers) {
        throw InvalidParameter(
            fmt::format("--format json: expected at most {:g} numbers, found {:g}; --save "
                        "and --format table or csv can do it",
                        most_numbers, numbers));
    }
    JsonText(out).write(answer, 0);
    out << '\n';
}

}  // namespace siegert::io
