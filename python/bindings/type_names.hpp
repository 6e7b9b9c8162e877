#pragma once

#include "arrays.hpp"
#include "enums.hpp"

#include <pybind11/pybind11.h>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

/// Types of the library as Python's annotations: what python/bindings/stubs.py writes into the .pyi
/// files.
namespace siegert::python {

namespace py = pybind11;

enum class Direction { argument, result };

template <class M>
concept EigenArray = requires {
    typename M::Scalar;
    M::SizeAtCompileTime;
};

template <class M>
struct IsVector : std::false_type {};
template <class U>
struct IsVector<std::vector<U>> : std::true_type {};

template <class M>
concept Number = (std::is_arithmetic_v<M> && !std::is_same_v<M, bool>) || std::same_as<M, Complex>;

/// Vectors of numbers are NumPy arrays, all other vectors tuples.
template <class M>
concept NumberVector = IsVector<M>::value && Number<typename M::value_type>;

/// Registered with py::class_.
template <class M>
concept BoundClass = std::is_base_of_v<py::detail::type_caster_base<M>, py::detail::make_caster<M>>;

template <class M>
std::string type_name(Direction direction);

template <class Scalar>
std::string array_name(Direction direction) {
    if (direction == Direction::argument) return "ArrayLike";
    if constexpr (std::same_as<Scalar, Complex>) {
        return "NDArray[np.complex128]";
    } else if constexpr (std::is_floating_point_v<Scalar>) {
        return "NDArray[np.float64]";
    } else if constexpr (std::same_as<Scalar, bool>) {
        return "NDArray[np.bool_]";
    } else {
        return "NDArray[np.integer]";
    }
}

template <NamedEnum E>
std::string literal_name() {
    std::string list;
    for (const auto& enumerator : EnumNames<E>::names) {
        list += (list.empty() ? "\"" : ", \"") + std::string(enumerator.name) + "\"";
    }
    return "Literal[" + list + "]";
}

template <class M>
struct TypeName {
    static std::string of(Direction direction) {
        if constexpr (std::same_as<M, MatrixStack>) {
            return array_name<Complex>(direction);
        } else if constexpr (EigenArray<M>) {
            return array_name<typename M::Scalar>(direction);
        } else if constexpr (NamedEnum<M>) {
            return literal_name<M>();
        } else if constexpr (std::same_as<M, void>) {
            return "None";
        } else if constexpr (std::same_as<M, bool>) {
            return "bool";
        } else if constexpr (std::integral<M>) {
            return "int";
        } else if constexpr (std::floating_point<M>) {
            return "float";
        } else if constexpr (std::same_as<M, Complex>) {
            return "complex";
        } else if constexpr (std::same_as<M, std::string>) {
            return "str";
        } else if constexpr (std::same_as<M, std::filesystem::path>) {
            return "StrPath";
        } else if constexpr (std::same_as<M, py::dict>) {
            return "dict[str, Any]";
        } else if constexpr (BoundClass<M>) {
            return py::type::of<M>().attr("__name__").template cast<std::string>();
        } else if constexpr (std::is_same_v<M, py::object>) {
            return direction == Direction::argument ? "ArrayLike" : "Any";
        } else if constexpr (std::is_base_of_v<py::array, M>) {
            return array_name<double>(direction);
        } else {
            return "Any";
        }
    }
};

template <class U>
struct TypeName<std::optional<U>> {
    static std::string of(Direction direction) { return type_name<U>(direction) + " | None"; }
};

template <class U>
struct TypeName<std::vector<U>> {
    static std::string of(Direction direction) {
        if constexpr (Number<U>) return array_name<U>(direction);
        const std::string element = type_name<U>(direction);
        return direction == Direction::argument ? "Sequence[" + element + "]"
                                                : "tuple[" + element + ", ...]";
    }
};

template <class... U>
struct TypeName<std::variant<U...>> {
    static std::string of(Direction direction) {
        std::string all;
        ((all += (all.empty() ? "" : " | ") + type_name<U>(direction)), ...);
        return all;
    }
};

template <class U>
struct TypeName<std::function<bool(const U&)>> {
    static std::string of(Direction) {
        return "Callable[[" + type_name<U>(Direction::result) + "], Any]";
    }
};

template <class M>
std::string type_name(Direction direction) {
    using Pointee = std::remove_pointer_t<std::remove_cvref_t<M>>;
    const auto name = TypeName<std::remove_cvref_t<Pointee>>::of(direction);
    return std::is_pointer_v<std::remove_cvref_t<M>> ? name + " | None" : name;
}

/// Annotations of a function's arguments, then of its result.
template <class Result, class... Arguments>
std::vector<std::string> annotations_of(Result (*)(Arguments...)) {
    return {type_name<Arguments>(Direction::argument)..., type_name<Result>(Direction::result)};
}

template <class F, class Result, class... Arguments>
std::vector<std::string> annotations_of_call(Result (F::*)(Arguments...) const) {
    return annotations_of(static_cast<Result (*)(Arguments...)>(nullptr));
}

template <class F>
std::vector<std::string> annotations(const F& function) {
    if constexpr (std::is_pointer_v<std::decay_t<F>> || std::is_function_v<F>) {
        return annotations_of(function);
    } else {
        return annotations_of_call(&F::operator());
    }
}

}  // namespace siegert::python
