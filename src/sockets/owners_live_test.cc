#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "sockets/child_process_for_tests.h"
#include "sockets/owners.h"
#include "sockets/owners_bpf.h"

// Both ways to find who holds a socket, side by side on the running kernel: what one says the other says too.

namespace portreeve::sockets {
namespace {

using core::FileDescriptor;
using core::SystemRoot;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

FileDescriptor make_socket(int family = AF_INET, int type = SOCK_DGRAM) {
  const int descriptor = ::socket(family, type | SOCK_CLOEXEC, 0);
  if (descriptor < 0) throw std::runtime_error("no socket can be made");
  return FileDescriptor(descriptor);
}

std::uint64_t inode_of(const FileDescriptor& descriptor) {
  struct stat status{};
  return descriptor && ::fstat(descriptor.get(), &status) == 0 ? status.st_ino : 0;
}

// "PID/THREAD:DESCRIPTOR NAME"
std::string text(const Owner& owner) {
  return fmt::format("{}/{}:{} {}", owner.process.pid, owner.thread, owner.descriptor, owner.process.name);
}

std::string held(pid_t pid, std::int64_t descriptor, std::string_view name, std::int64_t thread = 0) {
  return fmt::format("{}/{}:{} {}", pid, thread, descriptor, name);
}

std::string own_name() {
  std::array<char, 16> name{};
  ::prctl(PR_GET_NAME, name.data());
  return name.data();
}

std::vector<Owner> find(OwnerMethod method, std::uint64_t inode) {
  OwnerSearch search;
  search.method = method;
  search.inodes = {{inode}};
  auto observed = find_owners(SystemRoot(), search);
  EXPECT_THAT(observed.unseen, IsEmpty());
  // The links of some processes may be closed even to root.
  EXPECT_TRUE(method == OwnerMethod::kProc || !observed.value.hidden());
  return observed.value.find(inode);
}

class LiveOwners : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const auto asked = ask_kernel_for_owners({}); !asked)
      GTEST_SKIP() << "no program may be loaded into the kernel: " << asked.error().to_string();
  }

  // Those who hold a socket, as both methods say.
  static std::vector<std::string> owners_of(std::uint64_t inode) {
    const auto by_program = find(OwnerMethod::kBpf, inode);
    const auto by_links = find(OwnerMethod::kProc, inode);
    std::vector<std::string> texts;
    for (const Owner& owner : by_program)
      texts.push_back(text(owner));
    std::vector<std::string> others;
    for (const Owner& owner : by_links)
      others.push_back(text(owner));
    EXPECT_EQ(texts, others);
    for (std::size_t index = 0; index < std::min(by_program.size(), by_links.size()); ++index)
      EXPECT_EQ(by_program[index].process, by_links[index].process) << texts[index];
    return texts;
  }
};

TEST_F(LiveOwners, ASocketIsHeldByWhoeverMadeIt) {
  const FileDescriptor socket = make_socket();
  EXPECT_THAT(owners_of(inode_of(socket)), ElementsAre(held(::getpid(), socket.get(), own_name())));
}

TEST_F(LiveOwners, TheProcessIsDescribed) {
  const FileDescriptor socket = make_socket();
  const auto owners = find(OwnerMethod::kBpf, inode_of(socket));
  ASSERT_THAT(owners, SizeIs(1));
  const core::ProcessRef& process = owners.front().process;
  EXPECT_EQ(process.executable, *SystemRoot().read_link("/proc/self/exe"));
  EXPECT_EQ(process.executable_state, core::ExecutableState::kPresent);
  EXPECT_EQ(process.uid, ::geteuid());
  EXPECT_NE(process.start_time, 0u);
  EXPECT_NE(process.network_namespace, 0u);
}

TEST_F(LiveOwners, AForkSharesASocket) {
  const FileDescriptor socket = make_socket();
  const ChildProcess child([](const auto& tell) { tell(0); });
  EXPECT_THAT(owners_of(inode_of(socket)), ElementsAre(held(::getpid(), socket.get(), own_name()),
                                                       held(child.pid(), socket.get(), own_name())));
}

TEST_F(LiveOwners, EveryDuplicateIsADescriptorOfItsOwn) {
  const FileDescriptor socket = make_socket();
  const FileDescriptor copy(::dup(socket.get()));
  EXPECT_THAT(owners_of(inode_of(socket)), ElementsAre(held(::getpid(), socket.get(), own_name()),
                                                       held(::getpid(), copy.get(), own_name())));
}

TEST_F(LiveOwners, NobodyHoldsASocketThatIsClosed) {
  FileDescriptor socket = make_socket();
  const std::uint64_t inode = inode_of(socket);
  socket = {};
  EXPECT_THAT(owners_of(inode), IsEmpty());
}

