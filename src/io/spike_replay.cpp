#include <siegert/error.hpp>
#include <siegert/io/spike_file.hpp>

#include "io/hdf5_handle.hpp"
#include "io/spike_names.hpp"

#include <algorithm>

namespace siegert {
namespace {

using io::check_hdf5;
using io::Hdf5Handle;

constexpr hsize_t piece_length = 1 << 20;  // spikes

class Column {
public:
    Column(hid_t file, const std::string& name)
        : dataset_(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose, "open a dataset"),
          space_(H5Dget_space(dataset_.id()), H5Sclose, "read a shape") {}

    [[nodiscard]] hsize_t size() const {
        const hssize_t size = H5Sget_simple_extent_npoints(space_.id());
        return size > 0 ? static_cast<hsize_t>(size) : 0;
    }

    template <class T>
    void read(hsize_t first, std::vector<T>& values, hid_t type) const {
        const hsize_t count = values.size();
        check_hdf5(
            H5Sselect_hyperslab(space_.id(), H5S_SELECT_SET, &first, nullptr, &count, nullptr),
            "select a part of a dataset");
        const Hdf5Handle memory(H5Screate_simple(1, &count, nullptr), H5Sclose, "make a shape");
        check_hdf5(
            H5Dread(dataset_.id(), type, memory.id(), space_.id(), H5P_DEFAULT, values.data()),
            "read a dataset");
    }

private:
    Hdf5Handle dataset_;
    Hdf5Handle space_;
};

PopulationSpikes read_piece(const std::filesystem::path& path, const std::string& group,
                            hsize_t first) {
    const io::Hdf5Session session;
    const Hdf5Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose,
                          "open the file");
    const Column times(file.id(), group + "/times");
    const Column neurons(file.id(), group + "/neurons");
    if (times.size() != neurons.size()) throw FileError(group + " is damaged");
    PopulationSpikes piece;
    if (first >= times.size()) return piece;
    const auto length = static_cast<std::size_t>(std::min(piece_length, times.size() - first));
    piece.times.resize(length);
    piece.neurons.resize(length);
    times.read(first, piece.times, H5T_NATIVE_DOUBLE);
    neurons.read(first, piece.neurons, H5T_NATIVE_UINT32);
    return piece;
}

void erase_until(PopulationSpikes& piece, double after) {
    const auto kept = std::ranges::upper_bound(piece.times, after) - piece.times.begin();
    piece.times.erase(piece.times.begin(), piece.times.begin() + kept);
    piece.neurons.erase(piece.neurons.begin(), piece.neurons.begin() + kept);
}

}  // namespace

void replay_spikes(const std::filesystem::path& path, const std::string& population, double after,
                   const std::function<void(const PopulationSpikes&)>& visit) {
    const std::string group =
        std::string(io::spikes_group) + "/" + io::link_name(io::population_group(population));
    try {
        for (hsize_t first = 0;; first += piece_length) {
            PopulationSpikes piece = read_piece(path, group, first);
            const bool last = piece.times.size() < piece_length;
            erase_until(piece, after);
            if (!piece.times.empty()) visit(piece);
            if (last) return;
        }
    } catch (const FileError& error) {
        throw FileError(path.string() + ": " + error.what());
    }
}

double end_of_spikes(const std::filesystem::path& path) {
    try {
        const io::Hdf5Session session;
        const Hdf5Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose,
                              "open the file");
        const Column ends(file.id(), io::end_name);
        if (ends.size() == 0) throw FileError("the records are damaged");
        std::vector<double> last(1);
        ends.read(ends.size() - 1, last, H5T_NATIVE_DOUBLE);
        return last.front();
    } catch (const FileError& error) {
        throw FileError(path.string() + ": " + error.what());
    }
}

}  // namespace siegert
