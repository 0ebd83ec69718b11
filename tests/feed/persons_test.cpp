#include "feed/persons.h"

#include <gtest/gtest.h>

namespace depesche::feed {
namespace {

struct Written {
  std::string_view text, name, email;
};

constexpr Written kWritten[] = {
    {"A. Writer", "A. Writer", ""},
    {"desk@wire.example (A. Writer)", "A. Writer", "desk@wire.example"},
    {"A. Writer (desk@wire.example)", "A. Writer", "desk@wire.example"},
    {"A. Writer <desk@wire.example>", "A. Writer", "desk@wire.example"},
    {"<desk@wire.example> A. Writer", "A. Writer", "desk@wire.example"},
    {"desk@wire.example A. Writer", "A. Writer", "desk@wire.example"},
    {"desk@wire.example", "", "desk@wire.example"},
    {"(A. Writer)", "A. Writer", ""},
    {"A. Writer (Reuters)", "A. Writer (Reuters)", ""},
    {"  A.\n Writer ", "A. Writer", ""},
    {"", "", ""},
};

TEST(Persons, AreReadInTheWaysFeedsWriteThem) {
  for (const Written& one : kWritten) {
    const Person person = read_person(one.text, "author");
    EXPECT_EQ(person.name, one.name) << one.text;
    EXPECT_EQ(person.email, one.email) << one.text;
    EXPECT_EQ(person.role, "author");
  }
}

TEST(AuthorNames, AreThoseOfAuthorsOnceEachAndAnAddressWhereThereIsNoName) {
  const std::vector<Person> people{{"author", "A. Writer", "a@wire.example", {}},
                                   {"editor", "B. Editor", {}, {}},
                                   {"author", {}, "desk@wire.example", {}},
                                   {"author", "A. Writer", {}, {}}};
  EXPECT_EQ(author_names(people), (std::vector<std::string>{"A. Writer", "desk@wire.example"}));
}

}  // namespace
}  // namespace depesche::feed
