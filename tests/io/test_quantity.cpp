#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/io/quantity.hpp>

#include <string>

using namespace siegert;

namespace {

std::string complaint(const std::string& text, Dimension dimension) {
    try {
        (void)parse_quantity(text, dimension);
    } catch (const InvalidParameter& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("A quantity is the double nearest to its value in SI units", "[io][quantity]") {
    CHECK(parse_quantity("20 ms", Dimension::time) == 0.020);
    CHECK(parse_quantity("0.1ms", Dimension::time) == 0.0001);
    CHECK(parse_quantity(" +1.5e1\tus ", Dimension::time) == 15e-6);
    CHECK(parse_quantity("7 s", Dimension::time) == 7.0);
    CHECK(parse_quantity("-65 mV", Dimension::voltage) == -0.065);
    CHECK(parse_quantity("87.8 pA", Dimension::current) == 87.8e-12);
    CHECK(parse_quantity("3 nA", Dimension::current) == 3e-9);
    CHECK(parse_quantity("250 pF", Dimension::capacitance) == 250e-12);
    CHECK(parse_quantity("8 Hz", Dimension::frequency) == 8.0);
    CHECK(parse_quantity("0.5 kHz", Dimension::frequency) == 500.0);
    CHECK(parse_quantity("16.7 nS", Dimension::conductance) == 16.7e-9);
    CHECK(parse_quantity("80 MOhm", Dimension::resistance) == 80e6);
    CHECK(parse_quantity("2 GOhm", Dimension::resistance) == 2e9);
    CHECK(parse_quantity("0.07 mm", Dimension::length) == 0.07e-3);
    CHECK(parse_quantity("100.5 1/mm", Dimension::wavenumber) == 100500.0);
    CHECK(parse_quantity("3 rad/s", Dimension::angular_frequency) == 3.0);
    CHECK(parse_quantity("0.25", Dimension::dimensionless) == 0.25);
}

TEST_CASE("Units may be spelled out and inverted", "[io][quantity]") {
    CHECK(parse_quantity("4 millivolt", Dimension::voltage) == 0.004);
    CHECK(parse_quantity("4 milliseconds", Dimension::time) == 0.004);
    CHECK(parse_quantity("4 hertz", Dimension::frequency) == 4.0);
    CHECK(parse_quantity("4 megaohm", Dimension::resistance) == 4e6);
    CHECK(parse_quantity("4 \u00b5s", Dimension::time) == 4e-6);
    CHECK(parse_quantity("4 k\u03a9", Dimension::resistance) == 4e3);
    CHECK(parse_quantity("4 1/s", Dimension::frequency) == 4.0);
    CHECK(parse_quantity("4 s^-1", Dimension::frequency) == 4.0);
    CHECK(parse_quantity("4 ms**-1", Dimension::frequency) == 4e3);
    CHECK(parse_quantity("4 1 / millimeter", Dimension::wavenumber) == 4e3);
}

TEST_CASE("Text that is not a quantity of its dimension is explained", "[io][quantity]") {
    const std::string wanted = "expected a time with a unit, such as '20 ms', found ";
    CHECK(complaint("20", Dimension::time) == wanted + "'20' (no unit)");
    CHECK(complaint("20 mV", Dimension::time) == wanted + "'20 mV' (a voltage)");
    CHECK(complaint("20 m", Dimension::time) == wanted + "'20 m' (a length)");
    CHECK(complaint("20 msec.", Dimension::time) ==
          wanted +
              "'20 msec.' (unknown unit 'msec.'; known are ms and others with a prefix of SI)");
    CHECK(complaint("ms", Dimension::time) == wanted + "'ms'");
    CHECK(complaint("", Dimension::time) == wanted + "''");
    CHECK(complaint("1,5 ms", Dimension::time) ==
          wanted + "'1,5 ms' (decimals follow a point, not a comma)");
    CHECK(complaint("nan ms", Dimension::time) == wanted + "'nan ms' (not finite)");
    CHECK(complaint("1e999 ms", Dimension::time) == wanted + "'1e999 ms'");
    CHECK(complaint("20 ms", Dimension::dimensionless) ==
          "expected a number without unit, found '20 ms'");
}

TEST_CASE("A value in a named unit is converted to SI", "[io][quantity]") {
    CHECK(to_si(20.0, "ms", Dimension::time) == 0.020);
    CHECK(to_si(2.0, "1 / mm", Dimension::wavenumber) == 2000.0);
    CHECK_THROWS_WITH(to_si(20.0, "mV", Dimension::time),
                      "expected the unit of a time, such as 'ms', found 'mV' (a voltage)");
    CHECK_THROWS_AS(to_si(20.0, "", Dimension::time), InvalidParameter);
}

TEST_CASE("A value is printed in the customary unit", "[io][quantity]") {
    CHECK(format_quantity(0.02, Dimension::time) == "20 ms");
    CHECK(format_quantity(-0.0702, Dimension::voltage) == "-70.2 mV");
    CHECK(format_quantity(87.8e-12, Dimension::current) == "87.8 pA");
    CHECK(format_quantity(8.5, Dimension::frequency) == "8.5 Hz");
    CHECK(format_quantity(0.25, Dimension::dimensionless) == "0.25");
}
