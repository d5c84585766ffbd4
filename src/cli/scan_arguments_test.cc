#include "cli/scan_arguments.h"

#include <gtest/gtest.h>

namespace portreeve::cli {
namespace {

using Words = std::vector<std::string>;

struct Case {
  std::string name;
  Words given;
  Words expected;
};

class ScanArgumentsTest : public testing::TestWithParam<Case> {};

TEST_P(ScanArgumentsTest, RewritesWhatNmapWritesInAFormOfItsOwn) {
  EXPECT_EQ(with_long_scan_options(GetParam().given), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    , ScanArgumentsTest,
    testing::Values(
        Case{"Kind", {"scan", "-sT", "host"}, {"scan", "--connect", "host"}},
        Case{"Discovery", {"scan", "-n", "-Pn", "host"}, {"scan", "-n", "--no-discovery", "host"}},
        Case{"List", {"scan", "-iL", "file"}, {"scan", "--input-list", "file"}},
        Case{"Ports", {"scan", "-p", "22", "host"}, {"scan", "--ports=22", "host"}},
        Case{"PortsWithOpenBeginning", {"scan", "-p", "-100", "host"}, {"scan", "--ports=-100", "host"}},
        Case{"AllPorts", {"scan", "-p-", "host"}, {"scan", "--ports=-", "host"}},
        Case{"PortsWithoutBlank", {"scan", "-p22", "host"}, {"scan", "--ports=22", "host"}},
        Case{"PortsWithoutValue", {"scan", "-p"}, {"scan", "--ports="}},
        Case{"LongOptions",
             {"scan", "--top-ports", "5", "-F", "-6"},
             {"scan", "--top-ports", "5", "-F", "-6"}},
        Case{"EndOfOptions", {"scan", "--", "-sT"}, {"scan", "--", "-sT"}},
        Case{"GlobalOptions",
             {"--json", "--root", "dir", "scan", "-sT"},
             {"--json", "--root", "dir", "scan", "--connect"}},
        Case{"OtherCommand", {"ports", "-p", "scan", "-Pn"}, {"ports", "-p", "scan", "-Pn"}},
        Case{
            "CommandAsValue", {"--root", "scan", "ports", "-p", "x"}, {"--root", "scan", "ports", "-p", "x"}},
        Case{"Nothing", {}, {}}, Case{"NoCommand", {"--help"}, {"--help"}}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace portreeve::cli
