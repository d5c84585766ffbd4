#include "wrappers/trap.h"

namespace portreeve::wrappers {

std::string_view explanation(Trap trap) {
  switch (trap) {
    case Trap::unreadable_table:
      return "the rule file cannot be opened, and its rules do not count";
    case Trap::table_is_directory:
      return "the rule file is a directory, which reads as a file without rules";
    case Trap::unterminated_line:
      return "the line lacks its newline or is longer than 2047 bytes; it and the rest of the file are "
             "ignored";
    case Trap::missing_separator:
      return "the line has no \":\" outside brackets and is skipped";
    case Trap::swallowed_line:
      return "the comment ends in a backslash, so that the line after it is part of the comment";
    case Trap::hash_in_rule:
      return "\"#\" starts a comment in the first column alone; here it and the words after it are patterns";
    case Trap::address_glob_hits_name:
      return "a pattern for addresses is compared with the host name too, which the client's owner chooses";
    case Trap::network_length_is_junk:
      return "the prefix length is not a number and counts as 0, so that every IPv6 client matches";
    case Trap::network_has_host_bits:
      return "the network has bits outside its mask and matches nobody";
    case Trap::network_mask_is_bad:
      return "the mask is neither a dotted quad nor a length from 1 to 32, so that nobody matches";
    case Trap::mapped_client:
      return "an IPv6 network does not cover clients whose address is written ::ffff:a.b.c.d";
    case Trap::unreadable_pattern_file:
      return "the pattern file cannot be read and counts as empty";
    case Trap::hash_in_pattern_file:
      return "a pattern file has no comments; \"#\" and the words after it are patterns";
    case Trap::port_wraps_around:
      return "the number is larger than 4294967295 and is taken modulo 2^32";
    case Trap::failed_aclexec:
      return "the command of aclexec failed, so that the deny rule does not count";
  }
  return "";
}

}  // namespace portreeve::wrappers
