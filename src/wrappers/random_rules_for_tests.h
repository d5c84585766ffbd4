#pragma once

#include <array>
#include <random>
#include <string>
#include <string_view>

#include "wrappers/request_for_tests.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {

/// Makes up rule files and requests out of few words, so that they often have to do with each other. The same
/// seed gives the same ones.
class RandomRules {
 public:
  explicit RandomRules(unsigned seed) : numbers_(seed) {}

  /// A rule file of some lines, most of them rules. `pattern_file` is a word that it may use.
  std::string file(std::string_view pattern_file) {
    std::string text;
    for (std::size_t lines = below(9); lines > 0; --lines)
      text += line(pattern_file);
    if (one_in(12) && !text.empty()) text.pop_back();
    if (one_in(40)) text.insert(below(text.size() + 1), 1, '\0');
    return text;
  }

  /// Makes a request that has just begun, or one of which something is known already.
  void fill(RequestForTests& request) {
    request.daemon_name = pick(
        std::array{"sshd", "SshD", "vsftpd", "in.ftpd", "unknown", "22", "::ffff:10.1.2.3", "-4294967274"});
    request.user_name = pick(std::array{"bob", "unknown", "root"});
    request.client.address =
        pick(std::array{"10.1.2.3", "10.1.2.4", "10.9.9.9", "::ffff:10.1.2.3", "2001:db8::1", "2001:db8::2",
                        "fe80::1%lo", "unknown", "255.255.255.255", "0.0.0.0"});
    request.client.name =
        pick(std::array{"host.example.com", "HOST.example.com", "host", "unknown", "paranoid",
                        "10.1.evil.example", "2001:db8::1", "::ffff:10.1.2.3", "host.example.org"});
    request.server.address = pick(std::array{"192.0.2.1", "::ffff:192.0.2.1", "unknown"});
    request.server.name = pick(std::array{"server.example.com", "unknown"});
    request.server.port = pick(std::array<std::optional<std::uint16_t>, 3>{std::nullopt, 22, 1});
    known_before_ = below(8);
    if ((known_before_ & 1U) != 0) (void)request.address(Side::kClient);
    if ((known_before_ & 2U) != 0) (void)request.name(Side::kClient);
    if ((known_before_ & 4U) != 0) (void)request.user();
  }

  /// A number below a limit above zero.
  std::size_t below(std::size_t limit) { return numbers_() % limit; }
  bool one_in(std::size_t count) { return below(count) == 0; }

 private:
  template <typename Choices>
  typename Choices::value_type pick(const Choices& choices) {
    return choices[below(choices.size())];
  }

  std::string_view daemon() {
    if (!one_in(3)) return pick(std::array{"sshd", "SSHD", "vsftpd", "ALL", "in.ftpd"});
    return pick(std::array{"KNOWN",
                           "UNKNOWN",
                           "unknown",
                           "ssh*",
                           "*",
                           ".ftpd",
                           "in.",
                           "22",
                           "+22",
                           "23",
                           "1",
                           "4294967318",
                           "-4294967274",
                           "-4294967295",
                           "sshd@192.0.2.1",
                           "ALL@192.0.2.0/24",
                           "ALL@192.0.2.1/24",
                           "sshd@server.example.com",
                           "sshd@KNOWN",
                           "22@ALL",
                           "EXCEPT",
                           "except",
                           "#",
                           "#sshd",
                           "a.b.",
                           "10.1.2.3",
                           "@sshd"});
  }

  std::string_view client(std::string_view pattern_file) {
    switch (below(6)) {
      case 0:
        return pick(std::array{"10.1.2.3", "10.1.2.4", "10.1.", ".2.3", "10.1.2.0/24", "10.9.9.9",
                               "10.1.2.0/255.255.255.0", "10.0.2.0/255.0.255.0", "255.255.255.255",
                               "0x0a.1.2.3"});
      case 1:
        return pick(std::array{"host.example.com", ".example.com", "host.", "host", "unknown", "paranoid",
                               ".example.org", "10.1.evil.example", "a_b-c", "host.example.com."});
      case 2:
        return pick(std::array{"ALL", "KNOWN", "LOCAL", "UNKNOWN", "PARANOID", "EXCEPT", "except", "all"});
      case 3:
        return pick(std::array{"*.example.com", "10.1.*", "h?st*", "*", "1*3", "*.*", "10.?.2.3", "*host*",
                               "[2001:db8::*]", "un*n"});
      case 4:
        return pick(std::array{"[2001:db8::]/32", "[2001:db8::1]", "[2001:DB8:0::1]", "[::]/x", "[::]/0",
                               "[::ffff:0:0]/96", "[::ffff:10.1.2.3]", "[2001:db8::1]/128", "[::]/129",
                               "[2001:db8::2]/127", "[x]", "[", "]"});
      default:
        break;
    }
    if (one_in(4)) return pattern_file;
    if (one_in(30)) return "[fe80::1%lo]";
    return pick(std::array{"bob@ALL",
                           "bob@10.1.",
                           "KNOWN@.example.com",
                           "UNKNOWN@[2001:db8::]/32",
                           "bob@",
                           "b*@*",
                           "bob@host.example.com",
                           "#",
                           "#x",
                           "x#",
                           "10.1.2.3/24",
                           "0.0.0.0/0",
                           "0.0.0.0/0.0.0.0",
                           "10.1.2.3/33",
                           "a/b",
                           "/nonexistent/file",
                           ".",
                           "..",
                           "@",
                           "10.1.2.0/24abc",
                           "10.1.2.3/32",
                           "-",
                           "_",
                           "2001:db8::1"});
  }

  std::string line(std::string_view pattern_file) {
    if (one_in(12))
      return pick(std::array{"\n", " \t\r\n", "# note\n", "# note\\\n", "nothing\n", "\\\n", "a]b: ALL\n"});
    std::string text;
    do {
      text += daemon();
      text += pick(std::array{" ", ",", ", ", "\t"});
    } while (one_in(3));
    text += pick(std::array{":", ": ", " : "});
    do {
      text += client(pattern_file);
      text += pick(std::array{" ", ",", ", ", "\t", " \\\n", "\\\n", " EXCEPT "});
    } while (one_in(2));
    if (one_in(200)) text.append(2100, 'x');
    if (one_in(4))
      text += pick(std::array{":", ": allow", ": spawn x : deny", ": \\\nsetenv a b", ":x:y\\:z"});
    return text + pick(std::array{"\n", "\r\n", "\n", "\n"});
  }

  std::mt19937 numbers_;
  std::size_t known_before_ = 0;
};

}  // namespace portreeve::wrappers
