#include "kernel/persistence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"

namespace portreeve::kernel {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kFilter = "net/ipv4/conf/all/rp_filter";
constexpr std::string_view kFilterLine = "net.ipv4.conf.all.rp_filter = ";

class PersistentSettings : public ::testing::Test {
 protected:
  core::Observed<Persistence> observe() {
    return observe_persistence(*core::SystemRoot::capture(directory_.path()));
  }
  Forecast foretell(Loader loader, std::string_view file = kFilter) {
    return forecast(observe().value, loader, file);
  }
  // "fate file:line" of each mention.
  std::vector<std::string> mentions(Loader loader, std::string_view file = kFilter) {
    std::vector<std::string> shown;
    for (const Mention& mention : foretell(loader, file).mentions) {
      shown.push_back(std::string(to_string(mention.fate)) + " " + mention.path + ":" +
                      std::to_string(mention.line));
    }
    return shown;
  }
  void set(std::string_view path, std::string_view value) {
    directory_.write(path, std::string(kFilterLine) + std::string(value) + "\n");
  }

  core::TemporaryDirectory directory_;
};

TEST_F(PersistentSettings, SysctlConfWinsForProcpsAndIsNotReadBySystemd) {
  set("etc/sysctl.d/60-x.conf", "1");
  set("etc/sysctl.conf", "3");
  set("etc/sysctl.d/99-zz.conf", "2");
  EXPECT_EQ(foretell(Loader::kProcps).value, 3);
  EXPECT_EQ(foretell(Loader::kSystemd).value, 2);
  EXPECT_THAT(mentions(Loader::kProcps),
              ElementsAre("overwritten /etc/sysctl.d/60-x.conf:1", "overwritten /etc/sysctl.d/99-zz.conf:1",
                          "wins /etc/sysctl.conf:1"));
}

TEST_F(PersistentSettings, ALinkToSysctlConfHasThePlaceOfItsName) {
  set("etc/sysctl.conf", "3");
  directory_.link("etc/sysctl.d/99-sysctl.conf", "../sysctl.conf");
  set("etc/sysctl.d/99-zz.conf", "2");
  EXPECT_EQ(foretell(Loader::kSystemd).value, 2);
  EXPECT_EQ(foretell(Loader::kProcps).value, 3);
}

TEST_F(PersistentSettings, OfFilesWithOneNameTheDirectoryDecides) {
  set("etc/sysctl.d/50-x.conf", "1");
  set("run/sysctl.d/50-x.conf", "2");
  set("usr/lib/sysctl.d/50-x.conf", "0");
  const auto observed = observe();
  EXPECT_EQ(forecast(observed.value, Loader::kSystemd, kFilter).value, 1);
  ASSERT_THAT(observed.value.masked, SizeIs(2));
  EXPECT_EQ(observed.value.masked[0].path, "/run/sysctl.d/50-x.conf");
  EXPECT_EQ(observed.value.masked[0].by, "/etc/sysctl.d/50-x.conf");
}

TEST_F(PersistentSettings, ALinkToNothingMasksForBoth) {
  directory_.link("etc/sysctl.d/50-x.conf", "/dev/null");
  set("usr/lib/sysctl.d/50-x.conf", "1");
  EXPECT_EQ(foretell(Loader::kSystemd).value, std::nullopt);
  EXPECT_EQ(foretell(Loader::kProcps).value, std::nullopt);
  EXPECT_THAT(observe().unseen, IsEmpty());
}

TEST_F(PersistentSettings, HiddenFilesAreReadByProcpsAlone) {
  set("etc/sysctl.d/.x.conf", "1");
  set("etc/sysctl.d/x.conf~", "2");
  set("etc/sysctl.d/x.cfg", "2");
  EXPECT_EQ(foretell(Loader::kProcps).value, 1);
  EXPECT_EQ(foretell(Loader::kSystemd).value, std::nullopt);
}

TEST_F(PersistentSettings, AnExactKeyWinsOverAPatternWhereverItStands) {
  directory_.write("etc/sysctl.d/10-a.conf", "net/ipv4/conf/all/rp_filter=1\n");
  directory_.write("etc/sysctl.d/90-b.conf", "net.ipv4.conf.*.rp_filter = 2\n");
  for (const Loader loader : {Loader::kProcps, Loader::kSystemd}) {
    EXPECT_EQ(foretell(loader).value, 1);
    EXPECT_EQ(foretell(loader, "net/ipv4/conf/eth0/rp_filter").value, 2);
    EXPECT_THAT(mentions(loader),
                ElementsAre("wins /etc/sysctl.d/10-a.conf:1", "yields /etc/sysctl.d/90-b.conf:1"));
  }
}

TEST_F(PersistentSettings, AnExclusionKeepsPatternsAway) {
  directory_.write("etc/sysctl.d/10-a.conf", "net.ipv4.conf.*.rp_filter = 2\n-net.ipv4.conf.all.rp_filter\n");
  for (const Loader loader : {Loader::kProcps, Loader::kSystemd}) {
    EXPECT_EQ(foretell(loader).value, std::nullopt);
    EXPECT_THAT(mentions(loader),
                ElementsAre("yields /etc/sysctl.d/10-a.conf:1", "excludes /etc/sysctl.d/10-a.conf:2"));
  }
}

TEST_F(PersistentSettings, ALaterExclusionMakesSystemdForgetAValue) {
  directory_.write("etc/sysctl.d/10-a.conf",
                   "net.ipv4.conf.all.rp_filter = 2\n-net.ipv4.conf.all.rp_filter\n");
  EXPECT_EQ(foretell(Loader::kProcps).value, 2);
  EXPECT_EQ(foretell(Loader::kSystemd).value, std::nullopt);
}

TEST_F(PersistentSettings, AValueThatTheKernelRefusesLeavesTheOneBefore) {
  directory_.write("etc/sysctl.d/10-a.conf",
                   "net.ipv4.conf.all.rp_filter = 2\nnet.ipv4.conf.all.rp_filter = no\n");
  EXPECT_EQ(foretell(Loader::kProcps).value, 2);
  EXPECT_EQ(foretell(Loader::kSystemd).value, std::nullopt);
  EXPECT_THAT(mentions(Loader::kProcps),
              ElementsAre("wins /etc/sysctl.d/10-a.conf:1", "refused /etc/sysctl.d/10-a.conf:2"));
}

TEST_F(PersistentSettings, IpForwardHasTwoNames) {
  directory_.write("etc/sysctl.d/10-a.conf", "net.ipv4.ip_forward = 1\nnet.ipv4.conf.all.forwarding = 0\n");
  EXPECT_EQ(foretell(Loader::kSystemd, "net/ipv4/ip_forward").value, 0);
}

TEST_F(PersistentSettings, TurningForwardingOnAndOffAcceptsRedirectsAgain) {
  directory_.write(
      "etc/sysctl.d/10-a.conf",
      "net.ipv4.conf.all.accept_redirects = 0\nnet.ipv4.ip_forward = 1\nnet.ipv4.conf.all.forwarding = 0\n");
  EXPECT_EQ(foretell(Loader::kSystemd, "net/ipv4/conf/all/accept_redirects").value, 1);
  EXPECT_THAT(mentions(Loader::kSystemd, "net/ipv4/conf/all/accept_redirects"),
              ElementsAre("overwritten /etc/sysctl.d/10-a.conf:1", "disturbs /etc/sysctl.d/10-a.conf:3"));
}

TEST_F(PersistentSettings, ForwardingOfAllIsCopiedToInterfaces) {
  directory_.write("etc/sysctl.d/10-a.conf",
                   "net.ipv4.conf.eth0.forwarding = 0\nnet.ipv4.ip_forward = 1\n"
                   "net.ipv6.conf.eth0.forwarding = 1\nnet.ipv6.conf.all.forwarding = 0\n");
  EXPECT_EQ(foretell(Loader::kProcps, "net/ipv4/conf/eth0/forwarding").value, 1);
  EXPECT_EQ(foretell(Loader::kProcps, "net/ipv6/conf/eth0/forwarding").value, 0);
}

TEST_F(PersistentSettings, WhatIsThereAlreadyIsNotWrittenBySystemdAndSoNotCopied) {
  directory_.write("etc/sysctl.d/10-a.conf",
                   "net.ipv6.conf.eth0.forwarding = 1\nnet.ipv6.conf.all.forwarding = 0\n");
  EXPECT_EQ(foretell(Loader::kSystemd, "net/ipv6/conf/eth0/forwarding").value, 1);
  EXPECT_EQ(foretell(Loader::kProcps, "net/ipv6/conf/eth0/forwarding").value, 0);
}

TEST_F(PersistentSettings, ALinkThatLeadsNowhereMasksForBoth) {
  directory_.link("etc/sysctl.d/50-x.conf", "nowhere");
  set("usr/lib/sysctl.d/50-x.conf", "1");
  EXPECT_EQ(foretell(Loader::kSystemd).value, std::nullopt);
  EXPECT_EQ(foretell(Loader::kProcps).value, std::nullopt);
  EXPECT_THAT(observe().unseen, SizeIs(1));
}

TEST_F(PersistentSettings, UfwHasTheLastWordWhereItIsEnabled) {
  set("etc/sysctl.conf", "1");
  directory_.write("etc/ufw/sysctl.conf", "net/ipv4/conf/all/rp_filter=2\n");
  EXPECT_EQ(foretell(Loader::kProcps).value, 1);
  directory_.write("etc/ufw/ufw.conf", "ENABLED=yes\n");
  EXPECT_EQ(foretell(Loader::kProcps).value, 2);
  directory_.write("etc/default/ufw", "IPT_SYSCTL=\"/etc/ufw/other.conf\"\n");
  directory_.write("etc/ufw/other.conf", "net/ipv4/conf/all/rp_filter=0\n");
  EXPECT_EQ(foretell(Loader::kSystemd).value, 0);
}

TEST_F(PersistentSettings, TheLoaderAtBootIsSystemdWhereItIsThere) {
  EXPECT_EQ(observe().value.at_boot, Loader::kProcps);
  directory_.write("usr/lib/systemd/systemd-sysctl", "");
  EXPECT_EQ(observe().value.at_boot, Loader::kSystemd);
}

TEST_F(PersistentSettings, ACycleOfLinksIsNotSeenAndTheRestIs) {
  directory_.link("etc/sysctl.d/10-a.conf", "10-a.conf");
  set("etc/sysctl.d/20-b.conf", "1");
  const auto observed = observe();
  EXPECT_EQ(forecast(observed.value, Loader::kProcps, kFilter).value, 1);
  ASSERT_THAT(observed.unseen, SizeIs(1));
  EXPECT_THAT(observed.unseen[0].why.to_string(), HasSubstr("10-a.conf"));
}

TEST_F(PersistentSettings, ADirectoryThatCannotBeListedIsNamedOnce) {
  directory_.write("etc/sysctl.d", "no directory");
  directory_.write("etc/ufw", "no directory either");
  const auto observed = observe();
  ASSERT_THAT(observed.unseen, SizeIs(2));
  EXPECT_EQ(observed.unseen[0].what, "the files in /etc/sysctl.d");
  EXPECT_EQ(observed.unseen[1].what, "ENABLED in /etc/ufw/ufw.conf");
}

TEST_F(PersistentSettings, ALineThatCannotBeUnderstoodIsNamedOnce) {
  directory_.write("etc/sysctl.d/10-a.conf", "nonsense\n");
  const auto observed = observe();
  ASSERT_THAT(observed.unseen, SizeIs(1));
  EXPECT_THAT(observed.unseen[0].why.to_string(), HasSubstr("/etc/sysctl.d/10-a.conf:1: "));
}

}  // namespace
}  // namespace portreeve::kernel
