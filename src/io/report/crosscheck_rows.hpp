#pragma once

#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/model/network.hpp>

#include <initializer_list>
#include <string>
#include <vector>

/// The rows of a cross-check, chosen and named for figures and tables.
namespace siegert::io {

/// "E", or "E-I" of a covariance.
[[nodiscard]] std::string row_name(const crosscheck::Row& row);

using Rows = std::vector<const crosscheck::Row*>;

[[nodiscard]] Rows rows_of(const crosscheck::Crosscheck& result, crosscheck::Quantity quantity);
[[nodiscard]] Rows rows_of(const crosscheck::Crosscheck& result, crosscheck::Quantity quantity,
                           const std::string& population);

/// The quantities that were compared, in their order.
[[nodiscard]] std::vector<crosscheck::Quantity> quantities_in(const crosscheck::Crosscheck& result);

template <class Value>
Vector vector_of(const Rows& rows, const Value& value) {
    Vector values(static_cast<Index>(rows.size()));
    for (std::size_t r = 0; r < rows.size(); ++r) values(static_cast<Index>(r)) = value(*rows[r]);
    return values;
}

/// The prediction with what is known to change it: inside of the range that is accepted.
[[nodiscard]] inline double middle(const crosscheck::Row& row) {
    return row.predicted + row.correction;
}

/// Orders what deviates most first.
[[nodiscard]] bool deviates_more(const crosscheck::Row* a, const crosscheck::Row* b);

/// The positions of the populations to draw, at most twelve: all, or those that deviate most, in
/// their order.
[[nodiscard]] std::vector<std::size_t> chosen_populations(
    const crosscheck::Crosscheck& result, const Network& network,
    std::initializer_list<crosscheck::Quantity> quantities);

/// The word that marks a number about which theory and simulation disagree.
inline constexpr const char* alarm_flag = "DISAGREES";

}  // namespace siegert::io
