#include <netdb.h>

#include <fmt/format.h>

#include "core/text.h"
#include "wrappers/host_lookup.h"
#include "wrappers/lint_context.h"
#include "wrappers/request.h"

// What only the name service knows: netgroups, and with the request's permission host names.

namespace portreeve::wrappers {
namespace {

void lint_addresses(std::string_view pattern, const std::vector<NamedAddress>& addresses,
                    LintContext& context) {
  context.addresses_of_last_name += addresses.size();
  for (const NamedAddress& each : addresses) {
    if (each.name.name == kUnknown) {
      context
          .add("wrap.host_without_name", Grade::kNotice, pattern,
               fmt::format("no name leads back from {}, so that patterns for names do not match this host",
                           each.address),
               "write addresses, or give the address a name")
          .original.texts = {each.fault()};
    } else if (!each.name.objection.empty()) {
      context
          .add("wrap.host_name_mismatch", Grade::kWarning, pattern,
               fmt::format("the name of {} is not believed: {}", each.address, each.name.objection),
               "correct the name service, or write the address")
          .original.texts = {each.fault()};
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
  const HostLookup found = look_up_host(std::string(pattern));
  if (found.addresses.empty()) {
    context
        .add("wrap.host_not_found", Grade::kWarning, pattern, "no address is known for this host",
             "correct the name, or write the address")
        .original.texts = {not_found_text(pattern)};
    return;
  }
  if (!found.official_name.empty()) {
    const std::string official = core::printable(found.official_name);
    context
        .add("wrap.host_alias", Grade::kWarning, pattern,
             fmt::format("the name is an alias of {}, and clients are known by their official name alone",
                         official),
             fmt::format("write {}", official))
        .original.texts = alias_texts(pattern, found.official_name);
  }
  lint_addresses(pattern, found.addresses, context);
}

}  // namespace portreeve::wrappers
