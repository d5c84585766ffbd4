#pragma once

#include <string>

#include "audit/judge.h"

namespace portreeve::report {

/// What the head of an audit's report says.
struct AuditReport {
  std::string host_name;  ///< empty if unknown
  std::string source;     ///< "this host", or the directory of the capture
  audit::Judgement judgement;
};

}  // namespace portreeve::report
