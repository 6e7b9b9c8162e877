#include "network_text.hpp"

using namespace siegert;
