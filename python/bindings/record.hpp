#pragma once

#include "arrays.hpp"
#include "enums.hpp"
#include "function.hpp"
#include "type_names.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <functional>
#include <string>
#include <type_traits>
#include <vector>

/// A struct of the library as a Python class: keyword constructor, attributes that are NumPy views
/// of its arrays, comparison, copies, pickle, and a table of the fields in terminal and notebook.
namespace siegert::python {

/// Where classes belong, in the eyes of their users.
inline constexpr const char* package_name = "siegert";
inline constexpr const char* theory_module = "siegert.theory";

template <class T>
struct Field {
    std::string name;
    std::function<py::object(py::handle self)> get;
    std::function<void(T& record, py::handle value)> set;
};

/// The fields that were registered for T, in their order.
template <class T>
std::vector<Field<T>>& fields_of() {
    static std::vector<Field<T>> fields;
    return fields;
}

/// An array whose memory moves when another one is assigned.
template <class M>
concept ResizableArray = EigenArray<M> &&(M::SizeAtCompileTime == Eigen::Dynamic);

template <class M>
py::object element_to_python(const M& value) {
    return py::cast(value, py::return_value_policy::copy);
}
template <class U>
py::object element_to_python(const std::vector<U>& values) {
    if constexpr (NumberVector<std::vector<U>>) return into_array(std::vector<U>(values));
    py::tuple result(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) result[i] = element_to_python(values[i]);
    return result;
}

/// A field as Python object: a view of arrays, a reference to records within records, a tuple of
/// anything else that is many (what looks like a list would invite to append to a copy).
template <class M>
py::object field_to_python(M& value, py::handle owner, Access access) {
    if constexpr (EigenArray<M> || NumberVector<M> || std::is_same_v<M, MatrixStack>) {
        return view(value, owner, access);
    } else if constexpr (IsVector<M>::value) {
        using U = typename M::value_type;
        if constexpr (BoundClass<U>) {
            if (access == Access::read_write) return element_to_python(value);
            py::tuple result(value.size());
            for (std::size_t i = 0; i < value.size(); ++i) {
                result[i] = py::cast(&value[i], py::return_value_policy::reference_internal, owner);
            }
            return result;
        } else {
            return element_to_python(value);
        }
    } else if constexpr (BoundClass<M>) {
        return py::cast(&value, py::return_value_policy::reference_internal, owner);
    } else {
        return py::cast(value);
    }
}

template <class M>
std::string expectation() {
    if constexpr (NumberVector<M>) {
        return "a one-dimensional array of numbers";
    } else if constexpr (EigenArray<M>) {
        return M::IsVectorAtCompileTime ? "a one-dimensional array of numbers"
                                        : "a two-dimensional array of numbers";
    } else if constexpr (std::is_same_v<M, MatrixStack>) {
        return "a three-dimensional array of numbers";
    } else if constexpr (std::is_arithmetic_v<M>) {
        return "a number";
    } else {
        return "a value of the type that help() shows";
    }
}

template <class M>
M field_from_python(const std::string& name, py::handle value) {
    try {
        if constexpr (NumberVector<M>) {
            const auto array = value.cast<
                py::array_t<typename M::value_type, py::array::c_style | py::array::forcecast>>();
            if (array.ndim() != 1) throw py::cast_error();
            return M(array.data(), array.data() + array.size());
        } else {
            return py::cast<M>(value);
        }
    } catch (const py::cast_error&) {
        throw InvalidParameter(name + " must be " + expectation<M>() + ", got " + in_words(value));
    }
}

/// Sets a field. A view of an array goes on showing it if the new one has the same size; else it
/// shows the old values, which live as long as the record.
template <class M>
void assign_field(M& field, M value, py::handle owner) {
    if constexpr (ResizableArray<M>) {
        if (field.rows() == value.rows() && field.cols() == value.cols()) {
            field = std::as_const(value);  // a move would free the memory that views show
            return;
        }
        if (owner && field.size() > 0) {
            auto* old = new M(std::move(field));
            const py::capsule kept(old, [](void* pointer) { delete static_cast<M*>(pointer); });
            py::detail::keep_alive_impl(owner, kept);
        }
    }
    field = std::move(value);
}

template <class T>
T record_from(const py::dict& values) {
    T record{};
    const auto& fields = fields_of<T>();
    for (const auto& [key, value] : values) {
        const auto name = key.template cast<std::string>();
        const auto field = std::find_if(fields.begin(), fields.end(),
                                        [&](const auto& known) { return known.name == name; });
        if (field == fields.end()) {
            const auto type = py::type::of<T>().attr("__name__").template cast<std::string>();
            throw py::type_error(type + " has no field '" + name + "'");
        }
        field->set(record, value);
    }
    return record;
}

template <class T>
py::dict as_dict(py::handle self) {
    py::dict values;
    for (const auto& field : fields_of<T>()) values[py::str(field.name)] = field.get(self);
    return values;
}

template <class T>
class Record {
public:
    /// `scope` is the extension's module, `public_module` the name under which users import it.
    Record(py::module_& scope, const char* public_module, const char* name, const char* doc,
           Access access = Access::read_only)
        : class_(scope, name, doc), access_(access) {
        class_.attr("__module__") = public_module;
        class_.attr("_fields") = py::dict();
        class_.attr("_types") = py::dict();
        class_.attr("_properties") = py::dict();
        class_.def(py::init([](const py::kwargs& values) { return record_from<T>(values); }));
        class_.def(py::pickle([](const py::object& self) { return as_dict<T>(self); },
                              [](const py::dict& state) { return record_from<T>(state); }));
        class_.def(
            "as_dict", [](const py::object& self) { return as_dict<T>(self); },
            "as_dict($self)\n--\n\nThe fields by name; arrays are views.");
        class_.def(
            "replace",
            [](const py::object& self, const py::kwargs& changes) {
                py::dict values = as_dict<T>(self);
                for (const auto& [field, value] : changes) values[field] = value;
                return record_from<T>(values);
            },
            "replace($self, **changes)\n--\n\nA copy with some fields changed.");
        define_in_python("__repr__", "text");
        define_in_python("_repr_html_", "html");
        class_.def(
            "__eq__",
            [](const py::object& self, const py::object& other) {
                return py::module_::import("siegert._records").attr("equal")(self, other);
            },
            py::is_operator());
        class_.attr("__hash__") = py::none();
    }

