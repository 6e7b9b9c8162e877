#include "network_text.hpp"

#include <fmt/format.h>

#include <map>

using namespace siegert;

// What is wrong with the small network if this line is put into it.
static std::string complaint_with(const std::string& key, const std::string& line) {
    return complaint(small_network_with(key, line));
}

TEST_CASE("A wrong unit is reported with what was expected", "[io][errors]") {
    CHECK(complaint_with("tau_r", "tau_r: 2") ==
          "network text, line 4: tau_r: expected a time with a unit, such as '20 ms', found '2' "
          "(no unit)");
    CHECK(complaint_with("tau_r", "tau_r: 2 mV") ==
          "network text, line 4: tau_r: expected a time with a unit, such as '20 ms', found '2 mV' "
          "(a voltage)");
    CHECK(
        complaint_with("tau_r", "tau_r: {val: 2}") ==
        "network text, line 4: tau_r: expected the unit of a time, such as 'unit: ms', found none");
    CHECK(complaint_with("tau_r", "tau_r: {val: 2, unit: mV}") ==
          "network text, line 4: tau_r: expected the unit of a time, such as 'ms', found 'mV' (a "
          "voltage)");
    CHECK(complaint_with("tau_r", "tau_r: {val: 2, unit: mss}") ==
          "network text, line 4: tau_r: expected the unit of a time, such as 'ms', found 'mss' "
          "(unknown unit "
          "'mss'; known are ms and others with a prefix of SI)");
    CHECK(complaint_with("tau_r", "tau_r: {val: 2, unit: [ms]}") ==
          "network text, line 4: tau_r: expected a text, found a list");
    CHECK(complaint_with("N", "N: {val: [80, 20], unit: ms}") ==
          "network text, line 2: N: expected a number without unit, found the unit 'ms'");
    CHECK(complaint_with("K", "K: 3 mV") ==
          "network text, line 9: K: expected a finite number, found '3 mV'");
    CHECK(complaint_with("tau_r", "tau_r: {value: 2, unit: ms}") ==
          "network text, line 4: tau_r: expected 'val' or 'file', and 'unit', found 'value'");
    CHECK(complaint_with("tau_r", "tau_r: {unit: ms}") ==
          "network text, line 4: tau_r: expected either 'val' or 'file', found neither");
}

TEST_CASE("An unknown key is reported with the nearest known one", "[io][errors]") {
    CHECK(complaint_with("x", "tua_m: 2 ms") ==
          "network text, line 10: tua_m: expected a known key such as 'tau_m', found this one");
    CHECK(complaint_with("x", "Nu_ext: 2 Hz") ==
          "network text, line 10: Nu_ext: expected a known key such as 'nu_ext', found this one");
    CHECK(complaint_with("x", "delay: 2 ms") ==
          "network text, line 10: delay: expected a known key such as 'Delay', found this one");
    CHECK(complaint_with("x", "V_threshold: 2 mV") ==
          "network text, line 10: V_threshold: expected a known key such as 'V_th_rel', found this "
          "one");
    CHECK(complaint_with("x", "weights_distribution: normal") ==
          "network text, line 10: weights_distribution: expected a known key such as "
          "'weight_dist', found this "
          "one");
    CHECK(complaint_with("x", "zzzzzzzzzzzzzzzzzz: 2") ==
          "network text, line 10: zzzzzzzzzzzzzzzzzz: expected a known key, found this one "
          "(docs/parameter_files.md)");
}

TEST_CASE("A missing key is reported", "[io][errors]") {
    const std::map<std::string, std::string> advice{
        {"populations", "'populations: [E, I]' (names)"},
        {"N", "'N: NUMBER' (neurons in each population; one number, or n)"},
        {"tau_m", "'tau_m: NUMBER ms' (membrane time constant; one number, or n)"},
        {"tau_r", "'tau_r: NUMBER ms' (refractory period; one number, or n)"}};
    for (const auto& [key, line] : advice) {
        CHECK(complaint_with(key, "") ==
              "network text: " + key + ": expected this key, found none: add " + line);
    }
    CHECK(complaint_with("V_0_rel", "") ==
          "network text: V_0_rel: expected this key or V_0_abs, found none"
          ": add 'V_0_rel: NUMBER mV' (reset potential relative to the leak potential; one number, "
          "or n)");
    CHECK(complaint_with("J", "") ==
          "network text: J: expected this key (or j or w, with g) by model plain, found none"
          ": add 'J: NUMBER mV' (weight; one number, or n x n)");
    CHECK(complaint_with("K", "") ==
          "network text: K: expected this key (or the connection probability p), found none"
          ": add 'K: NUMBER' (in-degree; one number, or n x n)");
    CHECK(complaint_with("J", "j: 0.1 mV") ==
          "network text: g: expected this key for inhibitory weights -g j, found none"
          ": add 'g: NUMBER' (strength of inhibitory synapses relative to excitatory ones)");
    CHECK(complaint_with("x", "d_e: 1 ms") ==
          "network text: d_i: expected this key beside d_e, found none"
          ": add 'd_i: NUMBER ms' (mean delay of inhibitory sources)");
    CHECK(
        complaint_with("x", "delay_dist: gaussian\nd: 1 ms") ==
        "network text: Delay_sd: expected this key (or d_sd, or d_e_sd and d_i_sd) for delay_dist "
        "gaussian, found none"
        ": add 'Delay_sd: NUMBER ms' (standard deviation of the delay; one number, or n x n)");
}

