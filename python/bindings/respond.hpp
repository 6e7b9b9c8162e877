#pragma once

#include "broadcast.hpp"

#include <siegert/lif/convention.hpp>

#include <functional>
#include <numeric>
#include <span>

/// Functions of frequency and of numbers that broadcast: the result has the shape of the
/// frequencies, followed by the common shape of all other arguments.
namespace siegert::python {

/// s = i omega for each angular frequency [rad/s]; complex ones are growing or decaying signals.
[[nodiscard]] ComplexVector frequencies_of(const py::object& omegas);

/// The shape of the frequencies.
[[nodiscard]] std::vector<py::ssize_t> frequency_shape(const py::object& omegas);

/// Whether `omegas` is a Python number; then s = i omega.
[[nodiscard]] bool one_frequency(const py::object& omegas, Complex& s);

/// The frequencies again, for functions that are real. Throws: InvalidParameter for complex ones.
[[nodiscard]] Vector real_omegas(const ComplexVector& s);

inline lif::SynapticFilter filter_of(bool synaptic_filter) {
    return synaptic_filter ? lif::SynapticFilter::with : lif::SynapticFilter::without;
}

/// A value for each frequency (row) and point (column), in memory as NumPy expects it.
template <class Scalar>
using ResponseTable = Eigen::Array<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// One table for each of the R results of `function(values, s)`.
template <std::size_t R, class Values, std::size_t N, class Function>
auto response_tables(const std::array<std::span<const double>, N>& inputs, Index points,
                     const ComplexVector& s, Function function) {
    std::array<ResponseTable<typename Values::Scalar>, R> tables;
    for (auto& table : tables) table.resize(s.size(), points);
    for (Index p = 0; p < points; ++p) {
        std::array<double, N> values;
        for (std::size_t i = 0; i < N; ++i) {
            values[i] = inputs[i][inputs[i].size() == 1 ? 0 : static_cast<std::size_t>(p)];
        }
        try {
            const std::array<Values, R> columns = function(values, s);
            for (std::size_t r = 0; r < R; ++r) tables[r].col(p) = columns[r].array();
        } catch (const InvalidParameter& error) {
            if (points == 1) throw;
            rethrow_for_entry(static_cast<std::size_t>(p), error);
        }
    }
    return tables;
}

/// The R results of `function` at one frequency, as Python numbers.
template <std::size_t R, class Values, std::size_t N, class Function>
py::object respond_to_number(const std::array<double, N>& values, Complex s, Function function) {
    const std::array<Values, R> results = function(values, ComplexVector::Constant(1, s));
    if constexpr (R == 1) {
        return py::cast(results[0](0));
    } else {
        py::tuple numbers(R);
        for (std::size_t r = 0; r < R; ++r) numbers[r] = py::cast(results[r](0));
        return numbers;
    }
}

/// `function` takes N numbers and the frequencies s, and returns R vectors with one value for each
/// frequency.
template <std::size_t R, class Values, std::size_t N, class Function>
py::object respond(const Names<N>& names, const Arguments<N>& arguments, const py::object& omegas,
                   Function function) {
    using Scalar = typename Values::Scalar;
    std::array<double, N> numbers;
    Complex frequency;
    if (all_numbers(arguments, numbers) && one_frequency(omegas, frequency)) {
        return respond_to_number<R, Values>(numbers, frequency, function);
    }
    const ComplexVector s = frequencies_of(omegas);
    std::array<py::array_t<double>, N> arrays;
    for (std::size_t i = 0; i < N; ++i) arrays[i] = real_array(names[i], arguments[i]);
    const auto points_shape = common_shape(arrays, names);
    std::array<std::span<const double>, N> inputs;
    for (std::size_t i = 0; i < N; ++i) {
        arrays[i] = spread(arrays[i], points_shape);
        inputs[i] = as_span(arrays[i]);
    }
    const auto points =
        std::accumulate(points_shape.begin(), points_shape.end(), Index{1}, std::multiplies<>{});
    auto tables = [&] {
        const py::gil_scoped_release unlocked;
        return response_tables<R, Values>(inputs, points, s, function);
    }();

    auto shape = frequency_shape(omegas);
    shape.insert(shape.end(), points_shape.begin(), points_shape.end());
    const auto to_python = [&](ResponseTable<Scalar>& table) -> py::object {
        if (shape.empty()) return py::cast(Scalar(table(0, 0)));
        return into_array(std::move(table)).attr("reshape")(py::tuple(py::cast(shape)));
    };
    if constexpr (R == 1) {
        return to_python(tables[0]);
    } else {
        py::tuple results(R);
        for (std::size_t r = 0; r < R; ++r) results[r] = to_python(tables[r]);
        return results;
    }
}

}  // namespace siegert::python
