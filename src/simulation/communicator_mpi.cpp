#include <siegert/error.hpp>
#include <siegert/simulation/parallel_session.hpp>

#include "simulation/communicator.hpp"

#include <mpi.h>

#include <numeric>
#include <string>

namespace siegert {
namespace {

bool is_running() {
    int initialized = 0;
    int finalized = 0;
    MPI_Initialized(&initialized);
    MPI_Finalized(&finalized);
    return initialized != 0 && finalized == 0;
}

void check(int status, const char* action) {
    if (status != MPI_SUCCESS) throw Error(std::string("MPI failed to ") + action);
}

// Cuts what the ranks have sent, one after another, into pieces.
template <class T>
std::vector<std::vector<T>> pieces(const std::vector<T>& all, const std::vector<int>& lengths) {
    std::vector<std::vector<T>> result;
    auto begin = all.begin();
    for (const int length : lengths) {
        result.emplace_back(begin, begin + length);
        begin += length;
    }
    return result;
}

std::vector<int> offsets(const std::vector<int>& lengths) {
    std::vector<int> result(lengths.size());
    std::exclusive_scan(lengths.begin(), lengths.end(), result.begin(), 0);
    return result;
}

std::vector<int> all_lengths(const simulation::Communicator& all, std::size_t mine) {
    std::vector<int> lengths(static_cast<std::size_t>(all.size));
    const int length = static_cast<int>(mine);
    check(MPI_Allgather(&length, 1, MPI_INT, lengths.data(), 1, MPI_INT, MPI_COMM_WORLD),
          "exchange lengths");
    return lengths;
}

}  // namespace

ParallelSession::ParallelSession(int* argc, char*** argv) {
    int initialized = 0;
    MPI_Initialized(&initialized);
    if (initialized != 0) return;
    int provided = 0;
    check(MPI_Init_thread(argc, argv, MPI_THREAD_FUNNELED, &provided), "start");
    owns_ = true;
}

ParallelSession::~ParallelSession() {
    if (owns_) MPI_Finalize();
}

int ParallelSession::rank() const {
    return simulation::communicator().rank;
}

int ParallelSession::ranks() const {
    return simulation::communicator().size;
}

void ParallelSession::wait_for_all() const {
    check(MPI_Barrier(MPI_COMM_WORLD), "wait");
}

void ParallelSession::abort(int status) const {
    MPI_Abort(MPI_COMM_WORLD, status);
}

namespace simulation {

Communicator communicator() {
    Communicator all;
    if (!is_running()) return all;
    MPI_Comm_rank(MPI_COMM_WORLD, &all.rank);
    MPI_Comm_size(MPI_COMM_WORLD, &all.size);
    return all;
}

std::vector<Words> exchange_words(const Communicator& all, const Words& mine) {
    if (all.size == 1) return {mine};
    const std::vector<int> lengths = all_lengths(all, mine.size());
    const std::vector<int> starts = offsets(lengths);
    Words received(static_cast<std::size_t>(starts.back() + lengths.back()));
    check(MPI_Allgatherv(mine.data(), static_cast<int>(mine.size()), MPI_UINT32_T, received.data(),
                         lengths.data(), starts.data(), MPI_UINT32_T, MPI_COMM_WORLD),
          "exchange spikes");
    return pieces(received, lengths);
}

std::vector<std::vector<double>> gather(const Communicator& all, const std::vector<double>& mine) {
    if (all.size == 1) return {mine};
    const std::vector<int> lengths = all_lengths(all, mine.size());
    const std::vector<int> starts = offsets(lengths);
    const bool root = all.rank == 0;
    std::vector<double> received(root ? static_cast<std::size_t>(starts.back() + lengths.back())
                                      : std::size_t{0});
    check(MPI_Gatherv(mine.data(), static_cast<int>(mine.size()), MPI_DOUBLE, received.data(),
                      lengths.data(), starts.data(), MPI_DOUBLE, 0, MPI_COMM_WORLD),
          "gather records");
    if (!root) return {};
    return pieces(received, lengths);
}

}  // namespace simulation
}  // namespace siegert
