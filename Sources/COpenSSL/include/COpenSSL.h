#pragma once
#include <stddef.h>

// SHA-256 of some bytes, into 32. The digest itself, not EVP: that would start the library's providers (a millisecond at each start of the
// program) and link them all into a static executable.
void mend_sha256(const void *bytes, size_t count, unsigned char digest[32]);
