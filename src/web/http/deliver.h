// The last hand on every response: validators, compression, security headers.
//
// Pages get a weak ETag from their bytes and answer If-None-Match with 304; text of some size is
// gzipped where the browser takes it. Whatever sends a response sends it through here, so no route
// can forget a header.
//
// Pure and thread-safe; one pass over the body for the hash, one for gzip.
#pragma once

#include "web/http/message.h"

namespace depesche::web {

/// For our own pages: what they may load (their stylesheet and pictures, nothing else), who may
/// frame them (nobody), what they tell others (nothing).
void add_security_headers(Response& response);

/// Adds an ETag where there is none, turns into 304 or gzip as the request allows. Leaves a body
/// for HEAD: the server drops it but sends its length.
Response deliver(Response response, const Request& request);

/// "gzip, br;q=0" and the like: whether gzip is welcome.
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace depesche::web