    template <class M>
    Record& field(const char* name, M T::*member, const char* doc, Column column = Column::matrix) {
        const Access access = access_;
        const auto get = [member, access, column](py::handle self) -> py::object {
            auto& value = self.cast<T&>().*member;
            if constexpr (std::is_same_v<M, Matrix>) {
                if (column == Column::vector && value.cols() == 1) {
                    return view(value.col(0), self, access);
                }
            }
            return field_to_python(value, self, access);
        };
        const auto set = [member, text = std::string(name)](T& record, py::handle value,
                                                            py::handle owner = {}) {
            assign_field(record.*member, field_from_python<M>(text, value), owner);
        };
        fields_of<T>().push_back({name, get, [set](T& r, py::handle value) { set(r, value); }});
        class_.attr("_fields")[name] = doc;
        class_.attr("_types")[name] = type_name<M>(Direction::result);
        const auto getter = [get](const py::object& self) { return get(self); };
        if (access == Access::read_only) {
            class_.def_property_readonly(name, getter, doc);
        } else {
            const auto setter = [set](const py::object& self, const py::object& value) {
                set(self.cast<T&>(), value, self);
            };
            class_.def_property(name, py::cpp_function(getter), py::cpp_function(setter), doc);
        }
        return *this;
    }

    /// An attribute that is calculated from the others; no part of the state.
    template <class F>
    Record& property(const char* name, F&& getter, const char* doc) {
        class_.attr("_properties")[name] = annotations(getter).back();
        class_.def_property_readonly(name, std::forward<F>(getter), doc);
        return *this;
    }

    py::class_<T>& python_class() { return class_; }

private:
    void define_in_python(const char* method, const char* function) {
        class_.def(method, [function](const py::object& self) {
            return py::module_::import("siegert._records").attr(function)(self);
        });
    }

    py::class_<T> class_;
    Access access_;
};

}  // namespace siegert::python
