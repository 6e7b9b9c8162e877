#pragma once

namespace siegert {

/// Lets several processes (`mpirun -np 2 ...`) simulate one network together for as long as it
/// lives: construct it once, at the start of main. Without MPI in the build it does nothing.
///
/// Every rank then constructs the same NetworkSimulation and calls the same functions; records are
/// handed over on rank 0.
class ParallelSession {
public:
    ParallelSession(int* argc, char*** argv);
    ~ParallelSession();
    ParallelSession(const ParallelSession&) = delete;
    ParallelSession& operator=(const ParallelSession&) = delete;

    [[nodiscard]] int rank() const;
    [[nodiscard]] int ranks() const;

    /// Returns when all processes have called it.
    void wait_for_all() const;

    /// Ends all processes: for a rank that failed while others wait for it.
    void abort(int status) const;

private:
    [[maybe_unused]] bool owns_ = false;
};

}  // namespace siegert
