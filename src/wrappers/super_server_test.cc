#include "wrappers/super_server.h"

#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::wrappers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class InetdConf : public ::testing::Test {
 protected:
  [[nodiscard]] SuperServers read(std::string_view text) const {
    directory_.write("etc/inetd.conf", text);
    return observe_super_servers(*core::SystemRoot::capture(directory_.path())).value;
  }
  [[nodiscard]] std::vector<std::string> complaints(std::string_view text) const {
    std::vector<std::string> found;
    for (const Problem& problem : read(text).problems)
      found.push_back(problem.original.texts.at(0));
    return found;
  }
  void program(std::string_view file, mode_t mode = 0755) const {
    directory_.write(file, "");
    ASSERT_EQ(::chmod((directory_.path() + "/" + std::string(file)).c_str(), mode), 0);
  }

  core::TemporaryDirectory directory_;
};

TEST_F(InetdConf, AServiceGoesByTheNameOfItsProcess) {
  const auto servers = read(
      "ftp stream tcp nowait root /usr/sbin/tcpd in.ftpd -l\n"
      "# telnet stream tcp nowait root /usr/sbin/in.telnetd in.telnetd\n"
      "time stream tcp nowait root internal\n"
      "finger stream tcp nowait nobody /usr/sbin/in.fingerd fingerd\n");
  EXPECT_EQ(servers.inetd_file, "/etc/inetd.conf");
  ASSERT_EQ(servers.services.size(), 2u);
  EXPECT_EQ(servers.services[0].process, "in.ftpd");
  EXPECT_EQ(servers.services[0].program, "/usr/sbin/in.ftpd");
  EXPECT_TRUE(servers.services[0].is_wrapped);
  EXPECT_EQ(servers.services[1].process, "fingerd");
  EXPECT_FALSE(servers.services[1].is_wrapped);
  EXPECT_EQ(servers.find("FINGERD"), &servers.services[1]);
  EXPECT_EQ(servers.find("in.telnetd"), nullptr);
}

TEST_F(InetdConf, ProgramsAreLookedAtWhereTheyAre) {
  program("usr/sbin/tcpd");
  program("usr/sbin/in.ftpd");
  EXPECT_THAT(complaints("a stream tcp nowait root /usr/sbin/tcpd in.ftpd\n"), IsEmpty());
  EXPECT_THAT(complaints("a stream tcp nowait root /usr/sbin/tcpd in.tftpd\n"),
              ElementsAre("in.tftpd: not found in /usr/sbin: No such file or directory"));
  EXPECT_THAT(complaints("a stream tcp nowait root /usr/sbin/x x\n"),
              ElementsAre("/usr/sbin/x: not found: No such file or directory"));
  program("usr/sbin/x", 0644);
  EXPECT_THAT(complaints("a stream tcp nowait root /usr/sbin/x x\n"),
              ElementsAre("/usr/sbin/x: not executable"));
  program("usr/sbin/x", 0757);
  EXPECT_THAT(complaints("a stream tcp nowait root /usr/sbin/x x\n"),
              ElementsAre("/usr/sbin/x: world writable"));
}

TEST_F(InetdConf, WhatTcpdCannotWrapIsNamed) {
  program("usr/sbin/tcpd");
  program("usr/sbin/rpc.rexd");
  EXPECT_THAT(complaints("a stream tcp nowait root /usr/sbin/tcpd tcpd\n"),
              ElementsAre("tcpd is recursively calling itself"));
  EXPECT_THAT(complaints("a stream rpc/tcp wait root /usr/sbin/tcpd rpc.rexd\n"),
              ElementsAre("rpc.rexd may be an insecure service", "rpc.rexd: cannot wrap rpc/tcp services"));
  EXPECT_THAT(complaints("a stream tcp nowait root /usr/sbin/tcpd\n"), ElementsAre("incomplete line"));
}

