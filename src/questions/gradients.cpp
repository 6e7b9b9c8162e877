#include "questions/gradients.hpp"

#include "landscape/gradients_of.hpp"
#include "synapses/models.hpp"

#include <fmt/format.h>

#include <numbers>

namespace siegert::questions {
namespace {

using landscape::Gradient;

constexpr double two_pi = 2.0 * std::numbers::pi;

/// One field of all gradients, flat, with the parameter itself.
struct Field {
    std::string name, unit;  ///< unit of the parameter
    std::vector<std::string> axes;
    Vector value;  ///< of the parameter, as flat as the gradient, row after row
    std::function<ComplexVector(const Gradient&)> gradient;
};

template <class Array>
auto flat(const Array& array) {
    using Scalar = typename Array::Scalar;
    using RowMajor = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const RowMajor rows = array;
    return Eigen::Matrix<Scalar, Eigen::Dynamic, 1>(
        Eigen::Map<const Eigen::Matrix<Scalar, Eigen::Dynamic, 1>>(rows.data(), rows.size()));
}

template <class Member, class Value>
Field field(std::string name, std::string unit, std::vector<std::string> axes, const Value& value,
            Member member) {
    return {.name = std::move(name),
            .unit = std::move(unit),
            .axes = std::move(axes),
            .value = flat(value),
            .gradient = [member](const Gradient& g) -> ComplexVector { return flat(g.*member); }};
}

std::vector<Field> fields_of(const Network& network) {
    const std::vector<std::string> pair{"target", "source"};
    const std::vector<std::string> ext{"target", "external"};
    const std::vector<std::string> own{"population"};
    std::vector<Field> fields{
        field("K", "", pair, network.K, &Gradient::K),
        field("J", "V", pair, network.J, &Gradient::J),
        field("K_ext", "", ext, network.K_ext, &Gradient::K_ext),
        field("J_ext", "V", ext, network.J_ext, &Gradient::J_ext),
        field("nu_ext", "Hz", {"external"}, network.nu_ext, &Gradient::nu_ext),
        field("tau_m", "s", own, network.tau_m, &Gradient::tau_m),
        field("tau_r", "s", own, network.tau_r, &Gradient::tau_r),
        field("V_th", "V", own, network.V_th, &Gradient::V_th),
        field("V_0", "V", own, network.V_0, &Gradient::V_0)};
    if (synapses::has_current(network)) {
        const auto& axes = network.tau_s.cols() > 1 ? pair : own;
        fields.push_back(field("tau_s", "s", axes, network.tau_s, &Gradient::tau_s));
    }
    if (network.tau_s_ext.size() > 0) {
        const auto& axes = network.tau_s_ext.cols() == network.nu_ext.size() ? ext : own;
        fields.push_back(field("tau_s_ext", "s", axes, network.tau_s_ext, &Gradient::tau_s_ext));
    }
    if (network.I_ext.size() > 0) {
        fields.push_back(field("I_ext", "A", own, network.I_ext, &Gradient::I_ext));
    }
    if (network.Delta_T.size() > 0) {
        fields.push_back(field("Delta_T", "V", own, network.Delta_T, &Gradient::Delta_T));
        fields.push_back(field("V_T", "V", own, network.V_T, &Gradient::V_T));
    }
    fields.push_back(field("Delay", "s", pair, network.Delay, &Gradient::Delay));
    if (network.Delay_sd.size() > 0) {
        fields.push_back(field("Delay_sd", "s", pair, network.Delay_sd, &Gradient::Delay_sd));
    }
    if (network.J_sd.size() > 0) {
        fields.push_back(field("J_sd", "V", pair, network.J_sd, &Gradient::J_sd));
    }
    return fields;
}

/// A number and its gradient; the imaginary part stands for another number where `imaginary` names
/// it.
struct Differentiated {
    std::string name, unit;
    double scale;  ///< from the gradient to the unit
    Gradient gradient;
    bool imaginary;
};

ComplexVector part_of(const Differentiated& number, const Field& field) {
    const ComplexVector values = field.gradient(number.gradient) * number.scale;
    return number.imaginary ? ComplexVector(values.imag().cast<Complex>())
                            : ComplexVector(values.real().cast<Complex>());
}

std::string unit_of(const Differentiated& number, const Field& field) {
    return field.unit.empty() ? number.unit : number.unit + "/" + field.unit;
}

std::vector<std::size_t> shape_of(const Network& network, const Field& field) {
    std::vector<std::size_t> shape;
    for (const auto& axis : field.axes) {
        shape.push_back(static_cast<std::size_t>(axis == "external" ? network.nu_ext.size()
                                                                    : network.tau_m.size()));
    }
    return shape;
}

Group group_of(const Differentiated& number, const Network& network,
               const std::vector<Field>& fields) {
    Answer answer;
    for (const Field& field : fields) {
        Dataset data = dataset(Vector(part_of(number, field).real()), unit_of(number, field));
        data.shape = shape_of(network, field);
        answer.quantities.push_back(quantity(field.name, std::move(data), field.axes));
    }
    return {number.name, std::move(answer)};
}

// What 1 % more of all entries of a field does to each number.
Table table_of(const std::vector<Differentiated>& numbers, const std::vector<Field>& fields) {
    std::vector<std::string> names;
    for (const Field& field : fields) names.push_back(field.name);
    Table table{.title = "Change for 1 % more of all entries of a parameter, to first order",
                .rows = {{"parameter", dataset(std::move(names))}},
                .columns = {},
                .audience = Audience::people};
    for (const auto& number : numbers) {
        std::vector<double> changes;
        for (const Field& field : fields) {
            changes.push_back(0.01 * part_of(number, field).real().dot(field.value));
        }
        table.columns.push_back(
            quantity(number.name, dataset(std::move(changes), number.unit), {"parameter"}));
    }
    return table;
}

std::vector<Differentiated> differentiated(Inquiry& inquiry) {
    constexpr Index most_populations = 32;  // of whose rates all gradients are printed
    const Network& network = inquiry.loaded.network;
    const auto& found = analysis(inquiry, theory::AnalysisExtent::modes);
    const auto& point = found.working_point;
    const auto& roots = found.stability.growth_rates;
    const auto method = inquiry.how.working_point.method;
    const Index n = network.tau_m.size() <= most_populations ? network.tau_m.size() : 0;
    std::vector<landscape::Numbers> numbers;
    if (!roots.empty()) {
        numbers.push_back(landscape::growth_rate_number(network, point, roots.front().s,
                                                        {.convention = inquiry.how.convention,
                                                         .method = method,
                                                         .filter = inquiry.how.filter}));
    }
    if (n > 0) {
        numbers.push_back(landscape::rate_numbers(network, Matrix::Identity(n, n)));
        numbers.push_back(landscape::cv_numbers(network, point, Matrix::Identity(n, n), method));
    }
    const auto gradients = landscape::gradients_of(numbers, network, point, method);
    auto next = gradients.begin();
    std::vector<Differentiated> result;
    if (!roots.empty()) {
        result.push_back({"growth_rate", "1/s", 1.0, *next, false});
        result.push_back({"frequency", "Hz", 1.0 / two_pi, *next++, true});
    }
    for (Index i = 0; i < n; ++i) {
        result.push_back({"firing_rate_" + name(network, i), "Hz", 1.0, *next++, false});
    }
    for (Index i = 0; i < n; ++i) {
        result.push_back({"cv_" + name(network, i), "", 1.0, *next++, false});
    }
    return result;
}

}  // namespace

Answer gradients_part(Inquiry& inquiry) {
    const Network& network = inquiry.loaded.network;
    const auto numbers = differentiated(inquiry);
    const auto fields = fields_of(network);
    Answer all;
    for (const auto& number : numbers) all.groups.push_back(group_of(number, network, fields));
    Answer answer;
    answer.groups = {{"gradients", std::move(all)}};
    answer.tables = {table_of(numbers, fields)};
    return answer;
}

}  // namespace siegert::questions
