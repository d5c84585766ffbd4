#include "wrappers/coverage.h"

#include <ostream>

#include <gtest/gtest.h>

namespace portreeve::wrappers {
namespace {

struct Pair {
  std::string_view pattern;
  std::string_view other;
  bool covers;
};

std::ostream& operator<<(std::ostream& out, const Pair& pair) {
  return out << pair.pattern << " over " << pair.other;
}

class ClientCoverage : public ::testing::TestWithParam<Pair> {};
class DaemonCoverage : public ::testing::TestWithParam<Pair> {};

TEST_P(ClientCoverage, IsTrueOnlyWhenCertain) {
  EXPECT_EQ(covers_client(GetParam().pattern, GetParam().other), GetParam().covers);
}

INSTANTIATE_TEST_SUITE_P(
    Pairs, ClientCoverage,
    ::testing::Values(
        Pair{"all", "anything", true}, Pair{"KNOWN", "10.1.2.3", false}, Pair{"10.1.", "10.1.2.3", true},
        Pair{"10.1.", "10.10.2.3", false}, Pair{"10.1.", "10.1.0.0/16", true},
        Pair{"10.1.", "10.0.0.0/8", false}, Pair{"10.1.2.0/24", "10.1.2.", true},
        Pair{"10.1.2.0/25", "10.1.2.", false}, Pair{"0.0.0.0/0.0.0.0", "10.1.2.3", true},
        Pair{"0.0.0.0/0", "10.1.2.3", false}, Pair{"10.1.2.3/24", "10.1.2.3", false},
        // An octal spelling is compared as the text that it is.
        Pair{"010.1.2.3", "8.1.2.3", false}, Pair{"10.1.2.0/24", "10.1.2.03", false},
        Pair{"[2001:db8::]/32", "[2001:db8::7]", true}, Pair{"[2001:db8::]/32", "[2001:db8::]/31", false},
        Pair{"[::]/0", "10.1.2.3", false}, Pair{".example.com", "a.example.com", true},
        Pair{".example.com", ".a.Example.com", true}, Pair{".example.com", "example.com", false},
        Pair{".example.com", "*.example.com", false}, Pair{".example.com", "@a.example.com", false},
        Pair{".com", "/etc/list.com", false}, Pair{"@Group", "@group", false}, Pair{"host", "bob@host", true},
        Pair{"bob@host", "host", false}, Pair{"ALL@.example.com", "bob@a.example.com", true},
        Pair{"bob@10.", "bob@10.1.", true}, Pair{"bob@10.", "eve@10.1.", false}));

TEST_P(DaemonCoverage, IsTrueOnlyWhenCertain) {
  EXPECT_EQ(covers_daemon(GetParam().pattern, GetParam().other), GetParam().covers);
}

INSTANTIATE_TEST_SUITE_P(Pairs, DaemonCoverage,
                         ::testing::Values(Pair{"ALL", "22", true}, Pair{"sshd", "SSHD", true},
                                           Pair{"sshd", "sshd@192.0.2.1", true},
                                           Pair{"sshd@192.0.2.1", "sshd", false},
                                           Pair{"sshd@192.0.2.1", "sshd@192.0.2.1", true},
                                           Pair{"in.", "in.ftpd", true}, Pair{"in.", "rpc.ftpd", false},
                                           Pair{".ftpd", "in.ftpd", true}, Pair{"22", "sshd", false},
                                           Pair{"2.", "2.1", true}, Pair{"sshd", "ALL", false}));

}  // namespace
}  // namespace portreeve::wrappers