TEST_CASE("A wrong shape is reported with the right one", "[io][errors]") {
    CHECK(
        complaint_with("tau_r", "tau_r: {val: [1, 2, 3], unit: ms}") ==
        "network text, line 4: tau_r: expected a single number or a list of 2, found a list of 3");
    CHECK(complaint_with("tau_r", "tau_r: {val: [[1, 2], [3, 4]], unit: ms}") ==
          "network text, line 4: tau_r: expected a single number or a list of 2, found a 2 x 2 "
          "matrix");
    CHECK(complaint_with("K", "K: [[10, 5, 3], [12, 6, 3]]") ==
          "network text, line 9: K: expected a 2 x 2 matrix, found a 2 x 3 matrix");
    CHECK(complaint_with("K", "K: [10, 5, 3]") ==
          "network text, line 9: K: expected a 2 x 2 matrix, found a list of 3");
    CHECK(complaint_with("K", "K:\n  - [10, 5]\n  - [12]") ==
          "network text, line 11: K: expected rows of 2 numbers as the first, found a row of 1");
    CHECK(complaint_with("K", "K: [[10, 5], 12]") ==
          "network text, line 9: K: expected a row of a matrix, found '12'");
    CHECK(complaint_with("K", "K: [10, [5, 12]]") ==
          "network text, line 9: K: expected a number, found a list");
    CHECK(complaint_with("K", "K: [[[10]], [[5]]]") ==
          "network text, line 9: K: expected a number, found a list");
    CHECK(complaint_with("K", "K: []") ==
          "network text, line 9: K: expected at least one number, found an "
          "empty list");
    CHECK(complaint_with("K", "K:") == "network text, line 9: K: expected a number, found nothing");
    CHECK(complaint_with("K", "g: 4\nw: [1 pA, 2 pA]\nC: 1 pF\nJ_rel_sd: 1").find("K:") !=
          std::string::npos);
}

TEST_CASE("A value that is no finite number is reported where it stands", "[io][errors]") {
    CHECK(complaint_with("K", "K:\n  - [10, 5]\n  - [12, .nan]") ==
          "network text, line 11: K: expected a finite number, found '.nan'");
    CHECK(complaint_with("K", "K:\n  - - 10\n    - 5\n  - - 12\n    - inf") ==
          "network text, line 13: K: expected a finite number, found 'inf'");
    CHECK(complaint_with("tau_r", "tau_r: nan ms") ==
          "network text, line 4: tau_r: expected a time with a unit, such as '20 ms', found 'nan "
          "ms' (not "
          "finite)");
    CHECK(complaint_with("N", "N: [80, twenty]") ==
          "network text, line 2: N: expected a finite number, found 'twenty'");
    CHECK(complaint_with("N", "N: [80, '20']") ==
          "network text, line 2: N: expected a number, found '20'");
    CHECK(complaint_with("N", "N: [80, 0x14]") ==
          "network text, line 2: N: expected a finite number, found '0x14'");
}

