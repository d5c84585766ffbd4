#include "wrappers/problem.h"

namespace portreeve::wrappers {

std::string_view to_string(Grade grade) {
  switch (grade) {
    case Grade::kNotice:
      return "notice";
    case Grade::kWarning:
      return "warning";
    case Grade::kError:
      return "error";
  }
  return "unknown";
}

}  // namespace portreeve::wrappers
