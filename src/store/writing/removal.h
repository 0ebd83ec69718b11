// Taking an article out of every table. Inside the module.
#pragma once

#include "news/ids.h"
#include "store/sqlite/database.h"

namespace depesche {

/// What the engine knew it by stays where the engine has yet to forget it: replay needs it until
/// there is a state without it.
enum class TermVectors { Remove, Keep };

/// With its versions, words in the index and page to look at again. What counted as its reprint
/// stands for itself from then on; a story left empty goes.
void remove_article(Connection& db, ArticleId article, TermVectors vectors);

}  // namespace depesche
