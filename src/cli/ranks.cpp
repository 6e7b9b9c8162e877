#include "cli/ranks.hpp"

#include "cli/commands.hpp"
#include "cli/output.hpp"

#include <siegert/error.hpp>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <thread>

namespace siegert::cli {
namespace {

// MPI's launchers tell their processes so; without one, MPI need not start.
bool has_launcher() {
    for (const char* variable : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"}) {
        if (std::getenv(variable) != nullptr) return true;
    }
    return false;
}

}  // namespace

int threads_of_each(int ranks) {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()) / ranks);
}

void on_all_ranks(const std::function<void(const ParallelSession* session)>& command) {
    std::optional<ParallelSession> session;
    if (has_launcher()) session.emplace(nullptr, nullptr);
    try {
        command(session ? &*session : nullptr);
    } catch (const std::exception& error) {
        if (!session || session->ranks() == 1) throw;
        if (session->rank() == 0) std::cerr << "siegert: " << error.what() << '\n';
        const bool file = dynamic_cast<const FileError*>(&error) != nullptr;
        session->abort(
            static_cast<int>(file ? ExitCode::cannot_read_or_write : ExitCode::bad_input));
    }
}

}  // namespace siegert::cli
