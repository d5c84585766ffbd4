#include "wrappers/request.h"

#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

bool is_believed(std::string_view name) {
  return !name.empty() && !equal_ignoring_case(name, kUnknown) && !equal_ignoring_case(name, kParanoid);
}

}  // namespace

std::string_view name_or_address(Request& request, Side side) {
  const std::string_view name = request.name_if_looked_up(side);
  return is_believed(name) ? name : request.address(side);
}

std::string client_text(Request& request) {
  const std::string_view user = request.user_if_looked_up();
  const std::string_view host = name_or_address(request, Side::kClient);
  const bool has_user = !user.empty() && !equal_ignoring_case(user, kUnknown);
  return has_user ? concat({user, "@", host}) : std::string(host);
}

std::string server_text(Request& request) {
  const std::string_view host = name_or_address(request, Side::kServer);
  const bool has_host = !host.empty() && !equal_ignoring_case(host, kUnknown);
  return has_host ? concat({request.daemon(), "@", host}) : std::string(request.daemon());
}

}  // namespace portreeve::wrappers
