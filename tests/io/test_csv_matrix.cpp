#include "io/csv_matrix.hpp"

#include "network_text.hpp"

using namespace siegert;

namespace {

Matrix matrix_of(const std::string& content) {
    const TemporaryFolder folder;
    return io::read_csv_matrix(folder.file("m.csv", content));
}

// The message without the folder.
std::string csv_complaint(const std::string& content) {
    const TemporaryFolder folder;
    try {
        (void)io::read_csv_matrix(folder.file("m.csv", content));
    } catch (const ParameterFileError& error) {
        return std::string(error.what()).substr(folder.path().string().size() + 1);
    }
    return "accepted";
}

}  // namespace

TEST_CASE("A CSV file is a matrix, whatever separates its columns", "[io][csv]") {
    const Matrix expected = (Matrix(2, 3) << 1.5, -2, 3e-4, 4, 5, 6).finished();
    CHECK(matrix_of("1.5,-2,3e-4\n4,5,6\n") == expected);
    CHECK(matrix_of("# rows are targets\n1.5; -2 ;3e-4\r\n\r\n4;5;6") == expected);
    CHECK(matrix_of("  1.5   -2\t3e-4 \n4 5 6\n") == expected);
    CHECK(matrix_of("7\n8\n") == (Matrix(2, 1) << 7, 8).finished());
}

TEST_CASE("A bad cell is found by line and column", "[io][csv]") {
    CHECK(csv_complaint("1,2\n3,x\n") == "m.csv:2: column 2: expected a finite number, found 'x'");
    CHECK(csv_complaint("1,,3\n") == "m.csv:1: column 2: expected a finite number, found ''");
    CHECK(csv_complaint("1,2,\n") == "m.csv:1: column 3: expected a finite number, found ''");
    CHECK(csv_complaint("1,nan\n") == "m.csv:1: column 2: expected a finite number, found 'nan'");
    CHECK(csv_complaint("E,I\n1,2\n") == "m.csv:1: column 1: expected a finite number, found 'E'");
    CHECK(csv_complaint("1,2\n3\n") == "m.csv:2: expected 2 columns as in the first row, found 1");
    CHECK(csv_complaint("# nothing\n\n") == "m.csv: expected a matrix, found an empty file");
    CHECK(csv_complaint(std::string("1,\0002\n", 5)) ==
          "m.csv:1: expected text (UTF-8), found the byte 0x00: a binary file?");
}

TEST_CASE("Matrices beside the parameter file are found and checked", "[io][csv]") {
    const TemporaryFolder folder;
    folder.file("K.csv", "10,5\n12,6\n");
    folder.file("bad.csv", "10,5\n12,six\n");
    folder.file("wide.csv", "10,5,1\n12,6,1\n");
    folder.file("J.csv", "0.2,-1.1\n0.3,-1.2\n");
    const auto load = [&](const std::string& text) {
        return load_network(folder.file("net.yaml", text));
    };
    const auto message = [&](const std::string& line) {
        try {
            (void)load(small_network_with("K", line));
        } catch (const Error& error) {
            std::string text = error.what();
            const std::string prefix = folder.path().string() + "/";
            for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) {
                text.erase(at, prefix.size());
            }
            return text;
        }
        return std::string("accepted");
    };
    std::string text = small_network_with("K", "K: {file: K.csv}");
    text = with_line(text, "J", "J: {file: J.csv, unit: mV}");
    const Network network = load(text).network;
    const Network inline_network = network_from_yaml(small_network()).network;
    CHECK(network.K == inline_network.K);
    CHECK(network.J == inline_network.J);

    CHECK(message("K: {file: gone.csv}") ==
          "net.yaml:9: K: cannot read gone.csv: No such file or directory");
    CHECK_THROWS_AS(load(small_network_with("K", "K: {file: gone.csv}")), FileError);
    CHECK(message("K: {file: bad.csv}") ==
          "bad.csv:2: column 2: expected a finite number, found 'six'");
    CHECK(message("K: {file: wide.csv}") ==
          "net.yaml:9: K: expected a 2 x 2 matrix, found a 2 x 3 matrix");
    CHECK(message("K: {file: K.csv, val: 3}") ==
          "net.yaml:9: K: expected either 'val' or 'file', found both");
    CHECK_THROWS_WITH(load(with_line(text, "J", "J: {file: J.csv}")),
                      ContainsSubstring("net.yaml:8: J: expected the unit of a voltage"));
}
