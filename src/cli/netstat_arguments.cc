#include "cli/netstat_arguments.h"

#include <getopt.h>

#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::cli {
namespace {

// Numbers of long options without a letter.
enum LongOption : int {
  kInet = 256,
  kNumericHosts,
  kNumericPorts,
  kNumericUsers,
};

constexpr std::array kLongOptions{
    ::option{"tcp", no_argument, nullptr, 't'},
    ::option{"udp", no_argument, nullptr, 'u'},
    ::option{"udplite", no_argument, nullptr, 'U'},
    ::option{"sctp", no_argument, nullptr, 'S'},
    ::option{"raw", no_argument, nullptr, 'w'},
    ::option{"unix", no_argument, nullptr, 'x'},
    ::option{"inet", no_argument, nullptr, kInet},
    ::option{"ip", no_argument, nullptr, kInet},
    ::option{"tcpip", no_argument, nullptr, kInet},
    ::option{"inet6", no_argument, nullptr, '6'},
    ::option{"protocol", required_argument, nullptr, 'A'},
    ::option{"listening", no_argument, nullptr, 'l'},
    ::option{"all", no_argument, nullptr, 'a'},
    ::option{"numeric", no_argument, nullptr, 'n'},
    ::option{"numeric-hosts", no_argument, nullptr, kNumericHosts},
    ::option{"numeric-ports", no_argument, nullptr, kNumericPorts},
    ::option{"numeric-users", no_argument, nullptr, kNumericUsers},
    ::option{"symbolic", no_argument, nullptr, 'N'},
    ::option{"extend", no_argument, nullptr, 'e'},
    ::option{"timers", no_argument, nullptr, 'o'},
    ::option{"programs", no_argument, nullptr, 'p'},
    ::option{"verbose", no_argument, nullptr, 'v'},
    ::option{"wide", no_argument, nullptr, 'W'},
    ::option{"continuous", no_argument, nullptr, 'c'},
    ::option{"route", no_argument, nullptr, 'r'},
    ::option{"interfaces", no_argument, nullptr, 'i'},
    ::option{"groups", no_argument, nullptr, 'g'},
    ::option{"masquerade", no_argument, nullptr, 'M'},
    ::option{"statistics", no_argument, nullptr, 's'},
    ::option{"fib", no_argument, nullptr, 'F'},
    ::option{"cache", no_argument, nullptr, 'C'},
    ::option{"context", no_argument, nullptr, 'Z'},
    ::option{"help", no_argument, nullptr, 'h'},
    ::option{"version", no_argument, nullptr, 'V'},
    ::option{nullptr, 0, nullptr, 0},
};

// What to use for what is not about sockets.
std::string_view why_not(int letter) {
  switch (letter) {
    case 'r':
    case 'F':
    case 'C':
      return "routes are no sockets: use `ip route`";
    case 'i':
      return "interfaces are no sockets: use `ip -s link`";
    case 'g':
      return "multicast groups are no sockets: use `ip maddress`";
    case 'M':
      return "masqueraded connections are no sockets: use `conntrack -L`";
    case 's':
      return "statistics of protocols are no sockets: use `nstat`, or `ss -s` for counts of sockets";
    case 'c':
      return "listing again and again (-c) is not supported: use `watch`";
    case 'Z':
      return "SELinux contexts are not supported";
    default:
      return {};
  }
}

// The families of -A, separated by commas. An error for those that have no sockets here.
std::string add_families(std::string_view list, NetstatArguments& arguments) {
  for (const std::string_view name : core::split(list, ',')) {
    if (name == "inet" || name == "ip" || name == "tcpip") {
      arguments.ipv4 = true;
    } else if (name == "inet6") {
      arguments.ipv6 = true;
    } else if (name == "unix") {
      arguments.local = true;
    } else {
      return fmt::format("the address family {} is not supported: inet, inet6 and unix are",
                         core::printable(name));
    }
  }
  return {};
}

// Takes one option. The text says why it can't be taken.
std::string take_option(int letter, NetstatArguments& arguments) {
  switch (letter) {
    case 't':
      arguments.tcp = true;
      break;
    case 'u':
      arguments.udp = true;
      break;
    case 'U':
      arguments.udplite = true;
      break;
    case 'S':
      arguments.sctp = true;
      break;
    case 'w':
      arguments.raw = true;
      break;
    case 'x':
      arguments.local = true;
      break;
    case '4':
    case kInet:
      arguments.ipv4 = true;
      break;
    case '6':
      arguments.ipv6 = true;
      break;
    case 'A':
      return add_families(::optarg, arguments);
    case 'l':
      arguments.text.listening = true;
      break;
    case 'a':
      arguments.text.all = true;
      break;
    case 'n':
      arguments.numeric_hosts = arguments.numeric_ports = arguments.numeric_users = true;
      break;
    case kNumericHosts:
      arguments.numeric_hosts = true;
      break;
    case kNumericPorts:
      arguments.numeric_ports = true;
      break;
    case kNumericUsers:
      arguments.numeric_users = true;
      break;
    case 'e':
      arguments.text.extended = true;
      break;
    case 'o':
      arguments.text.timers = true;
      break;
    case 'p':
      arguments.text.programs = true;
      break;
    case 'W':
      arguments.text.wide = true;
      break;
    case 'N':  // names of hardware, of which none are listed
    case 'v':
    case 'd':
      break;
    case 'h':
      arguments.help = true;
      break;
    case 'V':
      arguments.version = true;
      break;
    default:
      return std::string(why_not(letter));
  }
  return {};
}

void complete(NetstatArguments& arguments) {
  const bool has_family = arguments.ipv4 || arguments.ipv6;
  arguments.protocols_named = arguments.has_internet();
  const bool named = arguments.protocols_named || has_family || arguments.local;
  if (!arguments.has_internet() && (has_family || !named)) {
    arguments.tcp = arguments.sctp = arguments.udp = arguments.udplite = arguments.raw = true;
  }
  if (arguments.has_internet() && !has_family) arguments.ipv4 = arguments.ipv6 = true;
  if (!named) arguments.local = true;
}

}  // namespace

