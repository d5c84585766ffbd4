#include "sockets/attached_namespaces.h"

#include <linux/if_link.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <libmnl/libmnl.h>

#include "core/text.h"
#include "sockets/mnl_socket.h"

namespace portreeve::sockets {
namespace {

constexpr std::size_t kRequestSize = 512;
constexpr std::size_t kAnswerSize = 32768;  // what a dump is cut into (NLMSG_GOODSIZE, at most)

/// What a namespace calls a neighbour.
using NeighbourId = std::int32_t;

/// The interfaces of a namespace that lead into others: the neighbour by the name of the interface.
using Links = std::map<std::string, NeighbourId>;

/// What is of interest in a message about an interface or a namespace.
struct Attributes {
  int neighbour_type;  ///< which attribute holds the neighbour's number
  std::optional<NeighbourId> neighbour{};
  std::string interface{};
};

// Reads the attributes behind a header of that size.
void read_attributes(const ::nlmsghdr* message, std::size_t header, Attributes& attributes) {
  if (::mnl_nlmsg_get_payload_len(message) < header) return;
  const auto read_one = [](const ::nlattr* attribute, void* data) {
    auto& read = *static_cast<Attributes*>(data);
    const int type = ::mnl_attr_get_type(attribute);
    if (type == read.neighbour_type && ::mnl_attr_validate(attribute, MNL_TYPE_U32) >= 0)
      read.neighbour = static_cast<NeighbourId>(::mnl_attr_get_u32(attribute));
    // (An attribute of that number in an answer about namespaces is another one.)
    if (type == IFLA_IFNAME && ::mnl_attr_validate(attribute, MNL_TYPE_NUL_STRING) >= 0)
      read.interface = ::mnl_attr_get_str(attribute);
    return MNL_CB_OK;
  };
  static_cast<void>(::mnl_attr_parse(message, static_cast<unsigned>(header), read_one, &attributes));
}

/// Questions to the kernel about the network namespace of the calling thread.
class RouteSocket {
 public:
  [[nodiscard]] static core::Result<RouteSocket> open() {
    RouteSocket opened;
    opened.socket_ = open_mnl_socket(NETLINK_ROUTE);
    if (!opened.socket_)
      return core::failure(core::system_error("open", "a socket to ask for interfaces", errno));
    return opened;
  }

  /// Its interfaces that lead elsewhere. (The kernel gives a neighbour its number when it tells of it.)
  [[nodiscard]] core::Result<Links> links() {
    Request request = make_request(RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, sizeof(::ifinfomsg));
    Links links;
    const auto take = [](const ::nlmsghdr* message, void* data) {
      Attributes attributes{.neighbour_type = IFLA_LINK_NETNSID};
      read_attributes(message, sizeof(::ifinfomsg), attributes);
      if (attributes.neighbour)
        static_cast<Links*>(data)->insert_or_assign(attributes.interface, *attributes.neighbour);
      return MNL_CB_OK;
    };
    if (!ask(request, take, &links))
      return core::failure(core::system_error("list", "the interfaces of the network namespace", errno));
    return links;
  }

  /// What it calls the namespace of a descriptor; nothing if it has no number for it.
  [[nodiscard]] std::optional<NeighbourId> neighbour(int descriptor) {
    Request request = make_request(RTM_GETNSID, NLM_F_REQUEST, sizeof(::rtgenmsg));
    ::mnl_attr_put_u32(header_of(request), NETNSA_FD, static_cast<std::uint32_t>(descriptor));
    Attributes answer{.neighbour_type = NETNSA_NSID};
    const auto take = [](const ::nlmsghdr* message, void* data) {
      read_attributes(message, sizeof(::rtgenmsg), *static_cast<Attributes*>(data));
      return MNL_CB_STOP;
    };
    const bool is_told = ask(request, take, &answer) && answer.neighbour && *answer.neighbour >= 0;
    return is_told ? answer.neighbour : std::nullopt;
  }

 private:
  using Request = std::array<char, kRequestSize>;

  static ::nlmsghdr* header_of(Request& request) { return reinterpret_cast<::nlmsghdr*>(request.data()); }

  // A request whose body is all zero, which stands for every family.
  Request make_request(std::uint16_t type, int flags, std::size_t body) {
    Request request{};
    ::nlmsghdr* const header = ::mnl_nlmsg_put_header(request.data());
    header->nlmsg_type = type;
    header->nlmsg_flags = static_cast<std::uint16_t>(flags);
    header->nlmsg_seq = ++sequence_;
    ::mnl_nlmsg_put_extra_header(header, body);
    return request;
  }

