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
/// would miss the address translation buffer. A large array takes memory where it is written to.
template <class T>
class LargeArray {
public:
    LargeArray() = default;
    explicit LargeArray(std::size_t size) : size_(size) {
        const std::size_t bytes = (size * sizeof(T) + cache_line - 1) / cache_line * cache_line;
        if (bytes >= huge_page) {
            data_ = on_huge_pages(bytes);
        } else if (size > 0) {
            data_ = {static_cast<T*>(std::aligned_alloc(cache_line, bytes)), Free{}};
            if (!data_) throw std::bad_alloc();
            std::memset(data_.get(), 0, bytes);
        }
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
        void* mapped = nullptr;  // what the kernel gave; null: the allocator did
        std::size_t length = 0;

        void operator()(T* data) const {
            if (mapped == nullptr) {
                std::free(data);
            } else {
                munmap(mapped, length);
            }
        }
    };
    using Data = std::unique_ptr<T, Free>;

    // The kernel gives zeros.
    static Data on_huge_pages(std::size_t bytes) {
        const std::size_t length = bytes + huge_page;
        void* const mapped = mmap(nullptr, length, PROT_READ | PROT_WRITE,
                                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (mapped == MAP_FAILED) throw std::bad_alloc();
        void* first = mapped;
        std::size_t space = length;
        std::align(huge_page, bytes, first, space);
        madvise(first, bytes, MADV_HUGEPAGE);
        return {static_cast<T*>(first), Free{.mapped = mapped, .length = length}};
    }

    std::size_t size_ = 0;
    Data data_;
};

}  // namespace siegert::simulation
