#pragma once

#include <cstddef>
#include <string_view>

#include "wrappers/evaluation.h"

namespace portreeve::wrappers {

/// Passes over the plain lines of a rule file that are not for a request, many times faster than
/// matches_rule().
///
/// A line is plain when its daemon list is one name and its client list consists of texts and networks, as in
/// "sshd: 10.1.2.3, .example.com, [2001:db8::]/32". The filter never decides that a line matches, and never
/// looks a name up: whatever it is not sure of it leaves to matches_rule().
class LineFilter {
 public:
  /// A filter of the lines of a file for the request of an evaluation, which must outlive it.
  LineFilter(std::string_view text, Evaluation& evaluation);

  /// How many of the bytes at the start of `text`, which begins at a line, are whole lines that do not match.
  /// The line after them is to be looked at in full. Counts those lines into `lines`.
  [[nodiscard]] std::size_t skip(std::string_view text, int& lines);

 private:
  // Each takes where it begins and returns where it ends; null when the line must be looked at in full.
  [[nodiscard]] const char* skip_line(const char* line, const char* end);
  [[nodiscard]] const char* skip_daemons(const char* line, const char* end);
  [[nodiscard]] const char* skip_clients(const char* at, const char* end);
  [[nodiscard]] const char* skip_client(const char* at, const char* end);
  [[nodiscard]] const char* skip_named(const char* token, const char* at, const char* end);
  [[nodiscard]] const char* skip_bracketed(const char* token, const char* end);

  [[nodiscard]] std::string_view address();
  [[nodiscard]] bool is_for_daemon(std::string_view name);
  [[nodiscard]] bool may_match_name(std::string_view token);
  [[nodiscard]] bool may_match_network(std::string_view net, std::string_view mask);

  Evaluation& evaluation_;
  const std::string_view daemon_;
  const bool is_useful_;
  std::string_view address_;  ///< empty until a client is first compared with it
  std::string_view name_;     ///< empty until a name has been looked up
  /// The last line up to its first colon, which many lines after it share, and whether that is for the
  /// daemon.
  std::string_view daemons_;
  bool is_for_daemon_ = false;
};

}  // namespace portreeve::wrappers
