#define OPENSSL_SUPPRESS_DEPRECATED
#include "include/Stores.h"
#include "Start.h"

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/rc2.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    int is_key;
    unsigned char *der;
    size_t count;
    unsigned char *key_id;
    size_t key_id_count;
    char *name;
    int is_marked_trusted;
} entry;

struct mend_items {
    entry *entries;
    size_t count;
};

typedef struct {
    mend_items *items;
    const char *password;
    int password_count;
    int reads_keys;
    const char *key_password;
    int key_password_count;
    mend_store_outcome outcome;
    char *reason;
    size_t reason_size;
} reading;

// MARK: Items

// The entry that was added; NULL: there is none, and the bytes are freed.
static entry *add(reading *r, int is_key, unsigned char *der, int count, const ASN1_OCTET_STRING *key_id) {
    if (!is_key && (der == NULL || count <= 0)) return NULL;
    entry *grown = OPENSSL_realloc(r->items->entries, (r->items->count + 1) * sizeof(entry));
    if (grown == NULL) {
        OPENSSL_clear_free(der, (size_t)count);
        return NULL;
    }
    r->items->entries = grown;
    entry *made = &grown[r->items->count++];
    memset(made, 0, sizeof *made);
    made->is_key = is_key;
    made->der = der;
    made->count = (size_t)count;
    if (key_id != NULL && ASN1_STRING_length(key_id) > 0) {
        made->key_id = OPENSSL_memdup(ASN1_STRING_get0_data(key_id), (size_t)ASN1_STRING_length(key_id));
        if (made->key_id != NULL) made->key_id_count = (size_t)ASN1_STRING_length(key_id);
    }
    return made;
}

size_t mend_items_count(const mend_items *items) { return items->count; }

mend_item mend_items_at(const mend_items *items, size_t index) {
    entry *e = &items->entries[index];
    return (mend_item){e->is_key, e->der, e->count, e->key_id, e->key_id_count, e->name, e->is_marked_trusted};
}

void mend_items_free(mend_items *items) {
    if (items == NULL) return;
    for (size_t index = 0; index < items->count; index++) {
        OPENSSL_clear_free(items->entries[index].der, items->entries[index].count);
        OPENSSL_free(items->entries[index].key_id);
        OPENSSL_free(items->entries[index].name);
    }
    OPENSSL_free(items->entries);
    OPENSSL_free(items);
}

// MARK: Failures

// The first thing that went wrong decides; what follows from it does not count.
static void fail(reading *r, mend_store_outcome outcome, const char *reason) {
    if (r->outcome != MEND_STORE_READ) return;
    r->outcome = outcome;
    if (reason != NULL && r->reason_size > 0) snprintf(r->reason, r->reason_size, "%s", reason);
}

static void fail_unreadable(reading *r) {
    const char *reason = ERR_reason_error_string(ERR_peek_error());
    fail(r, MEND_STORE_UNREADABLE, reason);
}

// Decryption failed: for want of the algorithm, or by the password, which shows in the padding or in the content.
static void fail_decryption(reading *r, const X509_ALGOR *algorithm, mend_store_outcome otherwise) {
    int unknown = 0;
    for (unsigned long code; (code = ERR_get_error()) != 0;) {
        int reason = ERR_GET_REASON(code), library = ERR_GET_LIB(code);
        if (library == ERR_LIB_EVP &&
            (reason == EVP_R_UNSUPPORTED_ALGORITHM || reason == EVP_R_UNKNOWN_PBE_ALGORITHM || reason == EVP_R_UNSUPPORTED_CIPHER ||
             reason == EVP_R_UNSUPPORTED_PRF || reason == EVP_R_UNSUPPORTED_KEY_DERIVATION_FUNCTION))
            unknown = 1;
        if (reason == ERR_R_UNSUPPORTED) unknown = 1;
    }
    if (!unknown) return fail(r, otherwise, NULL);
    char name[80] = "?";
    const ASN1_OBJECT *object = NULL;
    X509_ALGOR_get0(&object, NULL, NULL, algorithm);
    if (object != NULL) OBJ_obj2txt(name, sizeof name, object, 0);
    fail(r, MEND_STORE_UNKNOWN_CIPHER, name);
}

// MARK: Keys

static entry *add_key(reading *r, const PKCS8_PRIV_KEY_INFO *key, const ASN1_OCTET_STRING *key_id) {
    unsigned char *der = NULL;
    int count = i2d_PKCS8_PRIV_KEY_INFO(key, &der);
    entry *made = count > 0 ? add(r, 1, der, count, key_id) : NULL;
    if (made == NULL) fail_unreadable(r);
    return made;
}

