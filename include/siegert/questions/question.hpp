#pragma once

#include <siegert/io/quantity.hpp>
#include <siegert/questions/inquiry.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace siegert::questions {

enum class OptionKind {
    flag,       ///< given or not; "true" where it is
    count,      ///< a whole number, at least 1
    frequency,  ///< with its unit, as in "64 Hz", not negative
    text,       ///< any; given several times, the texts are joined by ";"
};

/// An option that one question alone has.
struct Option {
    std::string_view name;  ///< "all_fixed_points": --all-fixed-points on the command line
    OptionKind kind;
    std::string_view standard;  ///< the text that stands for it where it is not given; empty: none
    std::string_view meaning;   ///< as the help shows it, with "When to use"
    std::vector<std::string_view> needs{};     ///< options that must be given with it
    std::vector<std::string_view> excludes{};  ///< options that must not
};

/// What the network must have to be asked.
enum class Needs {
    working_point,  ///< rates and what follows from them
    frequencies,    ///< and frequencies to look at
    delays          ///< frequencies, and a network whose connections have delays
};

/// Something that can be asked about a network.
struct Question {
    std::string_view name;     ///< of the command, and in Python
    std::string_view meaning;  ///< one line of the help
    Needs needs;
    std::vector<Option> options;
    std::string_view example;  ///< command line behind "siegert NAME "
    Answer (*answer)(Inquiry&);
};

/// Every question, in the order of the help.
[[nodiscard]] std::span<const Question* const> all_questions();

/// The question of this name. Throws: InvalidParameter, naming the nearest one.
[[nodiscard]] const Question& question(std::string_view name);

/// Asks. Throws: InvalidParameter if a setting is none of the question's options or has a bad
/// value; otherwise as the question.
[[nodiscard]] Answer ask(const Question& question, Inquiry& inquiry);

/// The settings of an inquiry as values; those that are not given are the standard ones.
/// Throws: InvalidParameter naming the option.
[[nodiscard]] bool flag_setting(const Inquiry& inquiry, std::string_view option);
[[nodiscard]] Index count_setting(const Inquiry& inquiry, std::string_view option);
[[nodiscard]] std::string text_setting(const Inquiry& inquiry, std::string_view option);
[[nodiscard]] std::optional<double> frequency_setting(const Inquiry& inquiry,
                                                      std::string_view option);

}  // namespace siegert::questions
