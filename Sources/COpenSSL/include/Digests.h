#pragma once
#include <stddef.h>

// SHA-256 and SHA-1 of some bytes, into 32 and 20. The digests themselves, not EVP: that would start the library's providers (a millisecond
// at each start of the program). SHA-1 only for what is made of it already: Sun's key stores.
void mend_sha256(const void *bytes, size_t count, unsigned char digest[32]);
void mend_sha1(const void *bytes, size_t count, unsigned char digest[20]);

// Those of SCRAM. `bits` is 256 or 512; the result has so many bits. 0 where the library cannot.
int mend_sha2(int bits, const void *bytes, size_t count, unsigned char *digest);
int mend_hmac(int bits, const void *key, size_t key_count, const void *bytes, size_t count, unsigned char *digest);
int mend_pbkdf2(int bits, const void *password, size_t password_count, const void *salt, size_t salt_count, int iterations,
                unsigned char *key);