static entry *add_encrypted_key(reading *r, const X509_SIG *encrypted, const ASN1_OCTET_STRING *key_id) {
    PKCS8_PRIV_KEY_INFO *key = PKCS8_decrypt(encrypted, r->key_password, r->key_password_count);
    if (key == NULL) {
        const X509_ALGOR *algorithm = NULL;
        X509_SIG_get0(encrypted, &algorithm, NULL);
        fail_decryption(r, algorithm, MEND_STORE_WRONG_KEY_PASSWORD);
        return NULL;
    }
    entry *made = add_key(r, key, key_id);
    PKCS8_PRIV_KEY_INFO_free(key);
    return made;
}

static reading begin(char *reason, size_t reason_size) {
    mend_openssl_start();
    ERR_clear_error();
    if (reason_size > 0) reason[0] = 0;
    reading r = {.items = OPENSSL_zalloc(sizeof(mend_items)), .reads_keys = 1, .reason = reason, .reason_size = reason_size};
    if (r.items == NULL) fail(&r, MEND_STORE_UNREADABLE, NULL);
    return r;
}

static void set_passwords(reading *r, const char *password, size_t count, const char *key_password, size_t key_count) {
    if (count > 1 << 16 || key_count > 1 << 16) fail(r, MEND_STORE_UNREADABLE, "its password is too long");
    r->password = password;
    r->password_count = (int)count;
    r->key_password = key_password;
    r->key_password_count = (int)key_count;
}

static mend_items *end(reading *r, mend_store_outcome *outcome) {
    ERR_clear_error();
    *outcome = r->outcome;
    if (r->outcome == MEND_STORE_READ) return r->items;
    mend_items_free(r->items);
    return NULL;
}

mend_items *mend_items_of_encrypted_key(const void *der, size_t count, const char *password, size_t password_count,
                                        mend_store_outcome *outcome, char *reason, size_t reason_size) {
    reading r = begin(reason, reason_size);
    set_passwords(&r, NULL, 0, password, password_count);
    const unsigned char *position = der;
    X509_SIG *encrypted = r.outcome == MEND_STORE_READ ? d2i_X509_SIG(NULL, &position, (long)count) : NULL;
    if (encrypted == NULL) fail_unreadable(&r);
    else add_encrypted_key(&r, encrypted, NULL);
    X509_SIG_free(encrypted);
    return end(&r, outcome);
}

// MARK: PKCS#12

static int is_marked_trusted(const PKCS12_SAFEBAG *bag) {
    const STACK_OF(X509_ATTRIBUTE) *attributes = PKCS12_SAFEBAG_get0_attrs(bag);
    for (int index = 0; index < X509at_get_attr_count(attributes); index++) {
        char name[80] = "";
        OBJ_obj2txt(name, sizeof name, X509_ATTRIBUTE_get0_object(X509at_get_attr(attributes, index)), 1);
        if (strcmp(name, "2.16.840.1.113894.746875.1.1") == 0) return 1;
    }
    return 0;
}

static void add_bags(reading *r, const STACK_OF(PKCS12_SAFEBAG) * bags, int depth) {
    for (int index = 0; r->outcome == MEND_STORE_READ && index < sk_PKCS12_SAFEBAG_num(bags); index++) {
        const PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value(bags, index);
        const ASN1_TYPE *attribute = PKCS12_SAFEBAG_get0_attr(bag, NID_localKeyID);
        const ASN1_OCTET_STRING *key_id =
            attribute != NULL && attribute->type == V_ASN1_OCTET_STRING ? attribute->value.octet_string : NULL;
        entry *made = NULL;
        switch (PKCS12_SAFEBAG_get_nid(bag)) {
        case NID_keyBag: made = r->reads_keys ? add_key(r, PKCS12_SAFEBAG_get0_p8inf(bag), key_id) : add(r, 1, NULL, 0, key_id); break;
        case NID_pkcs8ShroudedKeyBag:
            made = r->reads_keys ? add_encrypted_key(r, PKCS12_SAFEBAG_get0_pkcs8(bag), key_id) : add(r, 1, NULL, 0, key_id);
            break;
        case NID_certBag: {
            if (PKCS12_SAFEBAG_get_bag_nid(bag) != NID_x509Certificate) break;
            X509 *certificate = PKCS12_SAFEBAG_get1_cert(bag);
            unsigned char *der = NULL;
            int count = certificate == NULL ? 0 : i2d_X509(certificate, &der);
            made = add(r, 0, der, count, key_id);
            if (made == NULL) fail_unreadable(r);
            else made->is_marked_trusted = is_marked_trusted(bag);
            X509_free(certificate);
            break;
        }
        case NID_safeContentsBag:
            if (depth < 4) add_bags(r, PKCS12_SAFEBAG_get0_safes(bag), depth + 1);
            break;
        default: break;
        }
        if (made != NULL) made->name = PKCS12_get_friendlyname((PKCS12_SAFEBAG *)bag);
    }
}

