#include "questions/list.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace siegert::questions {

std::span<const Question* const> all_questions() {
    return listed_questions();
}

const Question& question(std::string_view name) {
    std::string names;
    for (const Question* one : all_questions()) {
        if (one->name == name) return *one;
        names += fmt::format("{}'{}'", names.empty() ? "" : ", ", one->name);
    }
    throw InvalidParameter(fmt::format("question must be one of {}, got '{}'", names, name));
}

}  // namespace siegert::questions
