#pragma once

#include <siegert/arrays.hpp>

#include <pybind11/complex.h>
#include <pybind11/eigen.h>
#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

/// Arrays of the library as NumPy arrays, without copies.
namespace siegert::python {

namespace py = pybind11;

enum class Access { read_only, read_write };

/// What a matrix of a single column is in Python.
enum class Column { matrix, vector };

/// An array over memory of `owner`, which lives at least as long as the array.
template <class Scalar>
py::array view(const Scalar* data, const std::vector<py::ssize_t>& shape,
               const std::vector<py::ssize_t>& strides, py::handle owner, Access access) {
    py::array array(py::dtype::of<Scalar>(), shape, strides, data, owner);
    if (access == Access::read_only) array.attr("setflags")(py::arg("write") = false);
    return array;
}

template <class Derived>
py::array view(const Eigen::PlainObjectBase<Derived>& values, py::handle owner, Access access) {
    using Scalar = typename Derived::Scalar;
    constexpr auto size = static_cast<py::ssize_t>(sizeof(Scalar));
    if constexpr (Derived::IsVectorAtCompileTime) {
        return view(values.data(), {values.size()}, {size}, owner, access);
    } else {
        return view(values.data(), {values.rows(), values.cols()},
                    {values.rowStride() * size, values.colStride() * size}, owner, access);
    }
}

/// A column of a matrix.
inline py::array view(const Eigen::Block<Matrix, Eigen::Dynamic, 1, true>& column, py::handle owner,
                      Access access) {
    constexpr auto size = static_cast<py::ssize_t>(sizeof(double));
    return view(column.data(), {column.size()}, {size}, owner, access);
}

template <class Scalar>
py::array view(const std::vector<Scalar>& values, py::handle owner, Access access) {
    return view(values.data(), {static_cast<py::ssize_t>(values.size())},
                {static_cast<py::ssize_t>(sizeof(Scalar))}, owner, access);
}

/// Strides of a C-contiguous array.
template <class Scalar>
std::vector<py::ssize_t> row_major_strides(const std::vector<py::ssize_t>& shape) {
    std::vector<py::ssize_t> strides(shape.size(), static_cast<py::ssize_t>(sizeof(Scalar)));
    for (std::size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * shape[i];
    return strides;
}

inline py::array view(const MatrixStack& stack, py::handle owner, Access access) {
    const std::vector<py::ssize_t> shape{stack.frequencies(), stack.rows(), stack.cols()};
    return view(stack.values().data(), shape, row_major_strides<Complex>(shape), owner, access);
}

/// An array that owns values given away by the library.
template <class Values>
py::object into_array(Values&& values) {
    auto owned = std::make_unique<std::remove_cvref_t<Values>>(std::forward<Values>(values));
    const py::capsule owner(owned.get(), [](void* pointer) {
        delete static_cast<std::remove_cvref_t<Values>*>(pointer);
    });
    const auto& kept = *owned.release();
    return view(kept, owner, Access::read_write);
}

/// Copies an array of the library, so that what comes later cannot change it.
template <class Derived>
py::object snapshot(const Eigen::DenseBase<Derived>& values) {
    return into_array(typename Derived::PlainObject(values));
}

}  // namespace siegert::python

namespace pybind11::detail {

/// complex128 of shape (frequencies, rows, columns).
template <>
struct type_caster<siegert::MatrixStack> {
    PYBIND11_TYPE_CASTER(siegert::MatrixStack, const_name("numpy.ndarray[numpy.complex128]"));

    bool load(handle source, bool convert) {
        using Array = array_t<siegert::Complex, array::c_style | array::forcecast>;
        if (!convert && !Array::check_(source)) return false;
        const auto array = Array::ensure(source);
        if (!array || array.ndim() != 3) return false;
        value = siegert::MatrixStack(array.shape(0), array.shape(1), array.shape(2));
        std::copy_n(array.data(), array.size(), value.values().begin());
        return true;
    }

    static handle cast(siegert::MatrixStack source, return_value_policy /*policy*/,
                       handle /*parent*/) {
        return siegert::python::into_array(std::move(source)).release();
    }
};

}  // namespace pybind11::detail
