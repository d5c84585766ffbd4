#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "wrappers/address_set.h"
#include "wrappers/rule_texts.h"

namespace portreeve::wrappers {

/// A rule on which it depends whether some addresses may connect: on names, users, commands, or the server's
/// address.
struct Condition {
  std::string file;
  int line = 0;
  std::string text;    ///< the rule, without its newline
  std::string reason;  ///< "host names", "the user of the client", "a command"
};

/// Who may connect to a daemon, by address. The two kinds of sets are apart from each other; everybody else
/// is refused.
struct Reach {
  AddressSet ipv4_allowed{core::Family::kIpv4};  ///< let in, whatever their names are
  AddressSet ipv6_allowed{core::Family::kIpv6};
  AddressSet ipv4_depends{core::Family::kIpv4};  ///< let in or not, by one of the conditions
  AddressSet ipv6_depends{core::Family::kIpv6};
  std::vector<Condition> conditions;
  std::vector<std::string> messages;  ///< what is wrong with the files, as a daemon would log it
};

/// Works out from the rules, without asking name servers or running commands, which addresses may connect to
/// a daemon.
///
/// A rule whose match depends on more than the address counts as one that may match or not, for every address
/// that it might be about. Clients whose address is v4-mapped are IPv4 clients, as in the rules. A client
/// whose rule hands it to another command (twist) does not get to the daemon. `read_pattern_file` as in
/// evaluation.h.
[[nodiscard]] Reach who_may_connect(
    const std::vector<RuleTexts::File>& files, const Tables& tables, std::string_view daemon,
    const std::function<FileText(const std::string& path)>& read_pattern_file = nullptr);

}  // namespace portreeve::wrappers
