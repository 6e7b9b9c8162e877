#include "io/yaml_node.hpp"

#include "network_text.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <random>

using namespace siegert;

namespace {

std::string repeated(const std::string& text, int count) {
    std::string result;
    for (int k = 0; k < count; ++k) result += text;
    return result;
}

}  // namespace

TEST_CASE("Deep nesting does not exhaust the stack", "[io][robustness]") {
    const std::string message =
        "network text, line 1: expected at most 32 levels of nesting, found more";
    CHECK(complaint("K: " + repeated("[", 1000) + repeated("]", 1000)) == message);
    CHECK_THAT(complaint("K: " + repeated("[", 100000)),
               ContainsSubstring("network text, line 1: expected"));
    CHECK(complaint("K: " + repeated("{a: ", 100000)) == message);
    CHECK(complaint(repeated("- ", 100000) + "1\n") == message);
    CHECK_THAT(complaint(repeated("? ", 100000) + "1\n"),
               ContainsSubstring("network text, line 1: expected"));
    CHECK_THAT(complaint(repeated(": ", 100000) + "1\n"),
               ContainsSubstring("network text, line 1: expected"));
}

TEST_CASE("Aliases that expand to endless data are refused", "[io][robustness]") {
    std::string bomb = "label: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int k = 1; k < 12; ++k) {
        const std::string alias = fmt::format("*a{}", k - 1);
        bomb += fmt::format("k{0}: &a{0} [{1}{2}]\n", k, alias, repeated(", " + alias, 9));
    }
    CHECK_THAT(complaint(bomb),
               ContainsSubstring("expected aliases that expand to at most 1000000 values"));
    CHECK_THAT(complaint("K: &a [1, *a]\n"), ContainsSubstring("network text, line 1: expected"));
    CHECK_THAT(complaint("K: *unknown\n"),
               ContainsSubstring("network text, line 1: expected YAML"));
}

TEST_CASE("Long documents are refused before they fill the memory", "[io][robustness]") {
    const auto parse = [](const std::string& text) {
        return io::parse_yaml(text, "file", {.keys = 20, .values = 50});
    };
    CHECK(parse("K: [" + repeated("1, ", 40) + "1]\n").items[0].items.size() == 41);
    CHECK_THROWS_WITH(
        parse("K: [" + repeated("1, ", 50) + "1]\n"),
        "file:1: expected at most 50 values (put large matrices into CSV files), found more");
    std::string keys;
    for (int k = 0; k < 30; ++k) keys += fmt::format("k{}: 1\n", k);
    CHECK_THROWS_WITH(parse(keys), "file:21: expected at most 20 keys, found more");
}

TEST_CASE("Whatever the file, it is loaded or refused with an error of this library",
          "[io][robustness]") {
    const std::string text = small_network() +
                             "label: &l two\nname: *l\nd: {val: [[1, 2], [3, 4]], unit: ms}\n"
                             "K_ext: [1, 2]\nJ_ext: 1 mV\nnu_ext: [1 Hz, 3 Hz]\n"
                             "adaptation: {I: [{tau: 200 ms, a: 0.5, b: 0.2 mV}]}\n";
    const std::string fragments = "[]{}:,-&*?!|>'\"%@`#~ \n\t\\0123456789.eE+-naifmsVzNK<=";
    std::mt19937 random(20240607);  // NOLINT: the same inputs every time
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    int accepted = 0;
    for (int trial = 0; trial < 3000; ++trial) {
        std::string broken = text;
        for (std::size_t change = 0; change <= below(4); ++change) {
            const std::size_t at = below(broken.size());
            switch (below(3)) {
                case 0:
                    broken.erase(at, 1 + below(6));
                    break;
                case 1:
                    broken.insert(at, 1, fragments[below(fragments.size())]);
                    break;
                default:
                    broken[at] = fragments[below(fragments.size())];
            }
        }
        CAPTURE(broken);
        try {
            validate(network_from_yaml(broken).network);
            ++accepted;
        } catch (const Error& error) {
            CHECK_THAT(error.what(), ContainsSubstring("network text"));
        }
    }
    CHECK(accepted > 0);
    CHECK(accepted < 3000);
}
