#pragma once

#include <string_view>

namespace portreeve::wrappers {

/// The places where the rule language of TCP Wrappers does something else than its reader expects.
///
/// By default the engine does what libwrap does. Under `strict` (policy.h) a decision that runs into one of
/// these is a refusal, and `portreeve wrap check` names each of them (lint.h).
enum class Trap {
  unreadable_table,        ///< a rule file that cannot be opened
  table_is_directory,      ///< a directory where a rule file should be: it reads as empty
  unterminated_line,       ///< a line without newline or over 2047 bytes: the rest of the file is ignored
  missing_separator,       ///< a line without ":": it is skipped
  swallowed_line,          ///< a comment that ends in a backslash and so hides the next line
  hash_in_rule,            ///< a "#" after the first column, which starts no comment: the line is a rule
  address_glob_hits_name,  ///< a pattern such as 10.1.* that matched a host *name*, which its owner chooses
  network_length_is_junk,  ///< [net]/ or [net]/junk, which match every IPv6 client
  network_has_host_bits,   ///< an IPv4 network with bits outside its mask: it never matches
  network_mask_is_bad,     ///< an IPv4 network with a mask such as /0 or /33: it never matches
  mapped_client,  ///< an IPv6 network that would hold a v4-mapped client, which only IPv4 patterns match
  unreadable_pattern_file,  ///< a pattern file that is missing, a directory, or cannot be read: it holds
                            ///< nothing
  hash_in_pattern_file,  ///< a "#" in a pattern file, which has no comments: the words after it are patterns
  port_wraps_around,     ///< a port above 4294967295, which is taken modulo 2^32
  failed_aclexec,        ///< an aclexec that fails in the deny table: the client is let in
};

/// What happens in the trap, in one sentence for a reader: "the line has no ":" and is skipped".
[[nodiscard]] std::string_view explanation(Trap trap);

}  // namespace portreeve::wrappers
