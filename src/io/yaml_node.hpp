#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace siegert::io {

/// A value of a YAML document, aliases resolved, with the place where it stands.
struct YamlNode {
    enum class Kind { null, scalar, sequence, map };

    Kind kind = Kind::null;
    int line = 0;                     ///< 1 is the first
    bool quoted = false;              ///< a scalar in quotes is text, whatever it spells
    std::string text{};               ///< of a scalar
    std::vector<YamlNode> items{};    ///< of a sequence or a map
    std::vector<std::string> keys{};  ///< of a map: keys[k] names items[k]
};

/// What a document may hold at most: the text of a few lines can stand for any number of values.
struct YamlLimits {
    std::size_t depth = 32;     ///< a matrix of quantities needs five
    std::size_t keys = 10'000;  ///< of one mapping
    std::size_t values = 4'000'000;
    std::size_t values_by_aliases = 1'000'000;
};

/// The one document that `text` holds. `file` names it in messages.
///
/// Throws: ParameterFileError if it is not YAML, holds more or less than one document, a key
/// of a nested mapping twice, a key that is not a word, or more than the limits allow.
[[nodiscard]] YamlNode parse_yaml(const std::string& text, const std::string& file,
                                  const YamlLimits& limits = {});

/// The value of `key`, or nullptr.
[[nodiscard]] const YamlNode* find(const YamlNode& map, const std::string& key);

/// What a node is, for messages: "'text'", "a list", "a mapping", "nothing".
[[nodiscard]] std::string describe(const YamlNode& node);

}  // namespace siegert::io
