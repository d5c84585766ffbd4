#include "sockets/filter.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sockets/filter_words.h"

namespace portreeve::sockets {
namespace {

using testing::HasSubstr;

FilterNames names_for_tests() {
  return {
      .port = [](const std::string& name, const char* protocol) -> std::optional<std::uint16_t> {
        if (name == "ssh") return 22;
        if (name == "torn") return std::string_view(protocol) == "tcp" ? 1 : 2;
        return std::nullopt;
      },
      .hosts = [](const std::string& name, AddressFamily family) -> std::vector<core::Address> {
        const auto ipv4 = core::Address::parse("192.0.2.7").value();
        const auto ipv6 = core::Address::parse("2001:db8::7").value();
        if (name != "host") return {};
        if (family == AddressFamily::kInet) return {ipv4};
        if (family == AddressFamily::kInet6) return {ipv6};
        return {ipv4, ipv6};
      },
      .device = [](const std::string& name) -> std::optional<std::uint32_t> {
        return name == "eth0" ? std::optional(2U) : std::nullopt;
      },
      .cgroup = [](const std::string& path) -> std::optional<std::uint64_t> {
        return path == "/user slice" ? std::optional(std::uint64_t{4711}) : std::nullopt;
      },
  };
}

tl::expected<Filter, FilterError> parse(const std::string& expression, const FilterContext& context = {}) {
  return Filter::parse({expression}, context, names_for_tests());
}

Socket internet(std::string_view local, std::string_view peer) {
  Socket socket;
  socket.local = core::Endpoint::parse(local).value();
  socket.peer = core::Endpoint::parse(peer).value();
  socket.family = socket.local.address.family();
  socket.state = State::kEstablished;
  return socket;
}

Socket of_unix(const std::string& path, std::uint64_t inode = 5) {
  Socket socket;
  socket.protocol = Protocol::kUnix;
  socket.inode = inode;
  UnixDetail detail;
  detail.path = path;
  socket.detail = detail;
  return socket;
}

Socket of_netlink(std::uint8_t family, std::uint32_t port) {
  Socket socket;
  socket.protocol = Protocol::kNetlink;
  socket.detail = NetlinkDetail{.family = family, .port = port};
  return socket;
}

Socket of_packet(std::uint16_t protocol, std::uint32_t device) {
  Socket socket;
  socket.protocol = Protocol::kPacket;
  if (device != 0) socket.interface = core::Interface{device, "eth0"};
  PacketDetail detail;
  detail.ethernet_protocol = protocol;
  socket.detail = detail;
  return socket;
}

struct Row {
  std::string expression;
  bool matches;
};

void expect(const Socket& socket, const std::vector<Row>& rows, const FilterContext& context = {}) {
  for (const Row& row : rows) {
    const auto filter = parse(row.expression, context);
    ASSERT_TRUE(filter.has_value()) << filter.error().to_string();
    EXPECT_EQ(filter->matches(socket), row.matches) << row.expression;
  }
}

TEST(Filter, WithoutWordsLetsEverythingThrough) {
  EXPECT_TRUE(Filter().matches(Socket{}));
  EXPECT_TRUE(parse("")->empty());
  EXPECT_TRUE(parse(" \t ")->matches(Socket{}));
}

TEST(Filter, ComparesAddresses) {
  expect(internet("192.0.2.1:22", "198.51.100.9:40000"), {
                                                             {"src 192.0.2.1", true},
                                                             {"src = 192.0.2.1", true},
                                                             {"src == 192.0.2.1:22", true},
                                                             {"src eq 192.0.2.1:23", false},
                                                             {"src 192.0.2.0/24", true},
                                                             {"src 192.0.2.77/24:ssh", true},
                                                             {"src 192.0.2/24", true},
                                                             {"src 192/8", true},
                                                             {"src 192", false},
                                                             {"src 192.0.2.1/255.255.255.0", true},
                                                             {"src 0/0", true},
                                                             {"src ::/0", false},
                                                             {"src *", true},
                                                             {"src *:22", true},
                                                             {"src :22", true},
                                                             {"src any:22", true},
                                                             {"src default:23", false},
                                                             {"dst 198.51.100.0/25:0x9c40", true},
                                                             {"dst 192.0.2.1", false},
                                                             {"dst inet:198.51.100.9", true},
                                                             {"dst inet6:*", false},
                                                             {"dst inet:*:40000", true},
                                                         });
}

TEST(Filter, ANetworkOfIpv4HoldsMappedAddresses) {
  expect(internet("[::ffff:192.0.2.1]:22", "[::ffff:192.0.2.9]:40000"),
         {
             {"src 192.0.2.1", true},
             {"src 192.0.2.0/24", true},
             {"src [::ffff:192.0.2.1]:22", true},
             {"src ::ffff:0:0/96", true},
             {"src [2001:db8::]", false},
             {"src inet:192.0.2.1", false},
         });
  expect(internet("192.0.2.1:22", "192.0.2.9:4"), {{"src ::ffff:0:0/96", false}});
}

TEST(Filter, ComparesPorts) {
  expect(internet("[2001:db8::1]:22", "[2001:db8::2]:40000"),
         {
             {"sport = :22", true},      {"sport = 22", true},       {"sport :ssh", true},
             {"sport ssh", true},        {"sport eq ssh", true},     {"sport = 026", true},
             {"sport != :22", false},    {"sport ne :23", true},     {"sport neq 22", false},
             {"sport < 22", false},      {"sport lt 23", true},      {"sport <= 22", true},
             {"sport le 21", false},     {"sport leq 22", true},     {"sport > 21", true},
             {"sport gt 22", false},     {"sport >= 22", true},      {"sport ge 23", false},
             {"sport geq 22", true},     {"dport = :40000", true},   {"dport > :40000", false},
             {"sport = :*", true},       {"sport != :*", false},     {"sport = :70000", false},
             {"sport = inet6:22", true}, {"sport = inet:22", false},
         });
}

TEST(Filter, JoinsFromTheLeftAsTheRealSsDoes) {
  expect(internet("192.0.2.1:22", "192.0.2.2:40000"), {
                                                          {"sport 22 or sport 23 and dport 1", false},
                                                          {"sport 22 or ( sport 23 and dport 1 )", true},
                                                          {"sport 23 and dport 1 or sport 22", true},
                                                          {"sport 22 dport 40000", true},
                                                          {"sport 22 & dport 40000", true},
                                                          {"sport 22 && dport 1", false},
                                                          {"sport 1 | dport 40000", true},
                                                          {"sport 1 || dport 1", false},
                                                          {"not sport 22", false},
                                                          {"! sport 1 sport 1", false},
                                                          {"not ( sport 1 sport 1 )", true},
                                                          {"not not sport 22", true},
                                                          {"! ( not sport 22 or not dport 40000 )", true},
                                                          {"( ( ( sport 22 ) ) )", true},
                                                      });
}

TEST(Filter, KnowsDevicesMarksAndControlGroups) {
  Socket socket = internet("192.0.2.1:22", "192.0.2.2:40000");
  socket.interface = core::Interface{2, "eth0"};
  socket.mark = 0x5;
  socket.cgroup = 4711;
  expect(socket, {
                     {"dev eth0", true},
                     {"dev = 2", true},
                     {"dev == 3", false},
                     {"dev != eth0", false},
                     {"fwmark 5", true},
                     {"fwmark = 0x1/0x3", true},
                     {"fwmark = 0x1", false},
                     {"fwmark != 0x4/0x4", false},
                     {R"(cgroup = /user\ slice)", true},
                     {R"(cgroup != /user\ slice)", false},
                 });
  expect(internet("192.0.2.1:22", "192.0.2.2:4"), {{"dev eth0", false}, {"fwmark 0", true}});
}

TEST(Filter, TheZoneOfALinkLocalAddressIsItsDevice) {
  expect(internet("[fe80::1%eth0]:22", "[fe80::2]:4"), {{"dev eth0", true}, {"dev 7", false}});
}

TEST(Filter, AutoboundIsWhatTheKernelChose) {
  const std::vector<Row> yes{{"autobound", true}};
  const std::vector<Row> no{{"autobound", false}};
  expect(internet("192.0.2.1:40000", "192.0.2.2:22"), yes);
  expect(internet("192.0.2.1:22", "192.0.2.2:40000"), no);
  expect(internet("192.0.2.1:22", "192.0.2.2:4"), yes,
         {.first_ephemeral_port = 20, .last_ephemeral_port = 30});
  expect(of_unix(""), yes);
  expect(of_unix(std::string("\0"
                             "01a2f",
                             6)),
         yes);
  expect(of_unix(std::string("\0"
                             "01A2f",
                             6)),
         no);
  expect(of_unix("/run/x"), no);
  expect(of_netlink(0, 0xffffe000), yes);
  expect(of_netlink(0, 1234), no);
  expect(of_packet(0, 0), yes);
  expect(of_packet(3, 0), no);
}

TEST(Filter, ComparesPathsOfUnixSocketsAsPatternsInAnyCase) {
  expect(of_unix("/tmp/.X11-unix/X0"), {
                                           {"src unix:/tmp/.X11-unix/*", true},
                                           {"src unix:/TMP/.x11-UNIX/x?", true},
                                           {"src unix:/tmp", false},
                                           {"src unix:*", true},
                                           {"dst unix:*", true},
                                           {"dst unix:/*", false},
                                       });
  expect(of_unix(std::string("\0a b\0c", 6)), {{R"(src unix:@a\ b@c)", true}, {"src unix:a*", false}});
  expect(of_unix("/run/x"), {{"src /run/*", true}}, {.family = AddressFamily::kUnix});
  expect(internet("192.0.2.1:22", "192.0.2.2:4"), {{"src unix:*", false}});
}

TEST(Filter, ComparesTheNumbersOfOtherFamilies) {
  expect(of_netlink(0, 812), {
                                 {"src netlink:rtnl", true},
                                 {"src netlink:rtnl:812", true},
                                 {"src netlink:genl", false},
                                 {"src netlink:*:kernel", false},
                                 {"src netlink:0:*", true},
                                 {"sport = netlink:812", true},
                                 {"sport = :812", true},
                             });
  expect(of_netlink(16, 0), {{"src netlink:genl:kernel", true}, {"sport = netlink:kernel", true}});
  expect(of_packet(0x0800, 2), {
                                   {"src link:ip", true},
                                   {"src link:IP:eth0", true},
                                   {"src link:arp", false},
                                   {"src link:*:2", true},
                                   {"sport = link:eth0", true},
                               });
  Socket vsock;
  vsock.protocol = Protocol::kVsock;
  vsock.detail = VsockDetail{.cid = 3, .port = 1024, .peer_cid = 2, .peer_port = 0xffffffff};
  expect(vsock, {
                    {"src vsock:3", true},
                    {"src vsock:3:1024", true},
                    {"dst vsock:2:4294967295", true},
                    {"dst vsock:3", false},
                    {"autobound", true},
                });
}

TEST(Filter, ANameIsLookedUpInTheFamilyAskedFor) {
  expect(internet("192.0.2.7:22", "192.0.2.2:4"), {{"src host", true}, {"src inet:host:ssh", true}});
  expect(internet("[2001:db8::7]:22", "[::1]:4"), {{"src host", true}, {"src inet:host", false}});
  expect(internet("[2001:db8::8]:22", "[::1]:4"), {{"src host", false}, {"not src host", true}});
}

TEST(Filter, TheLastFamilyNamedIsTheOneListedAndHoldsForWhatFollows) {
  EXPECT_EQ(parse("sport = :22")->family(), AddressFamily::kAny);
  EXPECT_EQ(parse("src unix:/x")->family(), AddressFamily::kUnix);
  EXPECT_EQ(parse("src inet:1.2.3.4 or sport = inet6:22")->family(), AddressFamily::kInet6);
  EXPECT_EQ(parse("src 1.2.3.4", {.family = AddressFamily::kInet})->family(), AddressFamily::kInet);
  EXPECT_EQ(parse("dev eth0", {.family = AddressFamily::kInet})->family(), AddressFamily::kAny);
  expect(of_unix("/b"), {{"src unix:/a or src /b", true}});
}

TEST(Filter, WordsMayHoldSeveralWords) {
  const auto filter = Filter::parse({"(", "sport = :22", "or dport", "=:", ")"}, {}, names_for_tests());
  ASSERT_FALSE(filter.has_value());
  const auto right = Filter::parse({"( sport", "= :22", "or", "dport = :22 )"}, {}, names_for_tests());
  ASSERT_TRUE(right.has_value());
  EXPECT_EQ(right->to_string(), "sport = :22 or dport = :22");
}

TEST(Filter, ReadsItsOwnTextAgain) {
  const struct {
    std::string given;
    std::string text;
  } rows[] = {
      {"sport 22", "sport = :22"},
      {"src 192.0.2.1:ssh", "src 192.0.2.1:22"},
      {"dst 10.1.2.3/8", "dst 10.0.0.0/8"},
      {"dst [2001:db8::1]", "dst [2001:db8::1]"},
      {"dst 2001:db8::/32", "dst [2001:db8::/32]"},
      {"src *", "src *"},
      {"src unix:/a\\ b\\\\c", "src unix:/a\\ b\\\\c"},
      {"src netlink:rtnl:kernel", "src netlink:0:0"},
      {"sport != netlink:5", "sport != netlink:5"},
      {"dev != eth0", "not dev = eth0"},
      {"fwmark 5/0xf", "fwmark = 0x5/0xf"},
      {"sport 1 or sport 2 and sport 3", "( sport = :1 or sport = :2 ) and sport = :3"},
      {"sport 1 sport 2 sport 3", "sport = :1 and sport = :2 and sport = :3"},
      {"sport 1 and ( sport 2 and sport 3 )", "sport = :1 and ( sport = :2 and sport = :3 )"},
      {"! ! ( autobound )", "not not autobound"},
      {"not ( sport 1 or sport 2 )", "not ( sport = :1 or sport = :2 )"},
      {"src host", "src 192.0.2.7 or src [2001:db8::7]"},
  };
  for (const auto& row : rows) {
    const auto filter = parse(row.given);
    ASSERT_TRUE(filter.has_value()) << filter.error().to_string();
    EXPECT_EQ(filter->to_string(), row.text) << row.given;
    const auto again = parse(filter->to_string());
    ASSERT_TRUE(again.has_value()) << again.error().to_string();
    EXPECT_EQ(*again, *filter) << row.given;
  }
}

struct Mistake {
  std::string expression;
  std::string wrong;   // the part of it that is marked; empty for its end
  std::string reason;  // a part of what is said
};

TEST(Filter, SaysWhereAnExpressionIsWrongAndWhatWasExpected) {
  const Mistake rows[] = {
      {"sport", "", "expected a port behind \"sport\""},
      {"sport =", "", "expected a port behind \"=\""},
      {"sport = )", ")", "expected a port behind \"=\", not \")\""},
      {"sport = = 22", "=", "not \"=\""},
      {"sport = nothing", "nothing", "no service has this name"},
      {"sport = torn", "torn", "1 for TCP and 2 for UDP"},
      {"sport > :*", ":*", "none is less or greater"},
      {"not dport le *", "*", "none is less or greater"},
      {"sport = unix:/x", "unix:/x", "have no ports"},
      {"sport = 22 dev", "", "expected a device behind \"dev\""},
      {"dev = eth7", "eth7", "no such device"},
      {"dev < eth0", "<", "no other operators than \"=\" and \"!=\""},
      {"src != 1.2.3.4", "!=", "put \"not\" in front"},
      {"src ::1", "::1", "needs brackets"},
      {"src [::1", "[::1", "expected \"]\""},
      {"src [::1]x", "[::1]x", "expected \":PORT\""},
      {"src *x", "*x", "expected \":PORT\""},
      {"src 1.2.3.4.5", "1.2.3.4.5", "neither an address nor the name of a host"},
      {"src inet:[::1]", "inet:[::1]", "an address of the family inet"},
      {"src netlink:nothing", "netlink:nothing", "netlink family"},
      {"src netlink:rtnl:x", "netlink:rtnl:x", "expected a port ID"},
      {"src link:nothing", "link:nothing", "Ethernet protocol"},
      {"src link:ip:eth9", "link:ip:eth9", "no such device"},
      {"src vsock:x", "vsock:x", "CID"},
      {"fwmark 0x", "0x", "VALUE/MASK"},
      {"fwmark 1/", "1/", "VALUE/MASK"},
      {"cgroup = /nothing", "/nothing", "no such control group"},
      {"and sport 22", "and", "expected a condition, not \"and\""},
      {"sport 22 or", "", "expected a condition behind \"or\""},
      {"sport 22 or )", ")", "expected a condition, not \")\""},
      {"sport 22 )", ")", "no \"(\""},
      {"( sport 22", "", "expected \")\""},
      {"( )", ")", "expected a condition"},
      {"not", "", "expected a condition behind \"not\""},
      {"sport=:22", "sport=:22", "a blank on either side"},
      {"sport 22 state listening", "state", "states come before"},
      {"sport 22 10.0.0.1", "10.0.0.1", "expected a condition: src, dst"},
  };
  for (const Mistake& row : rows) {
    const auto filter = parse(row.expression);
    ASSERT_FALSE(filter.has_value()) << row.expression;
    const FilterError& error = filter.error();
    EXPECT_EQ(row.expression.substr(error.offset, error.length), row.wrong) << row.expression;
    EXPECT_THAT(error.reason, HasSubstr(row.reason)) << row.expression;
    const std::size_t end = row.wrong.empty() ? row.expression.size() : error.offset;
    EXPECT_EQ(error.offset, end) << row.expression;
  }
}

TEST(Filter, AnErrorShowsTheExpressionAndMarksTheWrongWord) {
  EXPECT_EQ(parse("sport = :22 or dport = nothing").error().to_string(),
            "no service has this name: expected a port as a number or by its name in services(5)\n"
            "  sport = :22 or dport = nothing\n"
            "                         ^^^^^^^");
  EXPECT_EQ(parse("sport 22 or").error().to_string(),
            "expected a condition behind \"or\"\n"
            "  sport 22 or\n"
            "             ^");
}

TEST(Filter, AnErrorIsHarmlessOnATerminal) {
  const std::string text = parse("src \xe5\x85\xac\x1b[31m").error().to_string();
  EXPECT_THAT(text, HasSubstr("\n  src \xe5\x85\xac\\x1b[31m\n      ^^^^^^^^^^"));
}

TEST(Filter, ParenthesesAreNestedUpToALimit) {
  const auto nested = [](std::size_t depth) {
    std::string text;
    for (std::size_t level = 0; level < depth; ++level)
      text += "( sport 1 or ";
    text += "sport 22";
    for (std::size_t level = 0; level < depth; ++level)
      text += " )";
    return text;
  };
  const auto deepest = parse(nested(Filter::kMaximumDepth));
  ASSERT_TRUE(deepest.has_value());
  EXPECT_TRUE(deepest->matches(internet("192.0.2.1:22", "192.0.2.2:4")));
  EXPECT_FALSE(deepest->matches(internet("192.0.2.1:23", "192.0.2.2:4")));
  const auto deeper = parse(nested(Filter::kMaximumDepth + 1));
  ASSERT_FALSE(deeper.has_value());
  EXPECT_THAT(deeper.error().reason, HasSubstr("too deeply"));
}

TEST(FilterWords, ABackslashTakesTheMeaningFromABlank) {
  const auto words = split_filter(R"( src  a\ b\\c	d\)");
  ASSERT_EQ(words.size(), 3U);
  EXPECT_EQ(words[1].text, "a b\\c");
  EXPECT_EQ(words[1].offset, 6U);
  EXPECT_EQ(words[1].length, 7U);
  EXPECT_EQ(words[2].text, "d");
}

}  // namespace
}  // namespace portreeve::sockets
