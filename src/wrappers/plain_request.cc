#include "wrappers/plain_request.h"

#include <unistd.h>

#include <utility>

#include "wrappers/text.h"

namespace portreeve::wrappers {

PlainRequest::PlainRequest(std::string daemon, PlainEnd client, PlainEnd server, std::string user,
                           FindName find_name)
    : daemon_(std::move(daemon)),
      client_(std::move(client)),
      server_(std::move(server)),
      user_(std::move(user)),
      find_name_(std::move(find_name)),
      pid_(decimal(getpid())) {}

std::string_view PlainRequest::address(Side side) {
  PlainEnd& asked = end(side);
  if (asked.address.empty()) asked.address = kUnknown;
  return asked.address;
}

std::string_view PlainRequest::name(Side side) {
  PlainEnd& asked = end(side);
  if (asked.name.empty() && find_name_ && !asked.address.empty()) asked.name = find_name_(asked.address);
  if (asked.name.empty()) asked.name = kUnknown;
  return asked.name;
}

}  // namespace portreeve::wrappers
