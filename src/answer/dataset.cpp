#include <siegert/answer/dataset.hpp>

namespace siegert {
namespace {

template <typename Value>
Dataset single(Value value, std::string_view unit) {
    return {.values = std::vector<Value>{std::move(value)}, .shape = {}, .unit = std::string(unit)};
}

template <typename Value>
Dataset list_of(std::vector<Value> values, std::string_view unit) {
    const std::size_t size = values.size();
    return {.values = std::move(values), .shape = {size}, .unit = std::string(unit)};
}

template <typename Values>
auto in_row_major_order(const Values& matrix) {
    std::vector<typename Values::Scalar> values;
    values.reserve(static_cast<std::size_t>(matrix.size()));
    for (Index i = 0; i < matrix.rows(); ++i) {
        for (Index j = 0; j < matrix.cols(); ++j) values.push_back(matrix(i, j));
    }
    return values;
}

template <typename Values>
Dataset matrix_dataset(const Values& matrix, std::string_view unit) {
    return {
        .values = in_row_major_order(matrix),
        .shape = {static_cast<std::size_t>(matrix.rows()), static_cast<std::size_t>(matrix.cols())},
        .unit = std::string(unit)};
}

}  // namespace

Dataset dataset(double value, std::string_view unit) {
    return single(value, unit);
}

Dataset dataset(Complex value, std::string_view unit) {
    return single(value, unit);
}

Dataset dataset(Flag value) {
    return single(value, {});
}

Dataset dataset(std::int64_t value, std::string_view unit) {
    return single(value, unit);
}

Dataset dataset(std::string text) {
    return single(std::move(text), {});
}

Dataset dataset(std::vector<std::string> texts) {
    return list_of(std::move(texts), {});
}

Dataset dataset(std::vector<double> values, std::string_view unit) {
    return list_of(std::move(values), unit);
}

Dataset dataset(std::vector<Complex> values, std::string_view unit) {
    return list_of(std::move(values), unit);
}

Dataset dataset(std::vector<Flag> values) {
    return list_of(std::move(values), {});
}

Dataset dataset(std::vector<std::int64_t> values, std::string_view unit) {
    return list_of(std::move(values), unit);
}

Dataset dataset(const Vector& values, std::string_view unit) {
    return list_of(in_row_major_order(values), unit);
}

Dataset dataset(const ComplexVector& values, std::string_view unit) {
    return list_of(in_row_major_order(values), unit);
}

Dataset dataset(const Matrix& values, std::string_view unit) {
    return matrix_dataset(values, unit);
}

Dataset dataset(const ComplexMatrix& values, std::string_view unit) {
    return matrix_dataset(values, unit);
}

Dataset dataset(MatrixStack values, std::string_view unit) {
    const std::vector<std::size_t> shape{static_cast<std::size_t>(values.frequencies()),
                                         static_cast<std::size_t>(values.rows()),
                                         static_cast<std::size_t>(values.cols())};
    return {.values = std::move(values.values()), .shape = shape, .unit = std::string(unit)};
}

std::size_t size(const Dataset& data) {
    return std::visit([](const auto& values) { return values.size(); }, data.values);
}

}  // namespace siegert