TEST_CASE("A value out of range is reported with population and unit", "[io][errors]") {
    CHECK(complaint_with("tau_m", "tau_m: {val: [20, -10], unit: ms}") ==
          "network text, line 3: tau_m: expected tau_m of population I to be positive and finite, "
          "found -10 ms");
    CHECK(complaint_with("tau_r", "tau_r: -1 ms") ==
          "network text, line 4: tau_r: expected tau_r of population E to be finite and not "
          "negative, found -1 "
          "ms");
    CHECK(complaint_with("V_th_rel", "V_th_rel: {val: [15, 2], unit: mV}") ==
          "network text, line 6: V_0_rel: expected V_0 of population I to lie below V_th = 0.002 "
          "V, found 3 mV");
    for (const std::string found : {"0", "10.5", "-3"}) {
        CHECK(complaint_with("N", "N: [80, " + found + "]") ==
              "network text, line 2: N: expected N of population I to be a positive whole number, "
              "found " +
                  found);
    }
    CHECK(complaint_with("K", "K: [[10, 5], [-12, 6]]") ==
          "network text, line 9: K: expected K of row 2 (target I), column 1 to be finite and not "
          "negative, "
          "found -12");
    CHECK(complaint_with("x", "d: -1 ms") ==
          "network text, line 10: d: expected Delay of row 1 (target E), column 1 to be finite and "
          "not negative, "
          "found -1 ms");
    CHECK(complaint_with("K", "p: 1.5") ==
          "network text, line 9: p: expected probabilities from 0 to 1, found others");
    CHECK(complaint_with("x", "delay_dist: normal\nd: 1 ms") ==
          "network text, line 10: delay_dist: expected 'none', 'gaussian', 'truncated_gaussian' or "
          "'lognormal', "
          "found 'normal'");
    CHECK(complaint_with("x", "multapses: maybe") ==
          "network text, line 10: multapses: expected true or false, found 'maybe'");
}

TEST_CASE("Populations are names, each once", "[io][errors]") {
    CHECK(complaint_with("populations", "populations: [E, 23]") ==
          "network text, line 1: populations: expected a name (in quotes, if it looks like a "
          "number), found "
          "'23'");
    CHECK(complaint_with("populations", "populations: [E, '23']") == "accepted");
    CHECK(complaint_with("populations", "populations: [E, [I]]") ==
          "network text, line 1: populations: expected a name (in quotes, if it looks like a "
          "number), found a "
          "list");
    CHECK(complaint_with("populations", "populations: [E, E]") ==
          "network text, line 1: populations: expected every name once, found 'E' a second time");
    CHECK(complaint_with("populations", "populations: E, I") ==
          "network text, line 1: populations: expected a list of names, found 'E, I'");
    CHECK(complaint_with("populations", "populations: 2") ==
          "network text, line 1: populations: expected a list of names, found '2'");
}

TEST_CASE("Names that contradict the order of excitation and inhibition are reported",
          "[io][errors]") {
    std::string text = small_network_with("populations", "populations: [I, E]");
    CHECK(complaint(text) == "accepted");
    CHECK(complaint(with_line(text, "J", "j: 0.1 mV\ng: 4")) ==
          "network text, line 8: j: expected excitatory and inhibitory populations by turns, or "
          "explicit "
          "matrices (J, Delay, Delay_sd), found 'I' as population 1");
    CHECK(complaint(text + "d_e: 1 ms\nd_i: 2 ms\n") ==
          "network text, line 10: d_e: expected excitatory and inhibitory populations by turns, or "
          "explicit "
          "matrices (J, Delay, Delay_sd), found 'I' as population 1");
}

TEST_CASE("Keys of other simulators are known", "[io][errors]") {
    for (const auto& [foreign, here] : {std::pair{"V_th", "'V_th_rel' or 'V_th_abs'"},
                                        {"V_reset", "'V_0_rel' or 'V_0_abs'"},
                                        {"t_ref", "'tau_r'"},
                                        {"tau_refrac", "'tau_r'"},
                                        {"C_m", "'C'"},
                                        {"cm", "'C'"},
                                        {"I_e", "'I_ext'"},
                                        {"i_offset", "'I_ext'"},
                                        {"v_rest", "'E_L'"},
                                        {"tau_syn_ex", "'tau_s'"},
                                        {"tau_syn_E", "'tau_s'"},
                                        {"conn_probs", "'p', with 'p_rule: potjans_diesmann'"}}) {
        CHECK(complaint_with("x", foreign + std::string(": 2 ms")) ==
              fmt::format(
                  "network text, line 10: {}: expected a known key such as {}, found this one",
                  foreign, here));
    }
    // Keys that are kept and ignored are no good advice.
    CHECK(complaint_with("x", "V_mm: 2 mV").find("V_m'") == std::string::npos);
}

TEST_CASE("Relative inhibition is not negative", "[io][errors]") {
    const std::string text = with_line(small_network(), "J", "j: 0.1 mV");
    CHECK(complaint(text + "g: 0\n") == "accepted");
    CHECK(complaint(text + "g: -5\n") ==
          "network text, line 10: g: expected a value that is not negative, as inhibitory weights "
          "are -g times "
          "the excitatory ones (g = -5 of NEST's scripts is g: 5 here), found -5");
    CHECK_THAT(complaint(small_network() + "w: 10 pA\nC: 1 pF\ng: -5\nnu_i_ext: 3 Hz\n"),
               ContainsSubstring("g: expected a value that is not negative"));
}

