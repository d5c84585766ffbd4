#include <cstddef>
#include <cstdint>

#include "property.h"
#include "wrappers/ident.h"
#include "wrappers/text.h"

using portreeve::fuzz::require;
using namespace portreeve::wrappers;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line = portreeve::fuzz::as_text(data, size);
  const auto user = parse_ident_reply(line, 40000, 22);
  if (!user) return 0;
  require(!user->empty() && user->size() <= 127, "a user has from 1 to 127 bytes");
  for (const char byte : *user)
    require(!is_space(byte) && byte != '\0', "a user has no blanks");
  require(line.substr(0, kLongestIdentReply).find(*user) != std::string_view::npos,
          "the user is named in the line");
  require(line.find("USERID") != std::string_view::npos, "a user is named by a USERID reply");
  require(!parse_ident_reply(line, 40001, 22) && !parse_ident_reply(line, 40000, 23) &&
              !parse_ident_reply(line, 22, 40000),
          "a reply is about one connection");
  return 0;
}
