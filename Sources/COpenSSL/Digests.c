#define OPENSSL_SUPPRESS_DEPRECATED
#include "Start.h"
#include "include/Digests.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

void mend_sha256(const void *bytes, size_t count, unsigned char digest[32]) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, bytes, count);
    SHA256_Final(digest, &context);
}

void mend_sha1(const void *bytes, size_t count, unsigned char digest[20]) {
    SHA_CTX context;
    SHA1_Init(&context);
    SHA1_Update(&context, bytes, count);
    SHA1_Final(digest, &context);
}

static const EVP_MD *digest_of(int bits) {
    mend_openssl_start();
    return bits == 512 ? EVP_sha512() : EVP_sha256();
}

int mend_sha2(int bits, const void *bytes, size_t count, unsigned char *digest) {
    return EVP_Digest(bytes, count, digest, NULL, digest_of(bits), NULL) == 1;
}

int mend_hmac(int bits, const void *key, size_t key_count, const void *bytes, size_t count, unsigned char *digest) {
    if (key_count > INT_MAX) return 0;
    return HMAC(digest_of(bits), key, (int)key_count, bytes, count, digest, NULL) != NULL;
}

int mend_pbkdf2(int bits, const void *password, size_t password_count, const void *salt, size_t salt_count, int iterations,
                unsigned char *key) {
    if (password_count > INT_MAX || salt_count > INT_MAX) return 0;
    return PKCS5_PBKDF2_HMAC(password, (int)password_count, salt, (int)salt_count, iterations, digest_of(bits), bits / 8, key) == 1;
}