TEST_CASE("More synapses than pairs are no Bernoulli network", "[io][errors]") {
    const std::string text = small_network() + "connection_rule: pairwise_bernoulli\n";
    CHECK(complaint(text) == "accepted");
    CHECK(complaint(with_line(text, "K", "K: [[80, 20], [80, 20]]")) == "accepted");
    const std::string demand =
        " not exceed the 20 neurons of the source, as connection_rule is pairwise_bernoulli, "
        "found ";
    CHECK(complaint(with_line(text, "K", "K: [[80, 20.5], [80, 20]]")) ==
          "network text, line 9: K: expected K of row 1 (target E), column 2 to" + demand + "20.5");
    CHECK_THAT(complaint(with_line(text, "K", "K: [[80, 20], [80, 20]]") + "autapses: false\n"),
               ContainsSubstring("the 79 neurons of the source"));
}

TEST_CASE("Duplicate keys within a value are reported", "[io][errors]") {
    CHECK(complaint_with("tau_r", "tau_r: {val: 2, val: 3, unit: ms}") ==
          "network text, line 4: val: expected once, found a second time");
}

TEST_CASE("Text that is not YAML is reported with its line", "[io][errors]") {
    CHECK(complaint("") == "network text, line 1: expected parameters, found an empty file");
    CHECK(complaint("# nothing\n") ==
          "network text, line 1: expected parameters, found an empty file");
    CHECK(complaint("- 1\n- 2\n") ==
          "network text, line 1: expected parameters such as 'tau_m: 10 ms', found a list");
    CHECK(complaint("hello\n") ==
          "network text, line 1: expected parameters such as 'tau_m: 10 ms', found 'hello'");
    CHECK(complaint(small_network() + "---\nN: 3\n") ==
          "network text, line 11: expected one YAML document, found a second");
    CHECK_THAT(
        complaint(small_network() + "d: {val: [1, 2"),
        ContainsSubstring(
            "network text, line 10: expected YAML, found a mistake here or in the line before: "
            "end of sequence flow not found (a colon and a blank follow each key)"));
    for (const std::string lines :
         {"\td: 3 ms\n", "d:\n\tval: 3\n\tunit: ms\n", "d:\n  \tval: 3\n  \tunit: ms\n"}) {
        CHECK_THAT(complaint(small_network() + lines),
                   ContainsSubstring(": expected blanks as indentation, found a tab"));
    }
    CHECK_THAT(complaint("a: b: c\n"), ContainsSubstring("network text, line 1: expected YAML"));
    CHECK(complaint("[a, b]: 3\n") ==
          "network text, line 1: expected a word as key, found a list or a mapping");
}

TEST_CASE("A file cut anywhere is refused or complete", "[io][errors]") {
    const std::string text = small_network();
    for (std::size_t length = 0; length + 4 < text.size(); ++length) {
        CAPTURE(text.substr(0, length));
        CHECK(complaint(text.substr(0, length)) != "accepted");
    }
}

TEST_CASE("Binary files are reported as such", "[io][errors]") {
    const std::string expected =
        "network text, line 2: expected text (UTF-8), found the byte 0x89: a binary file?";
    CHECK(complaint("N: 3\n\x89HDF\r\n") == expected);
    CHECK(complaint(small_network() + std::string(1, '\0')) ==
          "network text, line 10: expected text (UTF-8), found the byte 0x00: a binary file?");
    CHECK(complaint(small_network() + "label: \"\xc3\x28\"\n") ==
          "network text, line 10: expected text (UTF-8), found the byte 0xc3: a binary file?");
    CHECK(complaint(small_network() + "label: \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\n") ==
          "accepted");
}

TEST_CASE("Files that cannot be read are named", "[io][errors]") {
    const TemporaryFolder folder;
    const std::string path = folder.path().string();
    CHECK_THROWS_AS(load_network(path), FileError);
    CHECK_THROWS_WITH(load_network(path), "cannot read " + path + ": it is a directory");
    CHECK_THROWS_WITH(load_network(path + "/gone.yaml"),
                      "cannot read " + path + "/gone.yaml: No such file or directory");
    CHECK_THROWS_AS(load_analysis(path + "/gone.yaml"), FileError);
    CHECK_THROWS_WITH(load_network("/dev/zero"), "/dev/zero: expected at most 64 MB, found more");
    const auto file = folder.file("net.yaml", small_network_with("tau_r", "tau_r: 2"));
    try {
        (void)load_network(file);
        FAIL("accepted");
    } catch (const ParameterFileError& error) {
        CHECK(error.file == file.string());
        CHECK(error.line == 4);
        CHECK(error.key == "tau_r");
    }
}
