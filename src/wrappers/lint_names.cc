#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <fmt/format.h>

#include "core/address.h"
#include "core/text.h"
#include "wrappers/host_name.h"
#include "wrappers/host_pattern.h"
#include "wrappers/lint_context.h"
#include "wrappers/request.h"
#include "wrappers/text.h"

// What only the name service knows: netgroups, and with the request's permission host names.

namespace portreeve::wrappers {
namespace {

void lint_addresses(std::string_view pattern, const AddressList& list, LintContext& context) {
  for (const addrinfo* entry = list.get(); entry != nullptr; entry = entry->ai_next) {
    ++context.addresses_of_last_name;
    const HostName name = verified_name(*entry->ai_addr);
    const std::string address = numeric_address(*entry->ai_addr);
    if (name.name == kUnknown) {
      context
          .add("wrap.host_without_name", Grade::kNotice, pattern,
               fmt::format("no name leads back from {}, so that patterns for names do not match this host",
                           address),
               "write addresses, or give the address a name")
          .original.texts = {fmt::format("host address {}->name lookup failed", address)};
    } else if (!name.objection.empty()) {
      context
          .add("wrap.host_name_mismatch", Grade::kWarning, pattern,
               fmt::format("the name of {} is not believed: {}", address, name.objection),
               "correct the name service, or write the address")
          .original.texts = {name.objection};
    }
  }
}

void lint_netgroup(std::string_view pattern, LintContext& context) {
  // In a capture the host's own name service is not there to be asked.
  if (!context.root.is_live()) return;
  const std::string name(pattern.substr(1));
  bool has_members = false;
  if (::setnetgrent(name.c_str()) == 1) {
    char* host = nullptr;
    char* user = nullptr;
    char* domain = nullptr;
    has_members = ::getnetgrent(&host, &user, &domain) == 1;
  }
  ::endnetgrent();
  if (has_members) return;
  context
      .add("wrap.unknown_netgroup", Grade::kWarning, pattern,
           "the netgroup is unknown or empty, so that nobody matches", "correct the name; see netgroup(5)")
      .original.texts = {fmt::format("{}: unknown or empty netgroup", name)};
}

}  // namespace

void lint_name(std::string_view pattern, LintContext& context) {
  if (pattern.starts_with('@')) return lint_netgroup(pattern, context);
  if (!context.request.resolves_names || !context.root.is_live()) return;
  const AddressList found = find_addresses(std::string(pattern), AF_UNSPEC, AI_CANONNAME);
  if (found == nullptr) {
    context
        .add("wrap.host_not_found", Grade::kWarning, pattern, "no address is known for this host",
             "correct the name, or write the address")
        .original.texts = {fmt::format("{}: host not found", pattern)};
    return;
  }
  const std::string_view official = found->ai_canonname == nullptr ? std::string_view() : found->ai_canonname;
  const bool is_address = is_address_pattern(pattern);
  if (!is_address && !official.empty() && !equal_ignoring_case(official, pattern)) {
    context
        .add("wrap.host_alias", Grade::kWarning, pattern,
             fmt::format("the name is an alias of {}, and clients are known by their official name alone",
                         core::printable(official)),
             fmt::format("write {}", core::printable(official)))
        .original.texts = {fmt::format("{}: hostname alias", pattern),
                           fmt::format("(official name: {})", official)};
  }
  lint_addresses(pattern, found, context);
}

}  // namespace portreeve::wrappers
