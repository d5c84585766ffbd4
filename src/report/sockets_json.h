#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/observation.h"
#include "sockets/difference.h"
#include "sockets/socket.h"

// The JSON of socket listings (docs/schemas/ports.schema.json). A listing is written piece by piece, one
// socket a line, so that one of a million sockets needs no memory:
//
//     listing_json_begin() + listing_json_socket() for each + listing_json_end()

namespace portreeve::report {

/// What a listing says of its sockets that they do not know themselves.
struct ListingContext {
  std::string network_namespace{};  ///< the label of those that carry none: of the only namespace looked at
  std::function<std::string(std::uint64_t id)> cgroup{};  ///< the path of a control group, empty if not known
};

/// What stands before the sockets.
[[nodiscard]] std::string listing_json_begin();

/// One socket; `is_first` if none came before it.
[[nodiscard]] std::string listing_json_socket(const sockets::Socket& socket, bool is_first,
                                              const ListingContext& context = {});

/// One socket as an object of its own, on one line without its newline.
[[nodiscard]] std::string socket_json_text(const sockets::Socket& socket, const ListingContext& context = {});

/// What stands behind the sockets, and what of them was not seen.
[[nodiscard]] std::string listing_json_end(const std::vector<core::Unseen>& unseen);

/// The difference of two listings as a document of its own (docs/schemas/ports_diff.schema.json).
[[nodiscard]] std::string difference_json(const sockets::Difference& difference,
                                          const std::vector<core::Unseen>& unseen,
                                          const ListingContext& context = {});

}  // namespace portreeve::report