TEST_F(InetdConf, ATcpdThatGivesPrivilegesIsNamed) {
  program("usr/sbin/tcpd", 04755);
  program("usr/sbin/in.ftpd", 04755);
  EXPECT_THAT(complaints("a stream tcp nowait root /usr/sbin/tcpd in.ftpd\n"),
              ElementsAre("/usr/sbin/tcpd: file is set-uid or set-gid"));
  EXPECT_THAT(complaints("a stream tcp nowait root /usr/sbin/in.ftpd ftpd\n"), IsEmpty());
}

TEST_F(InetdConf, ATcpdThatWasPutInFrontOfAWholeCommandIsNamed) {
  program("usr/sbin/tcpd");
  program("usr/sbin/in.ftpd");
  EXPECT_THAT(complaints("a stream tcp nowait root /usr/sbin/tcpd /usr/sbin/in.ftpd in.ftpd\n"),
              ElementsAre("/usr/sbin/tcpd inserted before /usr/sbin/in.ftpd"));
  EXPECT_THAT(complaints("a stream tcp nowait root /usr/sbin/tcpd /usr/sbin/in.ftpd -l\n"), IsEmpty());
}

TEST_F(InetdConf, AnInsecureServiceIsNamedWhoeverStartsIt) {
  program("usr/sbin/rexd");
  EXPECT_THAT(complaints("a stream tcp nowait root /usr/sbin/rexd REXD\n"),
              ElementsAre("REXD may be an insecure service"));
}

TEST_F(InetdConf, ADaemonThatHasAnotherInItsPlaceMayBeWrapped) {
  program("opt/in.ftpd");
  program("usr/sbin/in.ftpd");
  EXPECT_TRUE(read("a stream tcp nowait root /opt/in.ftpd in.ftpd\n").services.at(0).may_be_wrapped);
  EXPECT_FALSE(read("a stream tcp nowait root /opt/in.ftpd ftpd\n").services.at(0).may_be_wrapped);
  EXPECT_FALSE(read("a stream tcp nowait root /usr/sbin/in.ftpd in.ftpd\n").services.at(0).may_be_wrapped);
}

TEST_F(InetdConf, FieldsOfOtherSystemsAreUnderstood) {
  const auto servers = read(
      "dgram udp wait root /a in.one\n"
      "b stream tcp nowait /b in.two\n"
      "c stream tcp nowait root ?/c in.three\n"
      "d stream tcp nowait root 4 /d 12 in.four\n"
      "e stream tcp nowait root /e /usr/sbin/in.five\n"
      "f stream tcp nowait root /f sub/in.six");
  std::vector<std::string> seen;
  for (const SuperService& service : servers.services)
    seen.push_back(service.program + " " + service.process);
  EXPECT_THAT(seen, ElementsAre("/a in.one", "/b in.two", "/c in.three", "/d in.four", "/e in.five",
                                "/f sub/in.six"));
}

TEST_F(InetdConf, XinetdWrapsWhatIsNotDisabled) {
  directory_.write("etc/xinetd.conf", "defaults\n{\n}\nincludedir /etc/xinetd.d\n");
  directory_.write("etc/xinetd.d/ftp",
                   "# c\nservice ftp\n{\n\tdisable = no\n\tserver = /usr/sbin/in.ftpd\n}\n");
  directory_.write("etc/xinetd.d/tftp",
                   "service tftp\n{\n\tdisable\t= yes\n\tserver = /usr/sbin/in.tftpd\n}\n");
  directory_.write("etc/xinetd.d/ssh", "service ssh\n{\n\tserver = /usr/sbin/sshd\n\tlibwrap = gate\n}\n");
  directory_.write("etc/xinetd.d/old~", "service old\n{\n\tserver = /usr/sbin/old\n}\n");
  const auto servers = observe_super_servers(*core::SystemRoot::capture(directory_.path())).value;
  EXPECT_EQ(servers.inetd_file, "");
  ASSERT_EQ(servers.services.size(), 2u);
  EXPECT_EQ(servers.services[0].process, "in.ftpd");
  EXPECT_TRUE(servers.services[0].is_wrapped);
  EXPECT_EQ(servers.services[1].process, "gate");
}

}  // namespace
}  // namespace portreeve::wrappers