void send_descriptor(int connection, int descriptor) {
  char byte = 0;
  ::iovec data{&byte, 1};
  alignas(::cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  ::msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  ::cmsghdr* const header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  ASSERT_EQ(::sendmsg(connection, &message, 0), 1);
}

int receive_descriptor(int connection) {
  char byte = 0;
  ::iovec data{&byte, 1};
  alignas(::cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  ::msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  int descriptor = -1;
  if (::recvmsg(connection, &message, 0) == 1 && CMSG_FIRSTHDR(&message) != nullptr)
    std::memcpy(&descriptor, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof descriptor);
  return descriptor;
}

TEST_F(LiveOwners, ASocketInAMessageIsNobodysUntilItIsReceived) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
  const FileDescriptor ours(ends[0]);
  const FileDescriptor theirs(ends[1]);
  FileDescriptor socket = make_socket();
  const std::uint64_t inode = inode_of(socket);
  send_descriptor(ours.get(), socket.get());
  socket = {};
  EXPECT_THAT(owners_of(inode), IsEmpty());
  const ChildProcess child([&](const auto& tell) { tell(receive_descriptor(theirs.get())); });
  ASSERT_GE(child.number(), 0);
  EXPECT_THAT(owners_of(inode), ElementsAre(held(child.pid(), child.number(), own_name())));
}

// Starts a thread that does something and stays.
void start_thread(std::function<void()> work) {
  std::thread([work = std::move(work)] {
    work();
    while (true)
      ::pause();
  }).detach();
}

void wait_for(const std::atomic<bool>& happened) {
  while (!happened)
    std::this_thread::yield();
}

// What a child process does: it has a thread with a descriptor table of its own, and tells its number.
void keep_a_thread_apart(const ChildProcess::Tell& tell, const std::function<void()>& meanwhile = [] {}) {
  std::atomic<bool> is_apart = false;
  pid_t thread = 0;
  start_thread([&] {
    ::unshare(CLONE_FILES);
    thread = ::gettid();
    is_apart = true;
  });
  wait_for(is_apart);
  meanwhile();
  tell(thread);
  ::pause();
}

TEST_F(LiveOwners, AThreadMayHoldWhatTheOthersDoNot) {
  FileDescriptor socket = make_socket();
  const std::uint64_t inode = inode_of(socket);
  const int number = socket.get();
  const ChildProcess child([&](const auto& tell) { keep_a_thread_apart(tell, [&] { socket = {}; }); });
  socket = {};
  EXPECT_THAT(owners_of(inode), ElementsAre(held(child.pid(), number, own_name(), child.number())));
}

TEST_F(LiveOwners, ACopyOfTheMainThreadsDescriptorIsNotShownAgain) {
  FileDescriptor socket = make_socket();
  const std::uint64_t inode = inode_of(socket);
  const int number = socket.get();
  const ChildProcess child([&](const auto& tell) { keep_a_thread_apart(tell); });
  socket = {};
  EXPECT_THAT(owners_of(inode), ElementsAre(held(child.pid(), number, own_name())));
}

TEST_F(LiveOwners, OfThreadsThatShareATableApartTheFirstIsShown) {
  FileDescriptor socket = make_socket();
  const std::uint64_t inode = inode_of(socket);
  const int number = socket.get();
  const ChildProcess child([&](const auto& tell) {
    std::atomic<bool> is_ready = false;
    pid_t first = 0;
    start_thread([&] {
      ::unshare(CLONE_FILES);
      first = ::gettid();
      start_thread([&] { is_ready = true; });
    });
    wait_for(is_ready);
    socket = {};
    tell(first);
    ::pause();
  });
  socket = {};
  EXPECT_THAT(owners_of(inode), ElementsAre(held(child.pid(), number, own_name(), child.number())));
}

TEST_F(LiveOwners, AProcessLivesOnWithoutItsMainThread) {
  FileDescriptor socket = make_socket();
  const std::uint64_t inode = inode_of(socket);
  const int number = socket.get();
  const ChildProcess child([](const auto& tell) {
    start_thread([tell] {
      const std::string main_thread = fmt::format("/proc/self/task/{}/stat", ::getpid());
      while (SystemRoot().read(main_thread).value_or("").find(") Z ") == std::string::npos)
        std::this_thread::yield();
      tell(::gettid());
    });
    ::syscall(SYS_exit, 0);  // of this thread alone
  });
  socket = {};
  EXPECT_THAT(owners_of(inode), ElementsAre(held(child.pid(), number, own_name(), child.number())));
}

TEST_F(LiveOwners, NamesAreWhole) {
  for (const char* const name : {"a b", "worker (3)", ") S 1 2", "two\nlines", " x ", "\t", "", "pörtréeve",
                                 "fifteen bytes..", "\x1b[31mred", "\xff\xfe"}) {
    FileDescriptor socket = make_socket();
    const ChildProcess child([&](const auto& tell) {
      ::prctl(PR_SET_NAME, name);
      tell(0);
    });
    const std::uint64_t inode = inode_of(socket);
    const int number = socket.get();
    socket = {};
    EXPECT_THAT(owners_of(inode), ElementsAre(held(child.pid(), number, name)));
  }
}

TEST_F(LiveOwners, TheNameIsTheProcessesNotTheThreads) {
  FileDescriptor socket = make_socket();
  const std::uint64_t inode = inode_of(socket);
  const int number = socket.get();
  const ChildProcess child([&](const auto& tell) {
    ::prctl(PR_SET_NAME, "the process");
    std::atomic<bool> is_apart = false;
    pid_t thread = 0;
    start_thread([&] {
      ::prctl(PR_SET_NAME, "the thread");
      ::unshare(CLONE_FILES);
      thread = ::gettid();
      is_apart = true;
    });
    wait_for(is_apart);
    socket = {};
    tell(thread);
    ::pause();
  });
  socket = {};
  EXPECT_THAT(owners_of(inode), ElementsAre(held(child.pid(), number, "the process", child.number())));
}

TEST_F(LiveOwners, ManyDescriptorsAreAllFound) {
  constexpr int kCopies = 3000;
  ::rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  if (limit.rlim_max < kCopies + 100)
    GTEST_SKIP() << "a process may have only " << limit.rlim_max << " files";
  FileDescriptor socket = make_socket();
  const ChildProcess child([&](const auto& tell) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    std::int64_t made = 0;
    while (made < kCopies && ::dup(socket.get()) >= 0)
      ++made;
    tell(made);
  });
  const std::uint64_t inode = inode_of(socket);
  socket = {};
  EXPECT_EQ(child.number(), kCopies);
  EXPECT_THAT(owners_of(inode), SizeIs(kCopies + 1));
}

