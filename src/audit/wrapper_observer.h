#pragma once

#include "core/observation.h"
#include "core/system_root.h"
#include "sockets/inventory.h"
#include "wrappers/lint.h"

namespace portreeve::audit {

/// How far the rules are to be examined beyond what an audit looks at; see wrappers::LintRequest.
struct WrapperQuestions {
  bool names_allowing_rules = false;
  bool resolves_names = false;
};

/// Examines the rule files of TCP Wrappers, with the programs that hold the sockets and what the
/// super-servers start as the daemons that rules may be for.
[[nodiscard]] core::Observed<wrappers::LintReport> observe_wrappers(
    const core::SystemRoot& root, const core::Observed<sockets::Inventory>& sockets,
    const WrapperQuestions& questions = {});

}  // namespace portreeve::audit
