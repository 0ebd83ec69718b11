// From a method and a path to a handler.
//
//   router.get("/s/:id", Formats::Lists, show_story);   // also /s/12.atom and /s/12.json
//   router.post("/feeds/remove", remove_feed);
//
// A segment that begins with ':' matches any one non-empty segment and hands its text over. HEAD
// goes where GET goes. Routes are tried in the order they were added.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "web/http/message.h"

namespace depesche::web {

enum class Format { Html, Atom, Json };
enum class Formats { Html, Lists };  // Lists: also as Atom and JSON

struct Match {
  std::vector<std::string> words;  // what the ':' segments matched, in order
  Format format = Format::Html;
};

class Router {
 public:
  using Action = std::function<Response(const Request&, const Match&)>;

  void get(std::string_view pattern, Formats formats, Action action);
  void post(std::string_view pattern, Action action);
  /// Not from a form of ours but from another program: the action knows it by other means.
  void post_from_outside(std::string_view pattern, Action action);
  /// From programs alone: forms cannot PUT.
  void put(std::string_view pattern, Action action);

  struct Found {
    const Action* action = nullptr;  // null: see `allowed`
    bool is_form = false;            // to be answered only with the token of one of our pages
    Match match;
    std::string allowed;  // "GET, HEAD" when only the method is wrong; empty when nothing matches
  };
  /// Valid as long as the router; safe from many threads once all routes are added.
  Found find(const Request& request) const;

 private:
  struct Route {
    Method method;
    std::vector<std::string> pattern;
    Formats formats;
    Action action;
    bool is_form;
  };
  enum class Sender { Form, Anyone };
  void add(Method method, std::string_view pattern, Formats formats, Action action, Sender sender);
  std::vector<Route> routes_;
};

}  // namespace depesche::web
