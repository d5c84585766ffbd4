#include "wrappers/address_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portreeve::wrappers {
namespace {

using core::Family;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

AddressSet set_of(std::initializer_list<std::string_view> prefixes, Family family = Family::kIpv4) {
  AddressSet set(family);
  for (const std::string_view prefix : prefixes)
    set.add(AddressSet::of(core::Prefix::parse(prefix).value()));
  return set;
}

std::vector<std::string> shown(const AddressSet& set) {
  std::vector<std::string> texts;
  for (const core::Prefix& prefix : set.prefixes())
    texts.push_back(prefix.to_string());
  return texts;
}

TEST(AddressSet, IsEmptyAtFirst) {
  EXPECT_TRUE(AddressSet(Family::kIpv4).empty());
  EXPECT_THAT(shown(AddressSet(Family::kIpv4)), IsEmpty());
}

TEST(AddressSet, OfAllAddressesIsOnePrefix) {
  EXPECT_THAT(shown(AddressSet::all(Family::kIpv4)), ElementsAre("0.0.0.0/0"));
  EXPECT_THAT(shown(AddressSet::all(Family::kIpv6)), ElementsAre("::/0"));
}

TEST(AddressSet, JoinsNeighbours) {
  EXPECT_THAT(shown(set_of({"10.0.1.0/24", "10.0.0.0/24"})), ElementsAre("10.0.0.0/23"));
}

TEST(AddressSet, DropsWhatALargerPrefixHolds) {
  EXPECT_THAT(shown(set_of({"10.0.0.0/8", "10.1.2.3/32", "10.255.255.255/32"})), ElementsAre("10.0.0.0/8"));
}

TEST(AddressSet, KeepsApartWhatDoesNotTouch) {
  EXPECT_THAT(shown(set_of({"10.0.0.0/24", "10.0.2.0/24"})), ElementsAre("10.0.0.0/24", "10.0.2.0/24"));
}

TEST(AddressSet, IsCutByWhatIsRemoved) {
  AddressSet set = set_of({"10.0.0.0/29"});
  set.remove(set_of({"10.0.0.3/32", "10.0.0.6/31"}));
  EXPECT_THAT(shown(set), ElementsAre("10.0.0.0/31", "10.0.0.2/32", "10.0.0.4/31"));
}

TEST(AddressSet, IsNotTouchedByRemovingItsNeighbours) {
  AddressSet set = set_of({"10.0.1.0/24"});
  set.remove(set_of({"10.0.0.0/24", "10.0.2.0/24"}));
  EXPECT_THAT(shown(set), ElementsAre("10.0.1.0/24"));
}

TEST(AddressSet, CanBeRemovedFromItself) {
  AddressSet set = AddressSet::all(Family::kIpv6);
  set.remove(AddressSet::all(Family::kIpv6));
  EXPECT_TRUE(set.empty());
}

TEST(AddressSet, EndsRightAtTheHighestAddress) {
  AddressSet set = AddressSet::all(Family::kIpv6);
  set.remove(set_of({"::/1"}, Family::kIpv6));
  EXPECT_THAT(shown(set), ElementsAre("8000::/1"));
  AddressSet last = AddressSet::all(Family::kIpv4);
  last.remove(set_of({"0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3", "224.0.0.0/4", "240.0.0.0/5"}));
  EXPECT_THAT(shown(last), ElementsAre("248.0.0.0/5"));
}

TEST(AddressSet, KeepsWhatBothHold) {
  AddressSet set = set_of({"10.0.0.0/8", "192.0.2.0/24"});
  set.keep(set_of({"10.1.0.0/16", "192.0.0.0/16", "203.0.113.0/24"}));
  EXPECT_THAT(shown(set), ElementsAre("10.1.0.0/16", "192.0.2.0/24"));
}

TEST(AddressSet, CountsAcrossTheMiddleOfAnIpv6Address) {
  AddressSet set = set_of({"2001:db8::/63"}, Family::kIpv6);
  set.remove(set_of({"2001:db8:0:1::/64"}, Family::kIpv6));
  EXPECT_THAT(shown(set), ElementsAre("2001:db8::/64"));
}

}  // namespace
}  // namespace portreeve::wrappers
