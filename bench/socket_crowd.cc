// A host full of sockets, for measuring what lists them:
//
//   socket_crowd PROCESSES LISTENERS CONNECTIONS FILES [apart]
//
// Starts so many processes, each of which holds so many listening TCP sockets, both ends of so many TCP
// connections to itself, and so many open files that are no sockets. "apart" puts each into a network
// namespace of its own, where nothing is connected. Writes READY and a newline once all is there, and holds
// it until it is killed. Run it in a network namespace made for it, with "lo" up.

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

constexpr int kBacklog = 4096;
constexpr unsigned kPatienceSeconds = 300;
constexpr std::uint16_t kFirstPort = 10000;
constexpr std::uint32_t kLoopbackNetwork = 0x7f010000;  // 127.1.0.0: each process has an address of its own

struct Crowd {
  int processes = 0;
  int listeners = 0;
  int connections = 0;
  int files = 0;
  bool apart = false;
};

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  std::exit(1);
}

::sockaddr_in address_of(const Crowd& crowd, int process, int listener) {
  ::sockaddr_in address{};
  address.sin_family = AF_INET;
  // A namespace of its own has no other addresses yet than the one that stands for all.
  address.sin_addr.s_addr =
      ::htonl(crowd.apart ? INADDR_ANY : kLoopbackNetwork + 1 + static_cast<std::uint32_t>(process));
  address.sin_port = ::htons(static_cast<std::uint16_t>(kFirstPort + listener));
  return address;
}

int open_socket() {
  const int opened = ::socket(AF_INET, SOCK_STREAM, 0);
  if (opened < 0) give_up("socket");
  return opened;
}

int listen_on(const ::sockaddr_in& address) {
  const int listener = open_socket();
  if (::bind(listener, reinterpret_cast<const ::sockaddr*>(&address), sizeof address) != 0) give_up("bind");
  if (::listen(listener, kBacklog) != 0) give_up("listen");
  return listener;
}

// One process's share. Descriptors stay open for as long as it lives.
void fill(const Crowd& crowd, int process) {
  if (crowd.apart && ::unshare(CLONE_NEWNET) != 0) give_up("unshare");
  for (int file = 0; file < crowd.files; ++file) {
    if (::open("/proc/self/exe", O_RDONLY) < 0) give_up("open");
  }
  int listener = -1;
  for (int number = 0; number < crowd.listeners; ++number)
    listener = listen_on(address_of(crowd, process, number));
  if (crowd.connections == 0) return;
  const ::sockaddr_in own = address_of(crowd, process, crowd.listeners);
  listener = listen_on(own);
  for (int number = 0; number < crowd.connections; ++number) {
    const int client = open_socket();
    if (::connect(client, reinterpret_cast<const ::sockaddr*>(&own), sizeof own) != 0) give_up("connect");
    if (::accept(listener, nullptr, nullptr) < 0) give_up("accept");
  }
}

void allow_descriptors(const Crowd& crowd) {
  constexpr ::rlim_t kOthers = 64;
  const auto needed = static_cast<::rlim_t>(crowd.listeners) + 2 * static_cast<::rlim_t>(crowd.connections) +
                      static_cast<::rlim_t>(crowd.files) + kOthers;
  ::rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) give_up("getrlimit");
  if (limit.rlim_cur >= needed) return;
  limit.rlim_cur = needed;
  if (limit.rlim_max < needed) limit.rlim_max = needed;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) give_up("setrlimit");
}

// Starts the processes and waits until each has said that it is ready.
void start(const Crowd& crowd) {
  const ::pid_t parent = ::getpid();
  // One that ends could not do its share, and would be waited for in vain.
  std::signal(SIGCHLD, [](int) { std::_Exit(1); });
  int ready[2];
  if (::pipe(ready) != 0) give_up("pipe");
  for (int process = 0; process < crowd.processes; ++process) {
    const ::pid_t child = ::fork();
    if (child < 0) give_up("fork");
    if (child != 0) continue;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) std::_Exit(1);  // it had died before
    fill(crowd, process);
    if (::write(ready[1], ".", 1) != 1) give_up("write");
    while (true)
      ::pause();
  }
  for (int process = 0; process < crowd.processes; ++process) {
    char mark = 0;
    if (::read(ready[0], &mark, 1) != 1) give_up("read");
  }
}

}  // namespace

int main(int argc, char** argv) {
  const bool apart = argc == 6 && std::string_view(argv[5]) == "apart";
  if (argc != 5 && !apart) {
    std::fputs("usage: socket_crowd PROCESSES LISTENERS CONNECTIONS FILES [apart]\n", stderr);
    return 2;
  }
  const Crowd crowd{.processes = std::atoi(argv[1]),
                    .listeners = std::atoi(argv[2]),
                    .connections = std::atoi(argv[3]),
                    .files = std::atoi(argv[4]),
                    .apart = apart};
  allow_descriptors(crowd);
  ::alarm(kPatienceSeconds);
  start(crowd);
  ::alarm(0);
  std::puts("READY");
  std::fflush(stdout);
  while (true)
    ::pause();
}
