#pragma once

#include <cstddef>
#include <vector>

namespace siegert::lif::coloured {

/// Memory of at least so many bytes, from what kernels gave back before: fresh pages take several
/// times as long as the kernel that fills them. At most 64 MB are kept for all threads together.
[[nodiscard]] void* take_memory(std::size_t bytes);
void give_back_memory(void* memory, std::size_t bytes) noexcept;

/// The allocator of kernels.
template <class T>
struct KernelMemory {
    using value_type = T;
    KernelMemory() = default;
    template <class U>
    explicit KernelMemory(const KernelMemory<U>&) {}
    [[nodiscard]] T* allocate(std::size_t count) {
        return static_cast<T*>(take_memory(count * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t count) noexcept {
        give_back_memory(memory, count * sizeof(T));
    }
    friend bool operator==(const KernelMemory&, const KernelMemory&) { return true; }
};

using KernelValues = std::vector<double, KernelMemory<double>>;

}  // namespace siegert::lif::coloured
