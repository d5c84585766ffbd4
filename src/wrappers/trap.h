#pragma once

#include <string_view>

namespace portreeve::wrappers {

/// The places where the rule language of TCP Wrappers does something else than its reader expects.
///
/// By default the engine does what libwrap does. Under `strict` (policy.h) a decision that runs into one of
/// these is a refusal, and `portreeve wrap check` names each of them (lint.h).
enum class Trap {
  kUnreadableTable,      ///< a rule file that cannot be opened
  kTableIsDirectory,     ///< a directory where a rule file should be: it reads as empty
  kUnterminatedLine,     ///< a line without newline or over 2047 bytes: the rest of the file is ignored
  kMissingSeparator,     ///< a line without ":": it is skipped
  kSwallowedLine,        ///< a comment that ends in a backslash and so hides the next line
  kHashInRule,           ///< a "#" after the first column, which starts no comment: the line is a rule
  kAddressGlobHitsName,  ///< a pattern such as 10.1.* that matched a host *name*, which its owner chooses
  kNetworkLengthIsJunk,  ///< [net]/ or [net]/junk, which match every IPv6 client
  kNetworkHasHostBits,   ///< an IPv4 network with bits outside its mask: it never matches
  kNetworkMaskIsBad,     ///< an IPv4 network with a mask such as /0 or /33: it never matches
  kNetworkIsBad,         ///< a network that is none, as 10.1.2/24, [10.0.0.0]/8 or [::]/129: it never matches
  kMappedClient,  ///< an IPv6 network that would hold a v4-mapped client, which only IPv4 patterns match
  kUnreadablePatternFile,  ///< a pattern file that is missing, a directory, or cannot be read: it holds
                           ///< nothing
  kHashInPatternFile,  ///< a "#" in a pattern file, which has no comments: the words after it are patterns
  kPortWrapsAround,    ///< a port above 4294967295, which is taken modulo 2^32
  kFailedAclexec,      ///< an aclexec that fails in the deny table: the client is let in
};

/// What happens in the trap, in one sentence for a reader: "the line has no ":" and is skipped".
[[nodiscard]] std::string_view explanation(Trap trap);

}  // namespace portreeve::wrappers
