#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "wrappers/address_set.h"
#include "wrappers/file_text.h"

namespace portreeve::wrappers {

/// The addresses that something matches: those that it matches for certain, and those that it may match.
/// The first are among the second.
struct Match {
  AddressSet ipv4_certain{core::Family::kIpv4};
  AddressSet ipv6_certain{core::Family::kIpv6};
  AddressSet ipv4_possible{core::Family::kIpv4};
  AddressSet ipv6_possible{core::Family::kIpv6};
  std::set<std::string> conditions;  ///< what it depends on where the two differ: "host names"

  void add_certain(const core::Prefix& prefix);
  /// All addresses of both families may match, on a condition.
  void add_possible(std::string condition);
  void add(const Match& other);
  /// What is in this and not in the other (EXCEPT).
  void except(const Match& other);
};

/// What a host pattern, or a client list with its EXCEPTs, matches by address alone.
class PatternReach {
 public:
  explicit PatternReach(std::function<FileText(const std::string& path)> read_pattern_file)
      : read_pattern_file_(std::move(read_pattern_file)) {}

  [[nodiscard]] Match of_list(std::string_view list);
  [[nodiscard]] Match of_pattern(std::string_view pattern);

 private:
  [[nodiscard]] Match of_file(std::string_view path);

  std::function<FileText(const std::string& path)> read_pattern_file_;
  std::map<std::string, Match> files_;  ///< what each pattern file has come to
};

}  // namespace portreeve::wrappers
