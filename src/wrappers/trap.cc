#include "wrappers/trap.h"

namespace portreeve::wrappers {

std::string_view explanation(Trap trap) {
  switch (trap) {
    case Trap::kUnreadableTable:
      return "the rule file cannot be opened, and its rules do not count";
    case Trap::kTableIsDirectory:
      return "the rule file is a directory, which reads as a file without rules";
    case Trap::kUnterminatedLine:
      return "the line lacks its newline or is longer than 2047 bytes; it and the rest of the file are "
             "ignored";
    case Trap::kMissingSeparator:
      return "the line has no \":\" outside brackets and is skipped";
    case Trap::kSwallowedLine:
      return "the comment ends in a backslash, so that the line after it is part of the comment";
    case Trap::kHashInRule:
      return "\"#\" starts a comment in the first column alone; here it and the words after it are patterns";
    case Trap::kAddressGlobHitsName:
      return "a pattern for addresses is compared with the host name too, which the client's owner chooses";
    case Trap::kNetworkLengthIsJunk:
      return "the prefix length is not a number and counts as 0, so that every IPv6 client matches";
    case Trap::kNetworkHasHostBits:
      return "the network has bits outside its mask and matches nobody";
    case Trap::kNetworkMaskIsBad:
      return "the mask is neither a dotted quad nor a length from 1 to 32, so that nobody matches";
    case Trap::kNetworkIsBad:
      return "the network is neither n.n.n.n/MASK nor [IPv6]/LENGTH with a length up to 128, so that nobody "
             "matches";
    case Trap::kMappedClient:
      return "an IPv6 network does not cover clients whose address is written ::ffff:a.b.c.d";
    case Trap::kUnreadablePatternFile:
      return "the pattern file cannot be read and counts as empty";
    case Trap::kHashInPatternFile:
      return "a pattern file has no comments; \"#\" and the words after it are patterns";
    case Trap::kPortWrapsAround:
      return "the number is larger than 4294967295 and is taken modulo 2^32";
    case Trap::kFailedAclexec:
      return "the command of aclexec failed, so that the deny rule does not count";
  }
  return "";
}

}  // namespace portreeve::wrappers
