#include "lif/coloured/kernel_memory.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <mutex>
#include <new>

namespace siegert::lif::coloured {
namespace {

constexpr std::size_t most_kept = 64'000'000;  // bytes
constexpr std::size_t classes = std::numeric_limits<std::size_t>::digits;

/// Blocks by the power of two that their size is.
struct Pool {
    std::mutex mutex;
    std::array<std::vector<void*>, classes> blocks;
    std::size_t kept = 0;
};

/// Never destroyed: kernels may live until the program ends.
Pool& pool() {
    static Pool& shared = *new Pool;
    return shared;
}

std::size_t class_of(std::size_t bytes) {
    return static_cast<std::size_t>(std::bit_width(std::max<std::size_t>(bytes, 1) - 1));
}

}  // namespace

void* take_memory(std::size_t bytes) {
    const std::size_t size_class = class_of(bytes);
    {
        const std::lock_guard lock(pool().mutex);
        auto& free = pool().blocks[size_class];
        if (!free.empty()) {
            void* block = free.back();
            free.pop_back();
            pool().kept -= std::size_t{1} << size_class;
            return block;
        }
    }
    return ::operator new (std::size_t{1} << size_class);
}

void give_back_memory(void* memory, std::size_t bytes) noexcept {
    const std::size_t size_class = class_of(bytes);
    const std::size_t size = std::size_t{1} << size_class;
    try {
        const std::lock_guard lock(pool().mutex);
        if (pool().kept + size <= most_kept) {
            pool().blocks[size_class].push_back(memory);
            pool().kept += size;
            return;
        }
    } catch (...) {  // no room to remember it
    }
    ::operator delete(memory);
}

}  // namespace siegert::lif::coloured
