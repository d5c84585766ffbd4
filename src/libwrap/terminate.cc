#include <cstdlib>
#include <exception>

// What an exception comes to that nobody catches: the end of the process, and no more. libstdc++'s own
// handler writes to standard error first, which is the client's connection in a daemon that inetd has
// started; and its code for names would be a quarter of the library, loaded for each connection. This is the
// variable that libstdc++ keeps its handler in; defined here, where libstdc++ is linked statically, it takes
// the place of the one there.
namespace __cxxabiv1 {
// NOLINTNEXTLINE(readability-identifier-naming): the name is libstdc++'s
extern std::terminate_handler __terminate_handler;
// NOLINTNEXTLINE(readability-identifier-naming): as above
std::terminate_handler __terminate_handler = std::abort;
}  // namespace __cxxabiv1
