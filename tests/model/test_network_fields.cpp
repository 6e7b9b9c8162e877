#include "catch.hpp"

#include <siegert/error.hpp>

#include "model/enumerators.hpp"
#include "model/field_use.hpp"
#include "model/network_fields.hpp"

#include <set>
#include <tuple>

using namespace siegert;

namespace {

struct AnyValue {
    template <class Value>
    operator Value() const;
};

// Whether the struct can be made of this many values, which tells how many members it has.
template <class Struct, class... Values>
constexpr std::size_t members() {
    if constexpr (requires { Struct{Values()..., AnyValue()}; }) {
        return members<Struct, Values..., AnyValue>();
    } else {
        return sizeof...(Values);
    }
}

}  // namespace

TEST_CASE("Every member of a network is a row of the table", "[model][fields]") {
    STATIC_REQUIRE(std::tuple_size_v<decltype(schema::network_fields)> == members<Network>());
    std::set<std::string_view> names;
    schema::for_each_field([&](const auto& field) { CHECK(names.insert(field.name).second); });
}

TEST_CASE("Every field says what it is", "[model][fields]") {
    schema::for_each_field([]<class Value>(const schema::NetworkField<Value>& field) {
        CAPTURE(field.name);
        CHECK_FALSE(field.about.meaning.empty());
        CHECK_FALSE((field.about.needed != schema::always && field.about.if_absent.empty()));
        const schema::Shape shape = field.about.shape;
        using enum schema::Shape;
        if (std::is_same_v<Value, Vector>)
            CHECK((shape == population || shape == external_population));
        if (std::is_same_v<Value, Matrix>)
            CHECK((shape == connection || shape == external_connection ||
                   schema::may_be_of_targets(shape)));
        if (schema::Listed<Value>) CHECK(shape == schema::Shape::network);
    });
}

TEST_CASE("Fields that are set are told from those that are not", "[model][fields]") {
    Network network;
    const auto averaged = [&] { return schema::set_fields(network, schema::InTheory::averaged); };
    CHECK(averaged().empty());
    network.connection_rule = ConnectionRule::pairwise_bernoulli;
    CHECK(averaged() == std::vector<std::string_view>{"connection_rule"});

    CHECK(schema::set_fields(network, schema::InTheory::refused).empty());
    network.stimulus = {{.amplitude = 1e-3}};
    CHECK(schema::set_fields(network, schema::InTheory::refused) ==
          std::vector<std::string_view>{"stimulus"});
    CHECK_THROWS_WITH(
        schema::require_known_to_theory(network),
        "stimulus must be absent for the theory, which does not know it (a simulation "
        "does), got some");
}

TEST_CASE("Enumerators have names", "[model][fields]") {
    CHECK(schema::name_of(DelayDistribution::lognormal) == "lognormal");
    CHECK(schema::alternatives<WeightDistribution>() == "'none', 'normal' or 'lognormal'");
}
