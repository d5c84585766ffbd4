#pragma once

#include <string_view>
#include <vector>

#include "core/address.h"
#include "core/observation.h"
#include "core/system_root.h"

namespace portreeve::kernel {

/// The addresses that the host answers to, sorted, without duplicates, loopback ones included. Link-local
/// IPv6 addresses carry their interface as zone.
using LocalAddresses = std::vector<core::Address>;

/// Observes the addresses of the caller's network namespace (getifaddrs(3)), or those of a capture from
/// DIR/proc/net/fib_trie (IPv4) and DIR/proc/net/if_inet6 (IPv6).
[[nodiscard]] core::Observed<LocalAddresses> observe_local_addresses(const core::SystemRoot& root);

/// The local addresses in a text of the form of /proc/net/fib_trie: those of routes "/32 host LOCAL"
/// (net/ipv4/fib_trie.c, fib_trie_seq_show()). Lines of any other form are passed over.
[[nodiscard]] LocalAddresses parse_fib_trie(std::string_view text);

/// The addresses in a text of the form of /proc/net/if_inet6: 32 hexadecimal digits, four numbers of which
/// the third is the scope, and the interface (net/ipv6/addrconf.c, if6_seq_show()). A line of another form is
/// an error that names its number in `file`.
[[nodiscard]] core::Result<LocalAddresses> parse_if_inet6(std::string_view file, std::string_view text);

}  // namespace portreeve::kernel
