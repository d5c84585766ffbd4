#pragma once

#include <vector>

#include "audit/finding.h"
#include "audit/observations.h"
#include "core/observation.h"

namespace portreeve::audit {

/// The outcome of an audit.
struct Judgement {
  std::vector<Finding> findings;     ///< the worst first, then in the order of the tables of checks
  std::vector<core::Unseen> unseen;  ///< what could not be observed, and the checks that could not be decided
};

/// Asks every check. The same observations give the same judgement, to the byte.
[[nodiscard]] Judgement judge(const Observations& observations);

}  // namespace portreeve::audit
