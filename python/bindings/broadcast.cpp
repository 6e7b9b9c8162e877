#include "broadcast.hpp"

#include "function.hpp"

#include "respond.hpp"

#include <algorithm>

namespace siegert::python {
namespace {

std::string shape_text(const std::vector<py::ssize_t>& shape) {
    std::string text = "(";
    for (const auto length : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(length);
    return text + ")";
}

std::vector<py::ssize_t> shape_of(const py::array& array) {
    return {array.shape(), array.shape() + array.ndim()};
}

}  // namespace

py::array_t<double> real_array(const char* name, py::handle argument) {
    const auto array = py::array::ensure(argument);
    constexpr std::string_view number_kinds = "fiub";
    if (!array || number_kinds.find(array.dtype().kind()) == std::string_view::npos) {
        PyErr_Clear();
        throw InvalidParameter(std::string(name) +
                               " must be a number or an array of numbers, got " +
                               in_words(argument));
    }
    return py::array_t<double, py::array::c_style | py::array::forcecast>(array);
}

std::vector<py::ssize_t> common_shape(std::span<const py::array_t<double>> arrays,
                                      std::span<const char* const> names) {
    std::vector<py::ssize_t> common;
    for (std::size_t k = 0; k < arrays.size(); ++k) {
        const auto shape = shape_of(arrays[k]);
        if (shape.size() > common.size()) {
            common.insert(common.begin(), shape.size() - common.size(), 1);
        }
        const std::size_t offset = common.size() - shape.size();
        for (std::size_t d = 0; d < shape.size(); ++d) {
            auto& length = common[offset + d];
            if (length == 1) {
                length = shape[d];
            } else if (shape[d] != 1 && shape[d] != length) {
                throw InvalidParameter(std::string(names[k]) + " of shape " + shape_text(shape) +
                                       " does not fit the shape " + shape_text(common) +
                                       " of the arguments before it");
            }
        }
    }
    return common;
}

py::array_t<double> spread(const py::array_t<double>& array,
                           const std::vector<py::ssize_t>& shape) {
    if (array.size() == 1 || shape_of(array) == shape) return array;
    const py::object numpy = py::module_::import("numpy");
    const py::object wide = numpy.attr("broadcast_to")(array, py::tuple(py::cast(shape)));
    return py::array_t<double, py::array::c_style | py::array::forcecast>(wide);
}

void rethrow_for_entry(std::size_t entry, const InvalidParameter& error) {
    throw InvalidParameter("entry " + std::to_string(entry) + ": " + error.what());
}

namespace {

Complex growth_of(Complex omega) {
    return {omega.imag() == 0.0 ? 0.0 : -omega.imag(), omega.real()};
}

}  // namespace

bool one_frequency(const py::object& omegas, Complex& s) {
    std::array<double, 1> omega;
    if (all_numbers(Arguments<1>{omegas}, omega)) {
        s = growth_of(omega[0]);
        return true;
    }
    if (!PyComplex_Check(omegas.ptr())) return false;
    s = growth_of(omegas.cast<Complex>());
    return true;
}

ComplexVector frequencies_of(const py::object& omegas) {
    const auto array = py::array::ensure(omegas);
    constexpr std::string_view number_kinds = "fiubc";
    if (!array || number_kinds.find(array.dtype().kind()) == std::string_view::npos) {
        PyErr_Clear();
        throw InvalidParameter("omegas must be a number or an array of numbers, got " +
                               in_words(omegas));
    }
    const py::array_t<Complex, py::array::c_style | py::array::forcecast> values(array);
    ComplexVector s(values.size());
    for (Index k = 0; k < s.size(); ++k) {
        s(k) = growth_of(values.data()[k]);
    }
    return s;
}

Vector real_omegas(const ComplexVector& s) {
    if (!s.real().isZero(0.0)) throw InvalidParameter("omegas must be real");
    return s.imag();
}

std::vector<py::ssize_t> frequency_shape(const py::object& omegas) {
    return shape_of(py::array::ensure(omegas));
}

}  // namespace siegert::python
