#pragma once

#include "cli/command.h"

namespace portreeve::cli {

// The commands below `portreeve wrap`, each in a file of its own; wrap_command.cc puts them together.

/// `portreeve wrap check`
void add_wrap_check(CLI::App& wrap, const GlobalOptions& global, ExitStatus& status);

/// `portreeve wrap match`, `explain` and `who`
void add_wrap_questions(CLI::App& wrap, const GlobalOptions& global, ExitStatus& status);

}  // namespace portreeve::cli
