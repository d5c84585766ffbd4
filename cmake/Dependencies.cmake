# Every library from outside, found once. Targets say which of them they use.
# The Debian packages that provide them are listed in packaging/debian-packages.

find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(tl-expected REQUIRED)
find_package(pugixml REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(MNL REQUIRED IMPORTED_TARGET libmnl)
pkg_check_modules(NFTABLES REQUIRED IMPORTED_TARGET libnftables)

# Asio is headers alone. Debian 12's 1.22 does not recognise coroutines of newer compilers by itself.
add_library(portreeve_asio INTERFACE)
target_compile_definitions(portreeve_asio INTERFACE
  ASIO_STANDALONE ASIO_NO_DEPRECATED ASIO_HAS_CO_AWAIT ASIO_HAS_STD_COROUTINE)
target_link_libraries(portreeve_asio INTERFACE Threads::Threads)

if(PORTREEVE_TESTS)
  find_package(GTest REQUIRED)
endif()
if(PORTREEVE_BENCH)
  find_package(benchmark REQUIRED)
endif()
