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
} test_certificate;

// PEM of a certificate and of its key (PKCS#8), to be freed by `test_free`; 1 when done.
int test_certificate_make(const test_certificate *wanted, char **certificate, char **key);

// The key in PEM under a password: "AES-256-CBC", or NULL for PBE-SHA1-3DES.
char *test_key_encrypted(const char *key, const char *password, const char *cipher);

// A PKCS#12 store of a key (NULL: none) and certificates in PEM, the key's first; its size is written to `count`.
unsigned char *test_pkcs12(const char *key, const char *certificates, const char *password, size_t *count);

void test_free(void *made);
