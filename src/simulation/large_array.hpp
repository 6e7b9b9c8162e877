#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

namespace siegert::simulation {

/// A zeroed array of numbers whose size is fixed at construction, aligned to cache lines, and on
/// huge pages where it is large: synapses are read in random order, and with 4 KiB pages most reads
/// would miss the address translation buffer.
template <class T>
class LargeArray {
public:
    LargeArray() = default;
    explicit LargeArray(std::size_t size) : size_(size) {
        if (size == 0) return;
        const std::size_t alignment = size * sizeof(T) >= huge_page ? huge_page : cache_line;
        const std::size_t bytes = (size * sizeof(T) + alignment - 1) / alignment * alignment;
        data_.reset(static_cast<T*>(std::aligned_alloc(alignment, bytes)));
        if (!data_) throw std::bad_alloc();
        if (alignment == huge_page) madvise(data_.get(), bytes, MADV_HUGEPAGE);
        std::memset(data_.get(), 0, bytes);
    }

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] T* data() { return data_.get(); }
    [[nodiscard]] const T* data() const { return data_.get(); }
    [[nodiscard]] T& operator[](std::size_t i) { return data_.get()[i]; }
    [[nodiscard]] const T& operator[](std::size_t i) const { return data_.get()[i]; }

private:
    static constexpr std::size_t cache_line = 64;
    static constexpr std::size_t huge_page = 2 * 1024 * 1024;

    struct Free {
        void operator()(T* data) const { std::free(data); }
    };

    std::size_t size_ = 0;
    std::unique_ptr<T, Free> data_;
};

}  // namespace siegert::simulation
