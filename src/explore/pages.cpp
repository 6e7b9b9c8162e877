#include "explore/pages.hpp"

#include <algorithm>

namespace siegert::explore {

void Pages::saw(const std::string& page) {
    const std::lock_guard lock(mutex_);
    last_sign_ = Clock::now();
    latest_.try_emplace(page, 0);
}

void Pages::left(const std::string& page) {
    const std::lock_guard lock(mutex_);
    latest_.erase(page);
}

void Pages::asked(const std::string& page, std::uint64_t number) {
    saw(page);
    const std::lock_guard lock(mutex_);
    auto& latest = latest_[page];
    latest = std::max(latest, number);
}

bool Pages::is_outdated(const std::string& page, std::uint64_t number) const {
    const std::lock_guard lock(mutex_);
    const auto found = latest_.find(page);
    return found == latest_.end() || found->second > number;
}

bool Pages::abandoned(Clock::duration patience) const {
    const std::lock_guard lock(mutex_);
    return last_sign_ && Clock::now() - *last_sign_ > patience;
}

}  // namespace siegert::explore
