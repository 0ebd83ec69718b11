#include "fetch/address_policy.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace depesche::fetch {
namespace {

struct AddressCase {
  std::string_view address;
  AddressKind kind;
};

TEST(AddressPolicy, KnowsWhatIsNotPublic) {
  for (const auto& [address, kind] : std::vector<AddressCase>{
           {"0.0.0.0", AddressKind::Unspecified},
           {"0.1.2.3", AddressKind::Reserved},
           {"10.0.0.1", AddressKind::Private},
           {"10.255.255.255", AddressKind::Private},
           {"100.64.0.1", AddressKind::CarrierNat},
           {"100.127.255.255", AddressKind::CarrierNat},
           {"127.0.0.1", AddressKind::Loopback},
           {"127.255.0.9", AddressKind::Loopback},
           {"169.254.169.254", AddressKind::LinkLocal},
           {"172.16.0.1", AddressKind::Private},
           {"172.31.255.255", AddressKind::Private},
           {"192.0.0.8", AddressKind::Reserved},
           {"192.0.2.7", AddressKind::Documentation},
           {"192.168.1.1", AddressKind::Private},
           {"198.19.0.1", AddressKind::Reserved},
           {"203.0.113.5", AddressKind::Documentation},
           {"224.0.0.1", AddressKind::Multicast},
           {"239.255.255.255", AddressKind::Multicast},
           {"240.0.0.1", AddressKind::Reserved},
           {"255.255.255.255", AddressKind::Reserved},
           {"::", AddressKind::Unspecified},
           {"::1", AddressKind::Loopback},
           {"::2", AddressKind::Reserved},
           {"::127.0.0.1", AddressKind::Reserved},
           {"::ffff:127.0.0.1", AddressKind::Loopback},
           {"::ffff:10.0.0.1", AddressKind::Private},
           {"[::ffff:a9fe:a9fe]", AddressKind::LinkLocal},
           {"64:ff9b::10.0.0.1", AddressKind::Private},
           {"64:ff9b:1::1", AddressKind::Reserved},
           {"100::1", AddressKind::Reserved},
           {"2001::1", AddressKind::Tunnel},
           {"2001:10::1", AddressKind::Reserved},
           {"2001:db8::1", AddressKind::Documentation},
           {"2002:7f00:1::", AddressKind::Tunnel},
           {"3fff::1", AddressKind::Documentation},
           {"fc00::1", AddressKind::Private},
           {"fdff::1", AddressKind::Private},
           {"fe80::1", AddressKind::LinkLocal},
           {"febf::1", AddressKind::LinkLocal},
           {"fec0::1", AddressKind::Private},
           {"ff02::1", AddressKind::Multicast},
           {"4000::1", AddressKind::Reserved},
       }) {
    const auto ip = parse_ip(address);
    ASSERT_TRUE(ip) << address;
    EXPECT_EQ(name(kind_of(*ip)), name(kind)) << address;
    EXPECT_FALSE(check_address({}, "example.org", 80, *ip)) << address;
    EXPECT_TRUE(check_address({true, {}, {}}, "example.org", 80, *ip)) << address;
  }
}

TEST(AddressPolicy, LetsPublicAddressesThrough) {
  for (const std::string_view address :
       {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.0.0.1",
        "128.0.0.1", "169.253.0.1", "172.15.0.1", "172.32.0.1", "192.167.0.1", "223.255.255.255",
        "2606:4700::1", "2a00:1450::1", "2001:200::1", "64:ff9b::1.1.1.1", "::ffff:8.8.8.8"}) {
    const auto ip = parse_ip(address);
    ASSERT_TRUE(ip) << address;
    EXPECT_TRUE(check_address({}, "example.org", 443, *ip)) << address;
  }
}

TEST(AddressPolicy, AllowsNamedHostsOnly) {
  const AddressPolicy policy{
      false, {"news.lan", "*.localhost:8420", "127.0.0.1:9000", "[::1]"}, {}};
  const IpAddress loopback = ipv4(127, 0, 0, 1);
  struct HostCase {
    std::string_view host;
    std::uint16_t port;
    bool allowed;
  };
  for (const auto& [host, port, allowed] : std::vector<HostCase>{{"news.lan", 80, true},
                                                                 {"NEWS.lan", 443, true},
                                                                 {"other.news.lan", 80, false},
                                                                 {"a.localhost", 8420, true},
                                                                 {"a.b.localhost", 8420, true},
                                                                 {"a.localhost", 22, false},
                                                                 {"localhost", 8420, false},
                                                                 {"evil-localhost", 8420, false},
                                                                 {"127.0.0.1", 9000, true},
                                                                 {"127.0.0.1", 9001, false},
                                                                 {"[::1]", 80, true},
                                                                 {"example.org", 80, false}}) {
    EXPECT_EQ(static_cast<bool>(check_address(policy, host, port, loopback)), allowed)
        << host << ":" << port;
  }
}

TEST(AddressPolicy, LeavesOtherServicesAlone) {
  for (const std::uint16_t port :
       std::vector<std::uint16_t>{0,   7,   21,  22,  23,   25,   53,   110,  143,  389,  465,
                                  587, 636, 993, 995, 2049, 5060, 6000, 6667, 6697, 10080}) {
    const auto refused = check_port({}, "example.org", port);
    ASSERT_FALSE(refused) << port;
    EXPECT_EQ(refused.error().code, ErrorCode::AddressNotAllowed);
    EXPECT_TRUE(check_port({false, {}, {port}}, "example.org", port)) << "allowed by the owner";
    const std::string named = "news.lan:" + std::to_string(port);
    EXPECT_TRUE(check_port({false, {named}, {}}, "news.lan", port)) << named;
    EXPECT_FALSE(check_port({false, {named}, {}}, "example.org", port)) << named;
    EXPECT_FALSE(check_port({false, {"news.lan"}, {}}, "news.lan", port)) << "not named with it";
    EXPECT_FALSE(check_port({true, {}, {}}, "example.org", port)) << "private is another matter";
  }
  for (const std::uint16_t port :
       std::vector<std::uint16_t>{80, 81, 443, 591, 3000, 8000, 8080, 8420, 8443, 9999, 40000}) {
    EXPECT_TRUE(check_port({}, "example.org", port)) << port;
  }
  EXPECT_EQ(check_port({}, "example.org", 25).error().message,
            "port 25 of example.org is another service's, not the web's; it is not asked");
}

TEST(AddressPolicy, SaysWhy) {
  const auto refused = check_address({}, "example.org", 80, ipv4(169, 254, 169, 254));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::AddressNotAllowed);
  EXPECT_EQ(refused.error().message,
            "example.org is at a link-local address; only public addresses are fetched");
}

TEST(AddressPolicy, ReadsNoNonsense) {
  for (const std::string_view text : {"", "1.2.3", "example.org", "[::1", "1.2.3.4.5", ":::"}) {
    EXPECT_FALSE(parse_ip(text)) << text;
  }
}

}  // namespace
}  // namespace depesche::fetch