// Certificates under 40 bits of RC2, as Java wrote them until 2021 (pbeWithSHA1And40BitRC2-CBC). OpenSSL 3 has that in a module of its own,
// which a static program cannot load; the cipher itself is there.
static STACK_OF(PKCS12_SAFEBAG) * rc2_bags(reading *r, const X509_ALGOR *algorithm, const ASN1_OCTET_STRING *content) {
    const void *parameter = NULL;
    int type = 0;
    X509_ALGOR_get0(NULL, &type, &parameter, algorithm);
    PBEPARAM *pbe = type == V_ASN1_SEQUENCE ? ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBEPARAM), algorithm->parameter) : NULL;
    long iterations = pbe == NULL ? 0 : pbe->iter == NULL ? 1 : ASN1_INTEGER_get(pbe->iter);
    size_t size = (size_t)ASN1_STRING_length(content);
    STACK_OF(PKCS12_SAFEBAG) *bags = NULL;
    unsigned char key[5], vector[8], *unicode = NULL, *plain = NULL;
    int unicode_count = 0;
    if (pbe == NULL || iterations < 1 || iterations > 10000000 || size == 0 || size % 8 != 0) goto done;
    if (OPENSSL_utf82uni(r->password == NULL ? "" : r->password, r->password == NULL ? 0 : r->password_count, &unicode, &unicode_count) ==
        NULL)
        goto done;
    if (r->password == NULL) unicode_count = 0;
    if (!PKCS12_key_gen_uni(unicode, unicode_count, pbe->salt->data, pbe->salt->length, PKCS12_KEY_ID, (int)iterations, sizeof key, key,
                            EVP_sha1()) ||
        !PKCS12_key_gen_uni(unicode, unicode_count, pbe->salt->data, pbe->salt->length, PKCS12_IV_ID, (int)iterations, sizeof vector,
                            vector, EVP_sha1()))
        goto done;
    plain = OPENSSL_malloc(size);
    if (plain == NULL) goto done;
    RC2_KEY schedule;
    RC2_set_key(&schedule, sizeof key, key, 40);
    RC2_cbc_encrypt(ASN1_STRING_get0_data(content), plain, (long)size, &schedule, vector, RC2_DECRYPT);
    size_t padding = plain[size - 1];
    if (padding < 1 || padding > 8) goto done;
    const unsigned char *position = plain;
    bags = (STACK_OF(PKCS12_SAFEBAG) *)ASN1_item_d2i(NULL, &position, (long)(size - padding), ASN1_ITEM_rptr(PKCS12_SAFEBAGS));
done:
    PBEPARAM_free(pbe);
    OPENSSL_clear_free(unicode, (size_t)unicode_count);
    OPENSSL_clear_free(plain, size);
    OPENSSL_cleanse(key, sizeof key);
    return bags;
}

static void add_safe(reading *r, PKCS7 *safe) {
    STACK_OF(PKCS12_SAFEBAG) *bags = NULL;
    if (PKCS7_type_is_data(safe)) {
        bags = PKCS12_unpack_p7data(safe);
        if (bags == NULL) fail_unreadable(r);
    } else if (PKCS7_type_is_encrypted(safe) && safe->d.encrypted != NULL && safe->d.encrypted->enc_data != NULL) {
        PKCS7_ENC_CONTENT *content = safe->d.encrypted->enc_data;
        if (OBJ_obj2nid(content->algorithm->algorithm) == NID_pbe_WithSHA1And40BitRC2_CBC && content->enc_data != NULL) {
            bags = rc2_bags(r, content->algorithm, content->enc_data);
            if (bags == NULL) fail(r, MEND_STORE_WRONG_PASSWORD, NULL);
        } else {
            bags = PKCS12_unpack_p7encdata(safe, r->password, r->password_count);
            if (bags == NULL) fail_decryption(r, content->algorithm, MEND_STORE_WRONG_PASSWORD);
        }
    } else {
        fail(r, MEND_STORE_UNREADABLE, "protected by a public key");
    }
    if (bags != NULL) add_bags(r, bags, 0);
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}

