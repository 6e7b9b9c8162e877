#pragma once

#include <cstdint>
#include <vector>

namespace siegert::simulation {

/// The processes that simulate one network together: those of MPI_COMM_WORLD where MPI has been
/// initialised (see parallel_session.hpp), else this one. Every function is collective.
struct Communicator {
    int rank = 0;
    int size = 1;
};

[[nodiscard]] Communicator communicator();

using Words = std::vector<std::uint32_t>;

/// What each rank has sent, on all ranks.
[[nodiscard]] std::vector<Words> exchange_words(const Communicator& all, const Words& mine);

/// What each rank has sent, on rank 0; empty elsewhere.
[[nodiscard]] std::vector<std::vector<double>> gather(const Communicator& all,
                                                      const std::vector<double>& mine);

}  // namespace siegert::simulation
