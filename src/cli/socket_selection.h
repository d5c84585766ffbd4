#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "core/address.h"
#include "sockets/address_family.h"
#include "sockets/protocol.h"
#include "sockets/socket.h"
#include "sockets/state_set.h"

namespace portreeve::cli {

/// The tables of sockets that ss(8) chooses from, and the two that it does not know (kUdplite, kIcmp).
enum class SocketTable : std::uint8_t {
  kTcp,
  kMptcp,
  kDccp,  ///< as good as none: Linux 6.16 removed it, and no kernel is asked
  kUdp,
  kUdplite,
  kRaw,
  kIcmp,
  kUnixDatagram,
  kUnixStream,
  kUnixSequenced,
  kPacketDatagram,
  kPacketRaw,
  kNetlink,
  kSctp,
  kVsockStream,
  kVsockDatagram,
  kTipc,  ///< not asked for
  kXdp,   ///< not asked for
};

/// The last of them.
constexpr auto kLastSocketTable = SocketTable::kXdp;

/// Which sockets the options of ss(8) choose, taken in the order of the command line, since they depend on
/// each other as in the real ss: each table and family brings states of its own (-u lists connected sockets,
/// -0 unconnected ones), a family alone brings its tables, and a table its families.
class SocketSelection {
 public:
  /// -t, -u, ...
  void add_table(SocketTable table);
  /// -4, -6, -x, -0, -f. Of -4 and -6 the last one counts.
  void add_family(sockets::AddressFamily family);
  /// A word of the list of -A: "tcp", "all", "!unix_dgram". False if it is none.
  [[nodiscard]] bool add_query(std::string_view word);
  /// The start of a list of -A: the first one voids the tables chosen before it.
  void begin_query();
  /// -a, -l
  void set_states(sockets::StateSet states) { states_ = states; }
  /// `state X` among the words: the first one voids -a and -l.
  void include_states(sockets::StateSet states);
  /// `exclude X` among the words.
  void exclude_states(sockets::StateSet states);
  /// What a filter's addresses have chosen (Filter::family()): that family and no other.
  void restrict_to(sockets::AddressFamily family);

  /// Completes what was not named, once all options have been seen.
  void finish();

  /// Whether a table was named, so that the kernel ought to have it.
  [[nodiscard]] bool is_named() const { return named_; }
  /// Whether several tables are listed, so that a column says which.
  [[nodiscard]] bool has_several_tables() const { return (tables_ & (tables_ - 1)) != 0; }
  [[nodiscard]] bool has_table(SocketTable table) const { return (tables_ & bit(table)) != 0; }
  /// The family that addresses of a filter have if they do not say.
  [[nodiscard]] sockets::AddressFamily preferred_family() const { return preferred_; }

  /// What to list: states, protocols in the order of ss, and the families of internet sockets.
  [[nodiscard]] sockets::StateSet states() const { return chosen_states_; }
  [[nodiscard]] std::vector<sockets::Protocol> protocols() const;
  [[nodiscard]] std::vector<core::Family> families() const;

  /// Whether a socket of one of these protocols is of a type that was chosen.
  [[nodiscard]] bool has_type_of(const sockets::Socket& socket) const;

 private:
  static constexpr std::uint32_t bit(SocketTable table) { return 1U << static_cast<unsigned>(table); }
  static constexpr std::uint32_t bit(sockets::AddressFamily family) {
    return 1U << static_cast<unsigned>(family);
  }

  [[nodiscard]] bool has_family(sockets::AddressFamily family) const {
    return (families_ & bit(family)) != 0;
  }

  std::uint32_t tables_ = 0;
  std::uint32_t families_ = 0;
  std::optional<sockets::StateSet> states_;  // as -a, -l and the words say
  sockets::StateSet default_states_;         // as tables and families bring them
  sockets::StateSet chosen_states_;
  sockets::AddressFamily preferred_ = sockets::AddressFamily::kAny;
  bool named_ = false;
  bool saw_query_ = false;
  bool saw_state_words_ = false;
};

}  // namespace portreeve::cli