TEST_F(LiveOwners, TheFileOfAnAddressIsNoSocket) {
  const core::TemporaryDirectory directory;
  ::sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = directory.path() + "/socket";
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const FileDescriptor socket = make_socket(AF_UNIX, SOCK_STREAM);
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const ::sockaddr*>(&address), sizeof address), 0);
  const FileDescriptor file(::open(path.c_str(), O_PATH | O_CLOEXEC));
  ASSERT_TRUE(file);
  for (const std::string& owner : owners_of(inode_of(file)))
    EXPECT_NE(owner, held(::getpid(), file.get(), own_name()));
  EXPECT_THAT(owners_of(inode_of(socket)), ElementsAre(held(::getpid(), socket.get(), own_name())));
}

TEST_F(LiveOwners, ProcessesThatComeAndGoDisturbNothing) {
  const FileDescriptor socket = make_socket();
  const ChildProcess busy([&](const auto& tell) {
    tell(0);
    while (true) {
      const pid_t passing = ::fork();
      if (passing == 0) ::_exit(0);
      if (passing > 0) ::waitpid(passing, nullptr, 0);
    }
  });
  const std::string ours = held(::getpid(), socket.get(), own_name());
  const std::string its = held(busy.pid(), socket.get(), own_name());
  for (int round = 0; round < 20; ++round) {
    for (const OwnerMethod method : {OwnerMethod::kBpf, OwnerMethod::kProc}) {
      std::vector<std::string> lasting;
      for (const Owner& owner : find(method, inode_of(socket))) {
        const bool is_passing = owner.process.pid != ::getpid() && owner.process.pid != busy.pid();
        if (!is_passing) lasting.push_back(text(owner));
      }
      EXPECT_THAT(lasting, ElementsAre(ours, its));
    }
  }
}

// In a pid namespace of one's own the first process has number 1, and /proc has yet to be mounted anew.
TEST_F(LiveOwners, NumbersAreThoseOfTheCallersPidNamespace) {
  const FileDescriptor socket = make_socket();
  const ChildProcess outside([&](const auto& tell) {
    if (::unshare(CLONE_NEWPID) != 0) {
      tell(-1);
      return;
    }
    const pid_t inside = ::fork();
    if (inside != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    OwnerSearch search;
    search.method = OwnerMethod::kBpf;
    search.detail = OwnerDetail::kName;
    std::int64_t numbers = 0;
    const auto own = inode_of(socket);
    for (const Owner& owner : find_owners(SystemRoot(), search).value.find(own))
      numbers = numbers * 10 + owner.process.pid;
    tell(numbers);
  });
  if (outside.number() == -1) GTEST_SKIP() << "no pid namespace may be made here";
  EXPECT_EQ(outside.number(), 1);
}

// /proc shows start times with the time namespace's offset, the kernel's records are without.
TEST_F(LiveOwners, DetailsAreFoundInATimeNamespace) {
  const FileDescriptor socket = make_socket();
  const ChildProcess outside([&](const auto& tell) {
    const bool is_made = ::unshare(CLONE_NEWTIME) == 0;
    if (is_made) std::ofstream("/proc/self/timens_offsets") << "boottime 5000 123456789\n";
    if (!is_made) tell(-1);
    if (!is_made || ::fork() != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::int64_t described = 0;
    for (const Owner& owner : find(OwnerMethod::kBpf, inode_of(socket)))
      described += owner.process.executable.empty() ? 0 : 1;
    tell(described);
  });
  if (outside.number() == -1) GTEST_SKIP() << "no time namespace may be made here";
  EXPECT_EQ(outside.number(), 3);
}

}  // namespace
}  // namespace portreeve::sockets
