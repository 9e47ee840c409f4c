#include "CTestCertificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <string.h>

static char *text_of(BIO *bio) {
    char *bytes = NULL;
    long count = BIO_get_mem_data(bio, &bytes);
    char *text = OPENSSL_strndup(bytes, (size_t)count);
    BIO_free(bio);
    return text;
}

static X509 *certificate_of(const char *pem) {
    BIO *bio = BIO_new_mem_buf(pem, -1);
    X509 *certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);
    BIO_free(bio);
    return certificate;
}

static EVP_PKEY *key_of(const char *pem) {
    BIO *bio = BIO_new_mem_buf(pem, -1);
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
    BIO_free(bio);
    return key;
}

static void extend(X509 *certificate, X509 *issuer, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    if (extension != NULL) X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

int test_certificate_make(const test_certificate *wanted, char **certificate, char **key) {
    EVP_PKEY *own = wanted->own_key != NULL ? key_of(wanted->own_key)
                    : wanted->rsa_bits > 0  ? EVP_RSA_gen((unsigned int)wanted->rsa_bits)
                                            : EVP_EC_gen("P-256");
    X509 *issuer = wanted->issuer_certificate == NULL ? NULL : certificate_of(wanted->issuer_certificate);
    EVP_PKEY *signer = wanted->issuer_key == NULL ? own : key_of(wanted->issuer_key);
    X509 *made = X509_new();
    X509_set_version(made, 2);
    unsigned char serial[8];
    RAND_bytes(serial, sizeof serial);
    serial[0] &= 0x7F;
    BIGNUM *number = BN_bin2bn(serial, sizeof serial, NULL);
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(made));
    BN_free(number);
    X509_gmtime_adj(X509_getm_notBefore(made), wanted->begins);
    X509_gmtime_adj(X509_getm_notAfter(made), wanted->ends);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_UTF8, (const unsigned char *)wanted->common_name, -1, -1, 0);
    X509_set_issuer_name(made, issuer == NULL ? X509_get_subject_name(made) : X509_get_subject_name(issuer));
    X509_set_pubkey(made, own);
    X509 *above = issuer == NULL ? made : issuer;
    extend(made, above, NID_basic_constraints, wanted->is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    if (wanted->names != NULL) extend(made, above, NID_subject_alt_name, wanted->names);
    if (wanted->key_usage != NULL) extend(made, above, NID_key_usage, wanted->key_usage);
    if (wanted->extended_key_usage != NULL) extend(made, above, NID_ext_key_usage, wanted->extended_key_usage);
    int done = X509_sign(made, signer, wanted->is_sha1 ? EVP_sha1() : EVP_sha256()) > 0;
    BIO *out = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(out, made);
    *certificate = text_of(out);
    out = BIO_new(BIO_s_mem());
    PEM_write_bio_PKCS8PrivateKey(out, own, NULL, NULL, 0, NULL, NULL);
    *key = text_of(out);
    if (signer != own) EVP_PKEY_free(signer);
    EVP_PKEY_free(own);
    X509_free(issuer);
    X509_free(made);
    return done;
}

char *test_key_encrypted(const char *key, const char *password, const char *cipher) {
    EVP_PKEY *own = key_of(key);
    BIO *out = BIO_new(BIO_s_mem());
    if (cipher == NULL)
        PEM_write_bio_PKCS8PrivateKey_nid(out, own, NID_pbe_WithSHA1And3_Key_TripleDES_CBC, password, (int)strlen(password), NULL, NULL);
    else
        PEM_write_bio_PKCS8PrivateKey(out, own, EVP_get_cipherbyname(cipher), password, (int)strlen(password), NULL, NULL);
    EVP_PKEY_free(own);
    return text_of(out);
}

char *test_key_traditional(const char *key, const char *password) {
    EVP_PKEY *own = key_of(key);
    BIO *out = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey_traditional(out, own, password == NULL ? NULL : EVP_aes_128_cbc(), (const unsigned char *)password,
                                         password == NULL ? 0 : (int)strlen(password), NULL, NULL);
    EVP_PKEY_free(own);
    return text_of(out);
}

char *test_certificate_text(const char *certificate, int as_text) {
    X509 *made = certificate_of(certificate);
    BIO *out = BIO_new(BIO_s_mem());
    if (as_text) {
        X509_print(out, made);
        PEM_write_bio_X509(out, made);
    } else {
        X509_add1_trust_object(made, OBJ_nid2obj(NID_server_auth));
        PEM_write_bio_X509_AUX(out, made);
    }
    X509_free(made);
    return text_of(out);
}

unsigned char *test_pkcs12(const char *key, const char *certificates, const char *password, size_t *count) {
    EVP_PKEY *own = key == NULL ? NULL : key_of(key);
    BIO *in = BIO_new_mem_buf(certificates, -1);
    X509 *first = own == NULL ? NULL : PEM_read_bio_X509(in, NULL, NULL, NULL);
    STACK_OF(X509) *rest = sk_X509_new_null();
    for (X509 *next; (next = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL;) sk_X509_push(rest, next);
    BIO_free(in);
    PKCS12 *store = PKCS12_create(password, "test", own, first, rest, 0, 0, 0, 0, 0);
    unsigned char *der = NULL;
    int size = store == NULL ? 0 : i2d_PKCS12(store, &der);
    *count = size < 0 ? 0 : (size_t)size;
    PKCS12_free(store);
    sk_X509_pop_free(rest, X509_free);
    X509_free(first);
    EVP_PKEY_free(own);
    return der;
}

void test_free(void *made) { OPENSSL_free(made); }
