#include "core/error.h"

#include <cerrno>
#include <system_error>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::core {
namespace {

// Enough to recognise the text by, short enough for one line of a report.
constexpr std::size_t kMaximumQuotedText = 80;

std::string_view usual_advice(int errno_value) {
  switch (errno_value) {
    case EACCES:
    case EPERM:
      return "run as root";
    case EMFILE:
      return "raise the limit on open files: ulimit -n";
    default:
      return {};
  }
}

}  // namespace

std::string Error::to_string() const {
  std::string text;
  if (location) {
    text += printable(location->file);
    if (location->line != 0) text += fmt::format(":{}", location->line);
    text += ": ";
  }
  text += "cannot " + attempted;
  if (!subject.empty()) text += " " + printable(subject);
  if (!reason.empty()) text += ": " + printable(reason);
  if (!advice.empty()) text += " (" + printable(advice) + ")";
  return text;
}

Error make_error(std::string_view attempted, std::string_view subject, std::string_view reason,
                 std::string_view advice) {
  Error error;
  error.attempted = attempted;
  error.subject = subject;
  error.reason = reason;
  error.advice = advice;
  return error;
}

Error system_error(std::string_view attempted, std::string_view subject, int errno_value) {
  Error error =
      make_error(attempted, subject, std::generic_category().message(errno_value), usual_advice(errno_value));
  error.errno_value = errno_value;
  return error;
}

Error parse_error(std::string_view what, std::string_view text, std::string_view reason,
                  std::string_view advice) {
  const bool too_long = text.size() > kMaximumQuotedText;
  return make_error(fmt::format("parse {}", what),
                    fmt::format("\"{}\"{}", text.substr(0, kMaximumQuotedText), too_long ? "..." : ""),
                    reason, advice);
}

}  // namespace portreeve::core
