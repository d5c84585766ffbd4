#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wrappers/host_name.h"
#include "wrappers/plain_request.h"

namespace portreeve::wrappers {

// Hosts as a person writes them, in a rule or on a command line, and what the name service knows of them.

/// One address of a host, and the name that leads back from it.
struct NamedAddress {
  std::string address;
  HostName name;

  /// What tcpdchk(8) and tcpdmatch(8) say is wrong with the name; empty when nothing is.
  [[nodiscard]] std::string fault() const;
};

/// What a look-up comes to.
struct HostLookup {
  std::vector<NamedAddress> addresses;  ///< in the order of getaddrinfo(3); empty when there is no such host
  std::string official_name;            ///< empty unless the host goes by another name than the one asked for
};

/// Looks a host up by its name, or by a number as inet_aton(3) reads it: "10" is 0.0.0.10.
[[nodiscard]] HostLookup look_up_host(const std::string& host);

/// What tcpdchk(8) and tcpdmatch(8) say of a host that is not there, and of one that goes by another name.
[[nodiscard]] std::string not_found_text(std::string_view host);
[[nodiscard]] std::vector<std::string> alias_texts(std::string_view host, std::string_view official_name);

/// One end of a connection that a person asks about, and every endpoint that this may mean.
struct AskedHost {
  struct Endpoint {
    PlainEnd end;
    std::string fault;  ///< what is wrong with its name, as NamedAddress::fault() says it
  };
  std::vector<Endpoint> endpoints;   ///< empty when there is no such host
  std::vector<std::string> remarks;  ///< what tcpdmatch(8) says of the host as a whole
};

/// The client of a question, as tcpdmatch(8) takes it: an address in its usual form stands for itself, and
/// its name is not asked for; "unknown" and "paranoid" are a client that is not known, or not believed;
/// anything else is looked up. A connection comes from one of its addresses, with the name that leads back
/// from that.
[[nodiscard]] AskedHost find_client(const std::string& host);

/// The server of a question: as the client, but an address is looked up like a name.
[[nodiscard]] AskedHost find_server(const std::string& host);

}  // namespace portreeve::wrappers