  // Sends a request and takes its whole answer. False with errno set if there is none.
  bool ask(Request& request, ::mnl_cb_t take, void* data) {
    const ::nlmsghdr* const header = header_of(request);
    if (::mnl_socket_sendto(socket_.get(), header, header->nlmsg_len) < 0) return false;
    std::array<char, kAnswerSize> answer{};
    for (;;) {
      const ssize_t size = ::mnl_socket_recvfrom(socket_.get(), answer.data(), answer.size());
      if (size < 0) return false;
      const int state = ::mnl_cb_run(answer.data(), static_cast<std::size_t>(size), header->nlmsg_seq,
                                     ::mnl_socket_get_portid(socket_.get()), take, data);
      if (state < 0) return false;
      if (state == MNL_CB_STOP) return true;
    }
  }

  MnlSocket socket_;
  std::uint32_t sequence_ = 0;
};

// Whether an interface of another namespace leads into the one that is open as `own`.
core::Result<bool> leads_back(const core::NetworkNamespace& other, const core::NetworkNamespace& own) {
  core::Result<bool> leads = false;
  const core::Status entered = other.run([&] {
    auto socket = RouteSocket::open();
    const auto links = socket ? socket->links() : core::failure(socket.error());
    if (!links) {
      leads = core::failure(links.error());
    } else if (const auto number = socket->neighbour(own.descriptor())) {
      leads = std::ranges::find(*links, *number, &Links::value_type::second) != links->end();
    }
  });
  return entered ? leads : core::failure(entered.error());
}

/// Sorts out which namespaces are connected to the caller's.
class Search {
 public:
  Search(core::NetworkNamespace own, RouteSocket socket, Links links)
      : own_(std::move(own)), socket_(std::move(socket)), links_(std::move(links)) {}

  void look_at(FoundNamespace& candidate) {
    const auto opened = open_namespace(candidate);
    if (!opened && opened.error().errno_value == ENOENT) return;  // gone meanwhile
    const auto attached = opened ? is_attached(*opened) : core::failure(opened.error());
    if (!attached) {
      if (failures_++ == 0) failure_ = attached.error();
    } else if (*attached) {
      observed_.value.push_back(std::move(candidate));
    }
  }

  [[nodiscard]] core::Observed<std::vector<FoundNamespace>> take() {
    for (const auto& [interface, number] : links_) {
      observed_.miss("the network namespace that " + core::printable(interface) + " leads into",
                     core::make_error("find", "it", "no process that it is of could be looked into"));
    }
    if (failures_ != 0) {
      observed_.miss(fmt::format("whether {} other network namespaces are connected to this one", failures_),
                     std::move(failure_));
    }
    return std::move(observed_);
  }

 private:
  // Takes the links that lead there off the list: what is left in the end leads to where nobody was found.
  core::Result<bool> is_attached(const core::NetworkNamespace& other) {
    if (const auto number = socket_.neighbour(other.descriptor())) {
      const auto leads_there = [&](const Links::value_type& link) { return link.second == *number; };
      if (std::erase_if(links_, leads_there) != 0) return true;
    }
    return leads_back(other, own_);
  }

  core::NetworkNamespace own_;
  RouteSocket socket_;
  Links links_;
  std::size_t failures_ = 0;
  core::Error failure_;
  core::Observed<std::vector<FoundNamespace>> observed_;
};

}  // namespace

core::Observed<std::vector<FoundNamespace>> attached_namespaces(std::vector<FoundNamespace> found) {
  const auto cannot = [](const core::Error& error) {
    core::Observed<std::vector<FoundNamespace>> observed;
    observed.miss("the network namespaces that are connected to this one", error);
    return observed;
  };
  auto own = core::NetworkNamespace::open_file("/proc/thread-self/ns/net", "of this process");
  if (!own) return cannot(own.error());
  auto socket = RouteSocket::open();
  if (!socket) return cannot(socket.error());
  auto links = socket->links();
  if (!links) return cannot(links.error());
  Search search(std::move(*own), std::move(*socket), std::move(*links));
  for (FoundNamespace& candidate : found) {
    if (!candidate.is_own) search.look_at(candidate);
  }
  return search.take();
}

}  // namespace portreeve::sockets
