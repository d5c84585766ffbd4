#include "wrappers/policy.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "wrappers/file_text.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

// The value of `strict` in the policy file's text, from the last line that sets it.
std::optional<std::string_view> find_strict(std::string_view text) {
  std::optional<std::string_view> value;
  while (!text.empty()) {
    const std::size_t newline = std::min(text.find('\n'), text.size() - 1);
    std::string_view line = text.substr(0, newline + 1);
    text.remove_prefix(newline + 1);
    line = line.substr(0, line.find('#'));
    line = trim_spaces(line);
    // A line that means to set it and lacks its "=" is not passed over: the administrator has asked for
    // something.
    const std::size_t end = std::min(line.find_first_of("=: \t"), line.size());
    if (!equal_ignoring_case(line.substr(0, end), "strict")) continue;
    line = trim_spaces(line.substr(end));
    if (line.starts_with('=')) line.remove_prefix(1);
    value = trim_spaces(line);
  }
  return value;
}

bool interpret(std::string_view value, std::string_view source, Diagnostics& diagnostics) {
  const auto is_on = parse_switch(value);
  if (!is_on) {
    diagnostics.warning({},
                        concat({source, ": strict is \"", value, "\", neither yes nor no: taken for yes"}));
  }
  return is_on.value_or(true);
}

}  // namespace

std::optional<bool> parse_switch(std::string_view word) {
  for (const std::string_view yes : {"yes", "true", "on", "1"}) {
    if (equal_ignoring_case(word, yes)) return true;
  }
  for (const std::string_view no : {"no", "false", "off", "0"}) {
    if (equal_ignoring_case(word, no)) return false;
  }
  return std::nullopt;
}

bool read_strict(const std::string& policy_file, Diagnostics& diagnostics) {
  if (const char* const variable = secure_getenv(kStrictVariable); variable != nullptr && *variable != '\0') {
    return interpret(variable, kStrictVariable, diagnostics);
  }
  FileText file = read_file(policy_file);
  if (file.error_number == ENOENT || file.error_number == ENOTDIR) return false;
  if (file.is_directory) file.error_number = EISDIR;
  if (file.error_number != 0) {
    diagnostics.warning({}, concat({"cannot open ", policy_file, ": ", std::strerror(file.error_number),
                                    ": decisions are strict"}));
    return true;
  }
  const auto value = find_strict(file.text);
  return value && interpret(*value, policy_file, diagnostics);
}

}  // namespace portreeve::wrappers
