#pragma once

#include <siegert/simulation/parallel_session.hpp>

#include <functional>

namespace siegert::cli {

/// Runs a command, in each of the processes that a launcher (mpirun, srun) started: with a session,
/// else with nullptr. Where one of several fails, the first says why and all end.
void on_all_ranks(const std::function<void(const ParallelSession* session)>& command);

/// Threads for each of several processes on a machine; at least 1.
[[nodiscard]] int threads_of_each(int ranks);

}  // namespace siegert::cli