tl::expected<NetstatArguments, std::string> parse_netstat_arguments(std::span<const std::string> words) {
  std::string program = "netstat";
  std::vector<std::string> copies(words.begin(), words.end());
  std::vector<char*> argv{program.data()};
  for (std::string& word : copies)
    argv.push_back(word.data());
  argv.push_back(nullptr);

  NetstatArguments arguments;
  ::optind = 0;  // start anew
  ::opterr = 0;
  const auto count = static_cast<int>(argv.size()) - 1;
  while (true) {
    const int word = ::optind == 0 ? 1 : ::optind;
    const int letter =
        ::getopt_long(count, argv.data(), "46A:CFMNSUVWZacdeghilnoprstuvwx", kLongOptions.data(), nullptr);
    if (letter == -1) break;
    if (letter == '?') {
      const std::string shown = ::optopt != 0 && ::optopt < kInet
                                    ? fmt::format("-{}", static_cast<char>(::optopt))
                                    : std::string(argv[static_cast<std::size_t>(word)]);
      return tl::unexpected(
          fmt::format("there is no option {}, or it lacks its value", core::printable(shown)));
    }
    if (std::string reason = take_option(letter, arguments); !reason.empty()) {
      return tl::unexpected(std::move(reason));
    }
  }
  complete(arguments);
  return arguments;
}

std::string_view netstat_usage() {
  return "usage: netstat [-vWenNaeopl] [<Socket> ...] [<AF> ...]\n"
         "\n"
         "        -a, --all           sockets in every state\n"
         "        -l, --listening     sockets that wait for others; without -a and -l, those that are "
         "connected\n"
         "        -n, --numeric       numbers instead of names (--numeric-hosts, --numeric-ports, "
         "--numeric-users)\n"
         "        -p, --programs      the program that holds each socket\n"
         "        -e, --extend        users and inodes\n"
         "        -o, --timers        timers\n"
         "        -W, --wide          addresses are not cut to their column\n"
         "\n"
         "  <Socket>={-t|--tcp} {-u|--udp} {-U|--udplite} {-S|--sctp} {-w|--raw} {-x|--unix}\n"
         "  <AF>={-4|--inet} {-6|--inet6} {-A|--protocol inet,inet6,unix}\n";
}

}  // namespace portreeve::cli
