// A visitor of a site without sockets: keeps the cookie, reads the token off pages, sends forms.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "web/http/message.h"
#include "web/site/site.h"

namespace depesche::test {

class Browser {
 public:
  explicit Browser(web::Site& site, std::string language = "en")
      : site_(site), language_(std::move(language)) {}

  web::Response get(const std::string& target) {
    web::Response response = ask({"GET", target, headers(), {}});
    if (cookie_.empty()) {
      const std::string_view set = web::value(response.headers, "Set-Cookie");
      cookie_ = set.substr(0, set.find(';'));
    }
    constexpr std::string_view kToken = "name=\"token\" value=\"";
    const auto at = response.body.find(kToken);
    if (at != std::string::npos) token_ = response.body.substr(at + kToken.size(), 32);
    return response;
  }

  web::Response post(const std::string& target, const std::string& form) {
    web::Fields with_type = headers();
    with_type.push_back({"content-type", "application/x-www-form-urlencoded"});
    return ask({"POST", target, std::move(with_type), "token=" + token_ + "&" + form});
  }

  /// Sends the form and goes where that leads: one page, of 200 or 422.
  std::string follow(const std::string& target, const std::string& form) {
    web::Response response = post(target, form);
    for (int hop = 0; hop < 3 && (response.status == 303 || response.status == 308); ++hop) {
      response = get(std::string(web::value(response.headers, "Location")));
    }
    EXPECT_TRUE(response.status == 200 || response.status == 422) << response.status;
    return response.body;
  }

  void forget_token() { token_ = "0"; }

 private:
  web::Fields headers() const {
    web::Fields out{{"host", "127.0.0.1:8420"}, {"accept-language", language_}};
    if (!cookie_.empty()) out.push_back({"cookie", cookie_});
    return out;
  }
  web::Response ask(web::RawRequest raw) {
    const std::string target = raw.target;
    auto request = web::read_request(std::move(raw));
    EXPECT_TRUE(request) << target;
    return site_.answer(*request);
  }

  web::Site& site_;
  std::string language_;
  std::string cookie_;
  std::string token_;
};

}  // namespace depesche::test
