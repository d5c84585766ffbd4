#include <arpa/inet.h>

#include <string>

#include <benchmark/benchmark.h>

#include "core/address.h"

namespace {

const std::string kIpv4 = "192.0.2.135";
const std::string kIpv6 = "2001:db8::8:800:200c:417a";

void parse_address(benchmark::State& state, const std::string& text) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(portreeve::core::Address::parse(text));
  }
}
BENCHMARK_CAPTURE(parse_address, ipv4, kIpv4);
BENCHMARK_CAPTURE(parse_address, ipv6, kIpv6);

void libc_inet_pton(benchmark::State& state, int family, const std::string& text) {
  for (auto _ : state) {
    in6_addr bytes;
    benchmark::DoNotOptimize(inet_pton(family, text.c_str(), &bytes));
  }
}
BENCHMARK_CAPTURE(libc_inet_pton, ipv4, AF_INET, kIpv4);
BENCHMARK_CAPTURE(libc_inet_pton, ipv6, AF_INET6, kIpv6);

}  // namespace