// Whether the password opens the store; sets the form of an empty one that does.
static void check_password(reading *r, PKCS12 *store) {
    if (!PKCS12_mac_present(store)) return;
    const ASN1_INTEGER *iterations = NULL;
    PKCS12_get0_mac(NULL, NULL, NULL, &iterations, store);
    // So many take seconds; nobody asks for more but to keep us busy.
    if (iterations != NULL && (ASN1_INTEGER_get(iterations) < 0 || ASN1_INTEGER_get(iterations) > 10000000))
        return fail(r, MEND_STORE_UNREADABLE, "its count of iterations is out of bounds");
    if (PKCS12_verify_mac(store, r->password, r->password_count)) return;
    if (r->password == NULL && PKCS12_verify_mac(store, "", 0)) {
        r->password = "";
        return;
    }
    if (r->password != NULL && r->password_count == 0 && PKCS12_verify_mac(store, NULL, 0)) {
        r->password = NULL;
        return;
    }
    for (unsigned long code; (code = ERR_get_error()) != 0;) {
        if (ERR_GET_LIB(code) == ERR_LIB_PKCS12 && ERR_GET_REASON(code) == PKCS12_R_UNKNOWN_DIGEST_ALGORITHM) {
            fail(r, MEND_STORE_UNKNOWN_CIPHER, "the digest of its integrity check");
        }
    }
    fail(r, MEND_STORE_WRONG_PASSWORD, NULL);
}

mend_items *mend_items_of_pkcs12(const void *bytes, size_t count, const char *password, size_t password_count, int reads_keys,
                                 const char *key_password, size_t key_password_count, mend_store_outcome *outcome, char *reason,
                                 size_t reason_size) {
    reading r = begin(reason, reason_size);
    set_passwords(&r, password, password_count, key_password, key_password_count);
    r.reads_keys = reads_keys;
    const unsigned char *position = bytes;
    PKCS12 *store = r.outcome == MEND_STORE_READ ? d2i_PKCS12(NULL, &position, (long)count) : NULL;
    if (store == NULL) {
        fail_unreadable(&r);
        return end(&r, outcome);
    }
    check_password(&r, store);
    STACK_OF(PKCS7) *safes = r.outcome == MEND_STORE_READ ? PKCS12_unpack_authsafes(store) : NULL;
    if (safes == NULL) fail_unreadable(&r);
    for (int index = 0; r.outcome == MEND_STORE_READ && index < sk_PKCS7_num(safes); index++) add_safe(&r, sk_PKCS7_value(safes, index));
    sk_PKCS7_pop_free(safes, PKCS7_free);
    PKCS12_free(store);
    return end(&r, outcome);
}

// MARK: Keys and their certificates

int mend_key_fits(const void *key, size_t key_count, const void *certificate, size_t certificate_count) {
    mend_openssl_start();
    const unsigned char *position = key;
    EVP_PKEY *private_key = d2i_AutoPrivateKey(NULL, &position, (long)key_count);
    position = certificate;
    X509 *made = d2i_X509(NULL, &position, (long)certificate_count);
    int fits = private_key != NULL && made != NULL && X509_check_private_key(made, private_key) == 1;
    X509_free(made);
    EVP_PKEY_free(private_key);
    ERR_clear_error();
    return fits;
}

int mend_is_certificate(const void *bytes, size_t count) {
    mend_openssl_start();
    const unsigned char *position = bytes;
    X509 *made = d2i_X509(NULL, &position, (long)count);
    X509_free(made);
    ERR_clear_error();
    return made != NULL;
}

int mend_was_issued_by(const void *certificate, size_t count, const void *issuer, size_t issuer_count) {
    mend_openssl_start();
    const unsigned char *position = certificate;
    X509 *lower = d2i_X509(NULL, &position, (long)count);
    position = issuer;
    X509 *upper = d2i_X509(NULL, &position, (long)issuer_count);
    int result = lower != NULL && upper != NULL && X509_NAME_cmp(X509_get_issuer_name(lower), X509_get_subject_name(upper)) == 0;
    X509_free(lower);
    X509_free(upper);
    ERR_clear_error();
    return result;
}
