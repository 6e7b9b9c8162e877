#pragma once

#include <siegert/error.hpp>
#include <siegert/model/network.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace siegert {

/// The content of a parameter file is not what it has to be. The message reads
/// "file:line: key: expected ..., found ...", of text "network text, line 3: key: ...", of values
/// of a dictionary or network "key: ...".
struct ParameterFileError : InvalidParameter {
    ParameterFileError(std::string file_name, int line_number, std::string key_name,
                       const std::string& complaint);

    std::string file;  ///< as given to `load_network`; "network text"; empty for values
    int line;          ///< 1 is the first; 0 where no single line is to blame
    std::string key;   ///< the parameter, empty where none is to blame
};

/// Which derived parameters a file stands for: the model classes of NNMT. Matrices given
/// explicitly (J, K, J_ext, K_ext, Delay, Delay_sd) win over derived ones in all of them.
///
/// When to use: `automatic`; another where a file has the keys of several.
enum class NetworkModel {
    automatic,     ///< told from the file: see docs/parameter_files.md
    plain,         ///< everything as given; J may come from j or w, and g
    basic,         ///< J = tau_s W / C
    microcircuit,  ///< J = tau_s w / C, inhibition times -g, and twice that from 4E to 23E
};

/// "automatic", "plain", "basic" or "microcircuit".
[[nodiscard]] std::string to_string(NetworkModel model);

/// The model of this name; "auto" is accepted for automatic. Throws: InvalidParameter.
[[nodiscard]] NetworkModel network_model(std::string_view name);

/// One key of a parameter file as it stands there, numbers converted to SI.
struct Parameter {
    std::string name;
    std::variant<std::vector<double>, std::vector<std::string>> values;
    std::vector<Index> shape;  ///< empty: a single value; else its rows, or rows and columns
    std::string unit;          ///< the unit in the file, empty for numbers without unit and texts
};

struct LoadOptions {
    NetworkModel model = NetworkModel::automatic;
};

/// What a parameter file says.
struct LoadedNetwork {
    Network network;    ///< valid: `validate` has accepted it
    Analysis analysis;  ///< from f_min, f_max, df, k_min, k_max, dk, where the file has them
    NetworkModel model = NetworkModel::automatic;  ///< the one taken, never `automatic`
    std::vector<std::string> notes;                ///< what was derived, and how
    std::vector<std::string> warnings;             ///< what is probably not meant
    std::vector<Parameter> parameters;  ///< every key, also those that the theory does not need
};

/// Reads a network from a YAML file; the format and every key are in docs/parameter_files.md.
///
/// Throws: ParameterFileError if the content is wrong in any way, FileError if the file or a matrix
/// file that it names cannot be read.
[[nodiscard]] LoadedNetwork load_network(const std::filesystem::path& path,
                                         const LoadOptions& options = {});

/// The same from text; matrix files are looked up in `directory`.
[[nodiscard]] LoadedNetwork network_from_yaml(const std::string& text,
                                              const std::filesystem::path& directory = {},
                                              const LoadOptions& options = {});

/// Reads the analysis parameters of a YAML file: f_min, f_max, df and k_min, k_max, dk, which give
/// f_min, f_min + df, ... below f_max (the end is left out, as in NNMT), or the lists `omegas` and
/// `k_wavenumbers`.
///
/// Throws: as load_network.
[[nodiscard]] Analysis load_analysis(const std::filesystem::path& path);

/// The same from text.
[[nodiscard]] Analysis analysis_from_yaml(const std::string& text);

/// The network as a parameter file, which loads back to the identical network, bit for bit.
///
/// Throws: InvalidParameter if the network is not valid.
[[nodiscard]] std::string to_yaml(const Network& network, const Analysis& analysis = {});

/// Writes `to_yaml` to a file: the whole file or, if anything fails, nothing, and a file that was
/// there before is kept.
///
/// Throws: InvalidParameter if the network is not valid, FileError if it cannot be written.
void write_network(const Network& network, const std::filesystem::path& path,
                   const Analysis& analysis = {});

}  // namespace siegert
