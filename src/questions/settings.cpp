#include <siegert/error.hpp>
#include <siegert/questions/question.hpp>

#include "model/field_use.hpp"
#include "require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace siegert::questions {
namespace {

const std::string* given(const Inquiry& inquiry, std::string_view option) {
    const auto found = inquiry.settings.find(std::string(option));
    return found == inquiry.settings.end() ? nullptr : &found->second;
}

const Option* find(const Question& question, std::string_view name) {
    const auto found = std::ranges::find(question.options, name, &Option::name);
    return found == question.options.end() ? nullptr : &*found;
}

// Throws unless the value is one of its kind.
void check(const Inquiry& inquiry, const Option& option) {
    switch (option.kind) {
        case OptionKind::flag:
            return static_cast<void>(flag_setting(inquiry, option.name));
        case OptionKind::count:
            return static_cast<void>(count_setting(inquiry, option.name));
        case OptionKind::frequency:
            return static_cast<void>(frequency_setting(inquiry, option.name));
        case OptionKind::text:
            return;
    }
}

}  // namespace

Answer ask(const Question& question, Inquiry& inquiry) {
    schema::require_known_fields(inquiry.loaded.network);
    for (const auto& [name, value] : inquiry.settings) {
        const Option* option = find(question, name);
        if (option == nullptr) {
            throw InvalidParameter(fmt::format("{} must be an option of {}, got it with {}", name,
                                               question.name, value));
        }
        check(inquiry, *option);
    }
    for (const Option& option : question.options) {
        if (!option.standard.empty()) {
            inquiry.settings.emplace(std::string(option.name), std::string(option.standard));
        }
    }
    return question.answer(inquiry);
}

bool flag_setting(const Inquiry& inquiry, std::string_view option) {
    const std::string* text = given(inquiry, option);
    if (text == nullptr || *text == "false") return false;
    if (*text == "true") return true;
    throw InvalidParameter(fmt::format("{} must be true or false, got {}", option, *text));
}

Index count_setting(const Inquiry& inquiry, std::string_view option) {
    const std::string* text = given(inquiry, option);
    Index count = 0;
    if (text != nullptr) {
        const char* end = text->data() + text->size();
        const auto [rest, error] = std::from_chars(text->data(), end, count);
        if (error == std::errc{} && rest == end && count > 0) return count;
    }
    throw InvalidParameter(fmt::format("{} must be a positive whole number, got {}", option,
                                       text == nullptr ? "none" : *text));
}

std::string text_setting(const Inquiry& inquiry, std::string_view option) {
    const std::string* text = given(inquiry, option);
    return text == nullptr ? std::string() : *text;
}

std::optional<double> frequency_setting(const Inquiry& inquiry, std::string_view option) {
    const std::string* text = given(inquiry, option);
    if (text == nullptr) return std::nullopt;
    try {
        const double f = parse_quantity(*text, Dimension::frequency);
        require_not_negative("a frequency", f);
        return f;
    } catch (const InvalidParameter& error) {
        throw InvalidParameter(fmt::format("{}: {}", option, error.what()));
    }
}

}  // namespace siegert::questions
