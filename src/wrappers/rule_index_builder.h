#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "wrappers/rule_index.h"

namespace portreeve::wrappers {

/// Reads a file's lines and enters each rule under its keys.
class RuleIndex::Builder {
 public:
  Builder(RuleIndex& index, bool is_strict) : index_(index), is_strict_(is_strict) {}

  /// Fills the index with the lines of a text.
  void build(std::string_view text);

 private:
  void add_line(Line::Kind kind, int number);
  void add_rule(const Rule& rule, std::size_t start, int number);
  void enter(std::uint64_t group, std::string_view clients);
  void enter_host(std::uint64_t group, std::string_view pattern);
  void enter_network(std::uint64_t group, std::string_view net, std::string_view mask);
  void enter_glob(std::uint64_t group, std::string_view pattern);
  void enter_beginning(std::uint64_t group, std::string_view literal);
  void enter_end(std::uint64_t group, std::string_view literal);
  void enter_key(std::uint64_t group, KeyKind kind, std::uint64_t length = 0, std::uint64_t hash = 0);
  void arrange();

  RuleIndex& index_;
  const bool is_strict_;
  /// What has been entered so far: a key and the number of the line in lines_.
  std::vector<std::pair<std::uint64_t, std::uint32_t>> entries_;
};

}  // namespace portreeve::wrappers
