#pragma once

#include "arrays.hpp"

#include <siegert/error.hpp>

#include <pybind11/numpy.h>

#include <array>
#include <span>
#include <string>
#include <tuple>
#include <vector>

/// Functions of numbers that broadcast over arrays as NumPy's own do: numbers in, a number out;
/// arrays in, an array of the common shape out.
namespace siegert::python {

template <std::size_t N>
using Names = std::array<const char*, N>;
template <std::size_t N>
using Arguments = std::array<py::handle, N>;

/// The argument as contiguous array of doubles. Throws: InvalidParameter if it is something else.
[[nodiscard]] py::array_t<double> real_array(const char* name, py::handle argument);

/// The shape that all arrays share by NumPy's rules. Throws: InvalidParameter if there is none.
[[nodiscard]] std::vector<py::ssize_t> common_shape(std::span<const py::array_t<double>> arrays,
                                                    std::span<const char* const> names);

/// The array itself if it has one entry or the given shape, else a copy of that shape.
[[nodiscard]] py::array_t<double> spread(const py::array_t<double>& array,
                                         const std::vector<py::ssize_t>& shape);

/// Rethrows an InvalidParameter with the index of the entry in front.
[[noreturn]] void rethrow_for_entry(std::size_t entry, const InvalidParameter& error);

[[nodiscard]] inline std::span<const double> as_span(const py::array_t<double>& array) {
    return {array.data(), static_cast<std::size_t>(array.size())};
}

/// Values of all arguments if each is a Python number, else false.
template <std::size_t N>
bool all_numbers(const Arguments<N>& arguments, std::array<double, N>& values) {
    for (std::size_t i = 0; i < N; ++i) {
        PyObject* const object = arguments[i].ptr();
        if (PyFloat_Check(object)) {
            values[i] = PyFloat_AS_DOUBLE(object);
        } else if (PyLong_CheckExact(object)) {
            values[i] = PyLong_AsDouble(object);
            if (PyErr_Occurred()) throw py::error_already_set();
        } else {
            return false;
        }
    }
    return true;
}

template <std::size_t R>
py::object numbers_to_python(const std::array<double, R>& values) {
    if constexpr (R == 1) {
        return py::float_(values[0]);
    } else {
        return py::reinterpret_steal<py::object>(
            std::apply([](auto... value) { return py::make_tuple(value...).release(); }, values));
    }
}

/// A batch function made of one that knows single points: values (N numbers) -> R numbers.
template <std::size_t N, std::size_t R, class Point>
auto pointwise(Point point) {
    return [point](const std::array<std::span<const double>, N>& inputs,
                   const std::array<std::span<double>, R>& outputs) {
        std::array<double, N> values;
        for (std::size_t k = 0; k < outputs[0].size(); ++k) {
            for (std::size_t i = 0; i < N; ++i) {
                values[i] = inputs[i][inputs[i].size() == 1 ? 0 : k];
            }
            try {
                const std::array<double, R> result = point(values);
                for (std::size_t r = 0; r < R; ++r) outputs[r][k] = result[r];
            } catch (const InvalidParameter& error) {
                rethrow_for_entry(k, error);
            }
        }
    };
}

/// Calls `point` for numbers (it returns R numbers), else `batch` with one span for each argument
/// (one entry, or one for each point) and one for each result, without the interpreter's lock.
template <std::size_t R, std::size_t N, class Point, class Batch>
py::object broadcast(const Names<N>& names, const Arguments<N>& arguments, Point point,
                     Batch batch) {
    std::array<double, N> values;
    if (all_numbers(arguments, values)) return numbers_to_python<R>(point(values));

    std::array<py::array_t<double>, N> arrays;
    for (std::size_t i = 0; i < N; ++i) arrays[i] = real_array(names[i], arguments[i]);
    const auto shape = common_shape(arrays, names);
    if (shape.empty()) {  // zero-dimensional arrays count as numbers
        for (std::size_t i = 0; i < N; ++i) values[i] = *arrays[i].data();
        return numbers_to_python<R>(point(values));
    }
    std::array<std::span<const double>, N> inputs;
    for (std::size_t i = 0; i < N; ++i) {
        arrays[i] = spread(arrays[i], shape);
        inputs[i] = as_span(arrays[i]);
    }
    std::array<py::array_t<double>, R> results;
    std::array<std::span<double>, R> outputs;
    for (std::size_t r = 0; r < R; ++r) {
        results[r] = py::array_t<double>(shape);
        outputs[r] = {results[r].mutable_data(), static_cast<std::size_t>(results[r].size())};
    }
    if (!outputs[0].empty()) {
        const py::gil_scoped_release unlocked;
        batch(inputs, outputs);
    }
    if constexpr (R == 1) {
        return std::move(results[0]);
    } else {
        return std::apply([](auto&... array) { return py::make_tuple(std::move(array)...); },
                          results);
    }
}

/// R numbers of N, one point after the other.
template <std::size_t R, std::size_t N, class Point>
py::object broadcast(const Names<N>& names, const Arguments<N>& arguments, Point point) {
    return broadcast<R>(names, arguments, point, pointwise<N, R>(point));
}

}  // namespace siegert::python
