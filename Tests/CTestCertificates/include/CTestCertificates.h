#pragma once
#include <stddef.h>

// What a certificate is made of; times in seconds from now.
typedef struct {
    const char *common_name;
    // "DNS:a.example,IP:127.0.0.1"; NULL: none.
    const char *names;
    int is_authority;
    long begins;
    long ends;
    // PEM of the issuer's certificate and key; NULL: self-signed.
    const char *issuer_certificate;
    const char *issuer_key;
    // Bits of an RSA key; 0: an elliptic one.
    int rsa_bits;
    // Signed with SHA-1.
    int is_sha1;
    // "critical,keyEncipherment", "clientAuth"; NULL: the extension is not there.
    const char *key_usage;
    const char *extended_key_usage;
    // PEM of the key that it is for; NULL: a new one is made.
    const char *own_key;
} test_certificate;

// PEM of a certificate and of its key (PKCS#8), to be freed by `test_free`; 1 when done.
int test_certificate_make(const test_certificate *wanted, char **certificate, char **key);

// The key in PEM under a password: "AES-256-CBC", or NULL for PBE-SHA1-3DES.
char *test_key_encrypted(const char *key, const char *password, const char *cipher);

// The key in PEM as it was written before PKCS#8: "RSA PRIVATE KEY", "EC PRIVATE KEY"; under a password where there is one.
char *test_key_traditional(const char *key, const char *password);

// The certificate in PEM as "TRUSTED CERTIFICATE"; in `openssl x509 -text`'s form where `as_text` is 1.
char *test_certificate_text(const char *certificate, int as_text);

// A PKCS#12 store of a key (NULL: none) and certificates in PEM, the key's first; its size is written to `count`.
unsigned char *test_pkcs12(const char *key, const char *certificates, const char *password, size_t *count);

void test_free(void *made);
