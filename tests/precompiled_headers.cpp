// The source that CMake needs to precompile the headers of the tests.
