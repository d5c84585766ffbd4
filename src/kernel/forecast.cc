#include <fnmatch.h>

#include <algorithm>
#include <map>
#include <utility>

#include "kernel/persistence.h"
#include "kernel/setting.h"
#include "kernel/sysctl_gather.h"

namespace portreeve::kernel {
namespace {

constexpr std::string_view kIpForward = "net/ipv4/ip_forward";
constexpr std::string_view kIpForwardOfAll = "net/ipv4/conf/all/forwarding";
constexpr std::string_view kRedirectsOfAll = "net/ipv4/conf/all/accept_redirects";

/// What writing one key does to another.
enum class Effect : std::uint8_t {
  kNone,
  kSame,             ///< it is the other one, by another name
  kCopiesOnChange,   ///< if it changes, the other one gets its value
  kCopies,           ///< the other one gets its value
  kInvertsOnChange,  ///< if it changes, the other one becomes its opposite
};

bool is_of_one_interface(std::string_view file, std::string_view family, std::string_view name) {
  const std::string directory = "net/" + std::string(family) + "/conf/";
  const std::string suffix = "/" + std::string(name);
  return file.starts_with(directory) && file.ends_with(suffix) && file != directory + "all" + suffix;
}

// devinet_sysctl_forward() in net/ipv4/devinet.c, addrconf_fixup_forwarding() and addrconf_disable_ipv6() in
// net/ipv6/addrconf.c.
Effect effect_of(std::string_view written, std::string_view file) {
  if (written == file) return Effect::kSame;
  if (written == kIpForward || written == kIpForwardOfAll) {
    if (file == kIpForward || file == kIpForwardOfAll) return Effect::kSame;
    if (file == kRedirectsOfAll) return Effect::kInvertsOnChange;
    return is_of_one_interface(file, "ipv4", "forwarding") ? Effect::kCopiesOnChange : Effect::kNone;
  }
  for (const std::string_view name : {"forwarding", "disable_ipv6"}) {
    if (written == "net/ipv6/conf/all/" + std::string(name) && is_of_one_interface(file, "ipv6", name))
      return Effect::kCopies;
  }
  return Effect::kNone;
}

bool matches(const SysctlLine& line, std::string_view key) {
  return line.is_pattern()
             ? ::fnmatch(line.key.c_str(), std::string(key).c_str(), FNM_PATHNAME | FNM_PERIOD) == 0
             : line.key == key;
}

/// Follows the writes of the loaders to a key, and to those that disturb it.
class Simulation {
 public:
  explicit Simulation(std::string_view file) : file_(file) {
    const auto found = find_by_file(file);
    if (!found || found->setting == nullptr) return;
    const auto [in_all, in_default] = found->setting->kernel_default;
    default_ = found->scope == "default" ? in_default : in_all;
  }

  // What a loader writes, or one run of `sysctl -p`.
  void load(Loader loader, const std::vector<SysctlFile>& files) {
    loader_ = loader;
    const GatheredLines gathered = gather(loader, files);
    for (const SysctlEntry& entry : gathered.replaced) {
      if (effect_of_line(*entry.line) == Effect::kSame) mention(entry, Fate::kReplaced);
    }
    for (const SysctlEntry& entry : gathered.kept)
      apply(entry, gathered);
  }

  [[nodiscard]] Forecast finish() {
    if (winner_) forecast_.mentions[*winner_].fate = disturber_ ? Fate::kOverwritten : Fate::kWins;
    forecast_.value = value_;
    return std::move(forecast_);
  }

 private:
  // The keys that matter here and that a line is written to: the key itself, its other name, and those whose
  // writing changes it.
  [[nodiscard]] std::vector<std::string_view> targets() const {
    std::vector<std::string_view> keys{file_};
    for (const std::string_view other :
         {kIpForward, kIpForwardOfAll, std::string_view("net/ipv6/conf/all/forwarding"),
          std::string_view("net/ipv6/conf/all/disable_ipv6")}) {
      if (other != file_ && effect_of(other, file_) != Effect::kNone) keys.push_back(other);
    }
    return keys;
  }

  [[nodiscard]] Effect effect_of_line(const SysctlLine& line) const {
    for (const std::string_view key : targets()) {
      if (matches(line, key)) return effect_of(key, file_);
    }
    return Effect::kNone;
  }

  void mention(const SysctlEntry& entry, Fate fate) {
    forecast_.mentions.push_back(
        {entry.file->path, entry.line->number, entry.line->key, entry.line->value, fate});
  }

  void apply(const SysctlEntry& entry, const GatheredLines& all) {
    const SysctlLine& line = *entry.line;
    for (const std::string_view key : targets()) {
      if (!matches(line, key)) continue;
      const Effect effect = effect_of(key, file_);
      if (line.is_exclusion) {
        if (effect == Effect::kSame && !line.is_pattern()) mention(entry, Fate::kExcludes);
        continue;
      }
      if (line.is_pattern() && all.named.contains(key)) {
        if (effect == Effect::kSame) mention(entry, Fate::kYields);
        continue;
      }
      write(entry, key, effect);
    }
  }

  void write(const SysctlEntry& entry, std::string_view key, Effect effect) {
    const auto number = number_of_sysctl_value(entry.line->value);
    if (!number) {
      if (effect == Effect::kSame) mention(entry, Fate::kRefused);
      return;
    }
    if (effect == Effect::kSame) {
      if (winner_) forecast_.mentions[*winner_].fate = Fate::kOverwritten;
      winner_ = forecast_.mentions.size();
      disturber_ = false;
      mention(entry, Fate::kWins);
      value_ = number;
      return;
    }
    // ip_forward has two names and one value.
    std::int64_t& before = others_[std::string(key == kIpForward ? kIpForwardOfAll : key)];
    // systemd-sysctl does not write what is there already, by the text (write_string_file(), fileio.c).
    if (loader_ == Loader::kSystemd && entry.line->value == std::to_string(before)) return;
    const bool changes = std::exchange(before, *number) != *number;
    if (!changes && effect != Effect::kCopies) return;
    const std::int64_t made =
        effect == Effect::kInvertsOnChange ? static_cast<std::int64_t>(*number == 0) : *number;
    if (value_.value_or(default_) == made) return;
    mention(entry, Fate::kDisturbs);
    disturber_ = true;
    value_ = made;
  }

  std::string_view file_;
  Loader loader_ = Loader::kProcps;
  std::int64_t default_ = 0;
  std::map<std::string, std::int64_t, std::less<>> others_;  // of keys that disturb; all start at 0
  Forecast forecast_;
  std::optional<std::size_t> winner_;  // the mention that wrote the key last
  bool disturber_ = false;             // whether another key has changed it since
  std::optional<std::int64_t> value_;
};

}  // namespace

std::string_view to_string(Fate fate) {
  switch (fate) {
    case Fate::kWins:
      return "wins";
    case Fate::kOverwritten:
      return "overwritten";
    case Fate::kReplaced:
      return "replaced";
    case Fate::kYields:
      return "yields";
    case Fate::kExcludes:
      return "excludes";
    case Fate::kRefused:
      return "refused";
    case Fate::kDisturbs:
      return "disturbs";
  }
  return "unknown";
}

Forecast forecast(const Persistence& persistence, Loader loader, std::string_view file) {
  Simulation simulation(file);
  simulation.load(loader, loader == Loader::kProcps ? persistence.procps : persistence.systemd);
  if (persistence.ufw) simulation.load(Loader::kProcps, {*persistence.ufw});
  return simulation.finish();
}

}  // namespace portreeve::kernel
