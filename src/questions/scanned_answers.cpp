#include <siegert/questions/scanned_answers.hpp>

#include <siegert/error.hpp>

#include "trimmed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

namespace siegert::questions {
namespace {

// ---- what is asked ----------------------------------------------------------------------------

std::vector<std::string> parts_of(const std::string& text) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (begin != std::string::npos) {
        const std::size_t end = text.find("--", begin);
        const std::size_t length = end == std::string::npos ? end : end - begin;
        parts.emplace_back(trimmed(text.substr(begin, length)));
        begin = end == std::string::npos ? end : end + 2;
    }
    return parts;
}

void require_option(const Question& question, const std::string& name) {
    if (std::ranges::find(question.options, name, &Option::name) != question.options.end()) return;
    throw InvalidParameter(
        fmt::format("{} must be an option of {}, or one of the scan", name, question.name));
}

// ---- arrays of all points ---------------------------------------------------------------------

template <class Value>
Value filling() {
    if constexpr (std::is_same_v<Value, double>) {
        return std::numeric_limits<double>::quiet_NaN();
    } else if constexpr (std::is_same_v<Value, Complex>) {
        return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    } else if constexpr (std::is_same_v<Value, std::int64_t>) {
        return -1;
    } else {
        return Value{};
    }
}

using Shape = std::vector<std::size_t>;

std::size_t size_of(std::span<const std::size_t> shape) {
    return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

// Calls copy(from, to) for each row along the last index of an array that becomes a larger one.
template <class Copy>
void for_each_row(std::span<const std::size_t> shape, std::span<const std::size_t> larger,
                  std::size_t from, std::size_t to, const Copy& copy) {
    if (shape.size() <= 1) return copy(from, to);
    const std::size_t step = size_of(shape.subspan(1));
    const std::size_t larger_step = size_of(larger.subspan(1));
    for (std::size_t k = 0; k < shape.front(); ++k) {
        for_each_row(shape.subspan(1), larger.subspan(1), from + k * step, to + k * larger_step,
                     copy);
    }
}

Shape largest_shape(const std::string& name, const std::vector<const Dataset*>& points) {
    const Dataset* first = nullptr;
    Shape largest;
    for (const Dataset* point : points) {
        if (point == nullptr) continue;
        if (first == nullptr) {
            first = point;
            largest = point->shape;
        }
        const bool same_kind =
            point->values.index() == first->values.index() && point->shape.size() == largest.size();
        if (!same_kind) {
            throw InvalidParameter(
                fmt::format("{} must be of one kind at all points to be scanned", name));
        }
        for (std::size_t d = 0; d < largest.size(); ++d) {
            largest[d] = std::max(largest[d], point->shape[d]);
        }
    }
    return largest;
}

template <class Value>
std::vector<Value> stacked_values(const std::vector<const Dataset*>& points, const Shape& largest) {
    const std::size_t size = size_of(largest);
    std::vector<Value> values(points.size() * size, filling<Value>());
    for (std::size_t k = 0; k < points.size(); ++k) {
        if (points[k] == nullptr) continue;
        const auto& own = std::get<std::vector<Value>>(points[k]->values);
        const Shape& shape = points[k]->shape;
        if (own.empty()) continue;
        const std::size_t row = shape.empty() ? 1 : shape.back();
        for_each_row(shape, largest, 0, k * size, [&](std::size_t from, std::size_t to) {
            std::copy_n(own.begin() + static_cast<std::ptrdiff_t>(from), row,
                        values.begin() + static_cast<std::ptrdiff_t>(to));
        });
    }
    return values;
}

/// The grid, as the first indices of arrays.
struct GridIndices {
    Shape shape;
    std::vector<std::string> axes;
};

GridIndices indices_of(const ParameterGrid& grid) {
    GridIndices indices{.shape = Shape(grid.shape.begin(), grid.shape.end()), .axes = {}};
    if (are_samples(grid)) indices.axes = {"sample"};
    for (const auto& parameter : grid.parameters) {
        if (!are_samples(grid)) indices.axes.push_back(parameter.key);
    }
    return indices;
}

Dataset stacked(const GridIndices& grid, const std::string& name,
                const std::vector<const Dataset*>& points) {
    const Shape largest = largest_shape(name, points);
    const Dataset& first = **std::ranges::find_if(points, [](auto* one) { return one != nullptr; });
    Dataset result{.values = {},
                   .shape = grid.shape,
                   .unit = first.unit,
                   .axes = grid.axes,
                   .meaning = first.meaning};
    result.shape.insert(result.shape.end(), largest.begin(), largest.end());
    result.axes.insert(result.axes.end(), first.axes.begin(), first.axes.end());
    result.values = std::visit(
        [&]<class Value>(const std::vector<Value>&) -> Dataset::Values {
            return stacked_values<Value>(points, largest);
        },
        first.values);
    return result;
}

template <class Named>
const Named* find_named(const std::vector<Named>& all, const std::string& name) {
    const auto found = std::ranges::find(all, name, &Named::name);
    return found == all.end() ? nullptr : &*found;
}

// Names in the order in which points have them.
template <class Named>
std::vector<std::string> names_in(const std::vector<const Answer*>& points,
                                  std::vector<Named> Answer::*list) {
    std::vector<std::string> names;
    for (const Answer* point : points) {
        if (point == nullptr) continue;
        for (const Named& one : point->*list) {
            if (std::ranges::find(names, one.name) == names.end()) names.push_back(one.name);
        }
    }
    return names;
}

Answer stacked(const GridIndices& grid, const std::vector<const Answer*>& points) {
    Answer result;
    for (const std::string& name : names_in(points, &Answer::quantities)) {
        std::vector<const Dataset*> data;
        for (const Answer* point : points) {
            const auto* found = point ? find_named(point->quantities, name) : nullptr;
            data.push_back(found ? &found->data : nullptr);
        }
        result.quantities.push_back({name, stacked(grid, name, data)});
    }
    for (const std::string& name : names_in(points, &Answer::groups)) {
        std::vector<const Answer*> groups;
        for (const Answer* point : points) {
            const auto* found = point ? find_named(point->groups, name) : nullptr;
            groups.push_back(found ? &found->answer : nullptr);
        }
        result.groups.push_back({name, stacked(grid, groups)});
    }
    return result;
}

// ---- and apart again --------------------------------------------------------------------------

Dataset entry(const Dataset& all, std::size_t grid_rank, std::size_t point) {
    const auto rank = static_cast<std::ptrdiff_t>(all.shape.size() - grid_rank);
    Dataset one{.values = {},
                .shape = Shape(all.shape.end() - rank, all.shape.end()),
                .unit = all.unit,
                .axes = {},
                .meaning = all.meaning};
    if (static_cast<std::ptrdiff_t>(all.axes.size()) >= rank) {
        one.axes = {all.axes.end() - rank, all.axes.end()};
    }
    const std::size_t size = size_of(one.shape);
    one.values = std::visit(
        [&]<class Value>(const std::vector<Value>& values) -> Dataset::Values {
            const auto begin = values.begin() + static_cast<std::ptrdiff_t>(point * size);
            return std::vector<Value>(begin, begin + static_cast<std::ptrdiff_t>(size));
        },
        all.values);
    return one;
}

Answer entry(const Answer& all, std::size_t grid_rank, std::size_t point) {
    Answer one;
    for (const Quantity& quantity : all.quantities) {
        one.quantities.push_back({quantity.name, entry(quantity.data, grid_rank, point)});
    }
    for (const Group& group : all.groups) {
        one.groups.push_back({group.name, entry(group.answer, grid_rank, point)});
    }
    return one;
}

// What the answer of a scan says once.
void remove_heading(Answer& answer, const Answer& heading) {
    std::erase_if(answer.quantities, [&](const Quantity& one) {
        return find_named(heading.quantities, one.name) != nullptr;
    });
}

}  // namespace

AskedQuestion asked_question(const std::string& text) {
    const auto parts = parts_of(text);
    AskedQuestion asked{.question = &question(parts.front()), .settings = {}};
    for (std::size_t k = 1; k < parts.size(); ++k) {
        const std::size_t end = std::min(parts[k].find_first_of(" ="), parts[k].size());
        std::string name = parts[k].substr(0, end);
        std::ranges::replace(name, '-', '_');
        require_option(*asked.question, name);
        const std::string value(trimmed(parts[k].substr(std::min(end + 1, parts[k].size()))));
        asked.settings[name] = value.empty() ? "true" : value;
    }
    return asked;
}

Answer answer_at(const AskedQuestion& asked, const Inquiry& inquiry, const Network& network,
                 const theory::ScanPoint& point, int threads) {
    Inquiry own = inquiry;
    own.loaded.network = network;
    own.file.clear();  // holds other values
    own.how.threads = threads;
    own.keeps_matrices = false;
    own.settings = asked.settings;
    if (point.termination != theory::Termination::not_converged) {
        own.how.working_point.start = point.firing_rates.cwiseMax(0.0);
    }
    try {
        Answer answer = ask(*asked.question, own);
        remove_heading(answer, heading(own));
        return answer;
    } catch (const AccuracyNotReached& error) {
        Answer none;
        none.objection = error.what();
        return none;
    }
}

Group stacked_answers(const ParameterGrid& grid, const PointAnswers& answers) {
    std::vector<const Answer*> points;
    std::vector<std::string> objections;
    for (const auto& answer : answers) {
        points.push_back(answer ? &*answer : nullptr);
        objections.push_back(answer ? answer->objection : std::string());
    }
    const GridIndices indices = indices_of(grid);
    Answer all = stacked(indices, points);
    all.quantities.push_back({"objection",
                              {.values = std::move(objections),
                               .shape = indices.shape,
                               .unit = {},
                               .axes = indices.axes,
                               .meaning = "why there is no answer"}});
    return {"answer", std::move(all)};
}

PointAnswers answers_in(const ParameterGrid& grid, Answer stacked, const std::vector<bool>& done) {
    const std::size_t rank = grid.shape.size();
    const auto objections = std::get<std::vector<std::string>>(find(stacked, "objection").values);
    std::erase_if(stacked.quantities, [](const Quantity& one) { return one.name == "objection"; });
    PointAnswers answers(done.size());
    for (std::size_t k = 0; k < done.size(); ++k) {
        if (!done[k]) continue;
        answers[k] = entry(stacked, rank, k);
        answers[k]->objection = objections[k];
    }
    return answers;
}

}  // namespace siegert::questions
