#include "wrappers/host_lookup.h"

#include <netdb.h>
#include <sys/socket.h>

#include <utility>

#include "wrappers/network_pattern.h"
#include "wrappers/request.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

AskedHost look_up(const std::string& host) {
  AskedHost asked;
  HostLookup found = look_up_host(host);
  if (found.addresses.empty()) asked.remarks.push_back(not_found_text(host));
  if (!found.official_name.empty()) asked.remarks = alias_texts(host, found.official_name);
  for (NamedAddress& each : found.addresses) {
    std::string fault = each.fault();
    asked.endpoints.push_back(
        {{std::move(each.address), std::move(each.name.name), std::nullopt}, std::move(fault)});
  }
  return asked;
}

AskedHost only(PlainEnd end) {
  return {{{std::move(end), {}}}, {}};
}

}  // namespace

std::string NamedAddress::fault() const {
  if (name.name == kUnknown) return concat({"host address ", address, "->name lookup failed"});
  return name.objection;
}

HostLookup look_up_host(const std::string& host) {
  HostLookup result;
  AddressList list = find_addresses(host, AF_UNSPEC, AI_NUMERICHOST);
  if (list == nullptr) {
    list = find_addresses(host, AF_UNSPEC, AI_CANONNAME);
    const char* const official = list == nullptr || list->ai_canonname == nullptr ? "" : list->ai_canonname;
    if (!equal_ignoring_case(official, host)) result.official_name = official;
  }
  for (const addrinfo* entry = list.get(); entry != nullptr; entry = entry->ai_next)
    result.addresses.push_back({numeric_address(*entry->ai_addr), verified_name(*entry->ai_addr)});
  return result;
}

std::string not_found_text(std::string_view host) {
  return concat({host, ": host not found"});
}

std::vector<std::string> alias_texts(std::string_view host, std::string_view official_name) {
  return {concat({host, ": hostname alias"}), concat({"(official name: ", official_name, ")"})};
}

AskedHost find_client(const std::string& host) {
  const bool is_address =
      parse_dotted_quad(host).has_value() || find_addresses(host, AF_INET6, AI_NUMERICHOST) != nullptr;
  return is_address ? only({host, {}, std::nullopt}) : find_server(host);
}

AskedHost find_server(const std::string& host) {
  const bool is_state = equal_ignoring_case(host, kUnknown) || equal_ignoring_case(host, kParanoid);
  return is_state ? only({{}, host, std::nullopt}) : look_up(host);
}

}  // namespace portreeve::wrappers
