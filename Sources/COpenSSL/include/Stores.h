#pragma once
#include <stddef.h>

// What reading a store or a key has come to.
typedef enum {
    MEND_STORE_READ = 0,
    // The bytes are not what they should be.
    MEND_STORE_UNREADABLE = 1,
    // The password does not fit, or one is needed and none was given.
    MEND_STORE_WRONG_PASSWORD = 2,
    // The same of the private key in it.
    MEND_STORE_WRONG_KEY_PASSWORD = 3,
    // Encrypted in a way that this library does not know; the reason names it.
    MEND_STORE_UNKNOWN_CIPHER = 4,
} mend_store_outcome;

// Certificates and private keys (PKCS#8, decrypted), each in DER.
typedef struct mend_items mend_items;

typedef struct {
    // A key that was not read has no DER.
    int is_key;
    const unsigned char *der;
    size_t count;
    // What ties a key to its certificate (PKCS#12's localKeyID); NULL: nothing.
    const unsigned char *key_id;
    size_t key_id_count;
    // What it is called (PKCS#12's friendlyName), in UTF-8; NULL: it has no name.
    const char *name;
    // Whether a certificate is marked as trusted, as Java marks entries of its own (the attribute 2.16.840.1.113894.746875.1.1).
    int is_marked_trusted;
} mend_item;

// Reads a PKCS#12 store (RFC 7292); a password NULL: none. Of keys only names and ids are read where `reads_keys` is 0. A reason, if there is one, is
// written into `reason`, always ended.
mend_items *mend_items_of_pkcs12(const void *bytes, size_t count, const char *password, size_t password_count, int reads_keys,
                                 const char *key_password, size_t key_password_count, mend_store_outcome *outcome, char *reason,
                                 size_t reason_size);

// Decrypts an encrypted private key (PKCS#8): one item.
mend_items *mend_items_of_encrypted_key(const void *der, size_t count, const char *password, size_t password_count,
                                        mend_store_outcome *outcome, char *reason, size_t reason_size);

size_t mend_items_count(const mend_items *items);
mend_item mend_items_at(const mend_items *items, size_t index);
void mend_items_free(mend_items *items);

// Whether a certificate is one of a private key.
int mend_key_fits(const void *key, size_t key_count, const void *certificate, size_t certificate_count);

// Whether a certificate can be read, whatever stands behind it.
int mend_is_certificate(const void *bytes, size_t count);

// Whether a certificate was issued by the subject of another.
int mend_was_issued_by(const void *certificate, size_t count, const void *issuer, size_t issuer_count);
