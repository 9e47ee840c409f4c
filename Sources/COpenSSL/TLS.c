#include "include/TLS.h"
#include "Start.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

struct mend_tls_session {
    SSL *ssl;
    BIO *incoming;
    BIO *outgoing;
    // The first certificate that did not stand, and why.
    X509 *refused;
    int verify_error;
    int refused_is_anchor;
    int was_asked_for_certificate;
    // Where none of our identities fits: the authorities that the peer named.
    char *wanted_authorities;
};

static char *text_of(BIO *bio);

// MARK: Identities

typedef struct {
    X509 *certificate;
    EVP_PKEY *key;
    STACK_OF(X509) * chain;
} identity;

typedef struct {
    identity *all;
    size_t count;
} offer;

static CRYPTO_ONCE offer_once = CRYPTO_ONCE_STATIC_INIT;
static int offer_index = -1;

static void offer_free(void *parent, void *pointer, CRYPTO_EX_DATA *data, int index, long argument, void *argument_pointer) {
    (void)parent, (void)data, (void)index, (void)argument, (void)argument_pointer;
    offer *made = pointer;
    if (made == NULL) return;
    for (size_t at = 0; at < made->count; at++) {
        X509_free(made->all[at].certificate);
        EVP_PKEY_free(made->all[at].key);
        sk_X509_pop_free(made->all[at].chain, X509_free);
    }
    OPENSSL_free(made->all);
    OPENSSL_free(made);
}

static void make_offer_index(void) { offer_index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, offer_free); }

static offer *offer_of(SSL_CTX *context) {
    return CRYPTO_THREAD_run_once(&offer_once, make_offer_index) && offer_index >= 0 ? SSL_CTX_get_ex_data(context, offer_index) : NULL;
}

// As Java has it: an authority that the peer names is the issuer of the certificate, or of one in the chain with it.
static int is_of_authorities(const identity *one, const STACK_OF(X509_NAME) * authorities) {
    if (authorities == NULL || sk_X509_NAME_num(authorities) == 0) return 1;
    for (int index = 0; index < sk_X509_NAME_num(authorities); index++) {
        const X509_NAME *name = sk_X509_NAME_value(authorities, index);
        if (X509_NAME_cmp(name, X509_get_issuer_name(one->certificate)) == 0) return 1;
        for (int at = 0; at < sk_X509_num(one->chain); at++)
            if (X509_NAME_cmp(name, X509_get_issuer_name(sk_X509_value(one->chain, at))) == 0) return 1;
    }
    return 0;
}

static int kind_of_signature(int nid) {
    switch (nid) {
    case NID_rsaEncryption:
    case NID_rsassaPss: return EVP_PKEY_RSA;
    default: return nid == NID_X9_62_id_ecPublicKey ? EVP_PKEY_EC : nid;
    }
}

// The kinds of keys that the peer takes, in its order: certificate types of TLS 1.2, or those of its signature algorithms.
static size_t kinds_of_peer(SSL *ssl, int *kinds, size_t capacity) {
    size_t count = 0;
    const uint8_t *types = NULL;
    size_t type_count = SSL_version(ssl) < TLS1_3_VERSION ? SSL_get0_certificate_types(ssl, &types) : 0;
    int total = type_count > 0 ? (int)type_count : SSL_get_sigalgs(ssl, 0, NULL, NULL, NULL, NULL, NULL);
    for (int index = 0; index < total && count < capacity; index++) {
        int kind = 0;
        if (type_count > 0) {
            kind = types[index] == SSL3_CT_RSA_SIGN ? EVP_PKEY_RSA : types[index] == TLS_CT_ECDSA_SIGN ? EVP_PKEY_EC : 0;
        } else {
            int signature = NID_undef;
            SSL_get_sigalgs(ssl, index, &signature, NULL, NULL, NULL, NULL);
            kind = kind_of_signature(signature);
        }
        size_t at = 0;
        while (at < count && kinds[at] != kind) at++;
        if (kind > 0 && at == count) kinds[count++] = kind;
    }
    return count;
}

static void keep_wanted(struct mend_tls_session *session, const STACK_OF(X509_NAME) * authorities) {
    BIO *bio = BIO_new(BIO_s_mem());
    for (int index = 0; bio != NULL && index < sk_X509_NAME_num(authorities) && index < 8; index++) {
        X509_NAME_print_ex(bio, sk_X509_NAME_value(authorities, index), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
        BIO_write(bio, "\n", 1);
    }
    OPENSSL_free(session->wanted_authorities);
    session->wanted_authorities = text_of(bio);
    BIO_free(bio);
}

static int on_certificate_asked(SSL *ssl, void *unused) {
    (void)unused;
    struct mend_tls_session *session = SSL_get_app_data(ssl);
    if (session == NULL) return 1;
    session->was_asked_for_certificate = 1;
    const offer *ours = offer_of(SSL_get_SSL_CTX(ssl));
    if (ours == NULL || SSL_is_server(ssl)) return 1;
    const STACK_OF(X509_NAME) *authorities = SSL_get0_peer_CA_list(ssl);
    int kinds[16];
    size_t count = kinds_of_peer(ssl, kinds, sizeof kinds / sizeof *kinds);
    for (size_t kind = 0; kind < count; kind++) {
        for (size_t index = 0; index < ours->count; index++) {
            const identity *one = &ours->all[index];
            if (EVP_PKEY_get_base_id(one->key) != kinds[kind] || !is_of_authorities(one, authorities)) continue;
            return SSL_use_certificate(ssl, one->certificate) == 1 && SSL_use_PrivateKey(ssl, one->key) == 1 &&
                   (one->chain == NULL || SSL_set1_chain(ssl, one->chain) == 1);
        }
    }
    // Then none is shown, as Java does: whether it is needed the peer says.
    keep_wanted(session, authorities);
    return 1;
}

// MARK: Verification

// Whether a certificate is one that we were told to trust.
static int is_anchor(X509_STORE *store, const X509 *certificate) {
    const STACK_OF(X509_OBJECT) *objects = X509_STORE_get0_objects(store);
    for (int index = 0; index < sk_X509_OBJECT_num(objects); index++) {
        const X509 *trusted = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(objects, index));
        if (trusted != NULL && X509_cmp(trusted, certificate) == 0) return 1;
    }
    return 0;
}

// Of several trusted certificates of one name the one that has really signed: OpenSSL itself takes the first of the name that is in date.
static int issuer_that_signed(X509 **issuer, X509_STORE_CTX *store, X509 *certificate) {
    *issuer = NULL;
    STACK_OF(X509) *found = X509_STORE_CTX_get1_certs(store, X509_get_issuer_name(certificate));
    X509 *best = NULL, *other = NULL;
    for (int index = 0; index < sk_X509_num(found); index++) {
        X509 *one = sk_X509_value(found, index);
        if (X509_check_issued(one, certificate) != X509_V_OK) continue;
        if (other == NULL) other = one;
        EVP_PKEY *key = X509_get0_pubkey(one);
        if (key == NULL || X509_verify(certificate, key) != 1) continue;
        int is_in_date = X509_cmp_current_time(X509_get0_notAfter(one)) > 0 && X509_cmp_current_time(X509_get0_notBefore(one)) < 0;
        if (best == NULL || is_in_date) best = one;
        if (is_in_date) break;
    }
    // Where none has signed, one that could have: the failure is then about the signature.
    if (best == NULL) best = other;
    if (best != NULL && X509_up_ref(best)) *issuer = best;
    sk_X509_pop_free(found, X509_free);
    ERR_clear_error();
    return *issuer != NULL;
}

// Whether a server's certificate may be used for how this handshake uses its key: to sign (RFC 8446, 4.4.2.2; RFC 5246, 7.4.2, for key
// exchanges by Diffie and Hellman), or to decrypt, where TLS 1.2 has the client encrypt with it. OpenSSL is content with either.
static int usage_fits(SSL *ssl, X509 *certificate) {
    uint32_t usage = X509_get_key_usage(certificate);
    if (usage == UINT32_MAX) return 1;
    const SSL_CIPHER *cipher = SSL_get_pending_cipher(ssl);
    int encrypts = SSL_version(ssl) < TLS1_3_VERSION && cipher != NULL && SSL_CIPHER_get_kx_nid(cipher) == NID_kx_rsa;
    return (usage & (encrypts ? X509v3_KU_KEY_ENCIPHERMENT : X509v3_KU_DIGITAL_SIGNATURE)) != 0;
}

static void keep_refused(struct mend_tls_session *session, X509_STORE_CTX *store, int error, X509 *certificate) {
    if (session == NULL || session->verify_error != X509_V_OK) return;
    session->verify_error = error;
    if (certificate == NULL || !X509_up_ref(certificate)) return;
    session->refused = certificate;
    session->refused_is_anchor = is_anchor(X509_STORE_CTX_get0_store(store), certificate);
}

static SSL *session_of(X509_STORE_CTX *store) { return X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()); }

static int verify(X509_STORE_CTX *store, void *unused) {
    (void)unused;
    int stands = X509_verify_cert(store);
    SSL *ssl = session_of(store);
    X509 *own = X509_STORE_CTX_get0_cert(store);
    if (stands <= 0 || ssl == NULL || SSL_is_server(ssl) || own == NULL || usage_fits(ssl, own)) return stands;
    keep_refused(SSL_get_app_data(ssl), store, X509_V_ERR_INVALID_PURPOSE, own);
    X509_STORE_CTX_set_error(store, X509_V_ERR_INVALID_PURPOSE);
    return 0;
}

// A certificate for any use (RFC 5280, 4.2.1.12) is for ours, too; OpenSSL wants ours named.
static int is_for_any_use(X509_STORE_CTX *store, X509 *certificate) {
    return X509_STORE_CTX_get_error(store) == X509_V_ERR_INVALID_PURPOSE && X509_STORE_CTX_get_error_depth(store) == 0 &&
           certificate != NULL && X509_get_extended_key_usage(certificate) != UINT32_MAX &&
           (X509_get_extended_key_usage(certificate) & XKU_ANYEKU) != 0 &&
           X509_get_ext_by_NID(certificate, NID_netscape_cert_type, -1) < 0;
}

// MARK: Contexts

// Keeps what did not stand: after the failure the library does not tell any more.
static int on_verified(int stands, X509_STORE_CTX *store) {
    if (stands) return stands;
    SSL *ssl = session_of(store);
    X509 *certificate = X509_STORE_CTX_get_current_cert(store);
    if (ssl != NULL && !SSL_is_server(ssl) && is_for_any_use(store, certificate)) {
        X509_STORE_CTX_set_error(store, X509_V_OK);
        return 1;
    }
    if (ssl != NULL) keep_refused(SSL_get_app_data(ssl), store, X509_STORE_CTX_get_error(store), certificate);
    return stands;
}

mend_tls_context *mend_tls_context_new(int allows12, int allows13) {
    mend_openssl_start();
    ERR_clear_error();
    SSL_CTX *context = SSL_CTX_new(TLS_method());
    if (context == NULL) return NULL;
    SSL_CTX_set_min_proto_version(context, allows12 ? TLS1_2_VERSION : TLS1_3_VERSION);
    SSL_CTX_set_max_proto_version(context, allows13 ? TLS1_3_VERSION : TLS1_2_VERSION);
    // What Java allows by default: keys of 1,024 bits and more. Set, so that it does not depend on who built the library.
    SSL_CTX_set_security_level(context, 1);
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, on_verified);
    SSL_CTX_set_cert_verify_callback(context, verify, NULL);
    X509_STORE_set_get_issuer(SSL_CTX_get_cert_store(context), issuer_that_signed);
    SSL_CTX_set_cert_cb(context, on_certificate_asked, NULL);
    // Whoever is named in the store is trusted, as in Java's, also where somebody else has issued it.
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), X509_V_FLAG_PARTIAL_CHAIN);
    return context;
}

void mend_tls_context_free(mend_tls_context *context) { SSL_CTX_free(context); }

static X509 *certificate_of(const void *der, size_t count) {
    ERR_clear_error();
    const unsigned char *position = der;
    return count > LONG_MAX ? NULL : d2i_X509(NULL, &position, (long)count);
}

int mend_tls_trust(mend_tls_context *context, const void *der, size_t count) {
    X509 *certificate = certificate_of(der, count);
    int done = certificate != NULL && X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate);
    X509_free(certificate);
    return done;
}

int mend_tls_trust_file(mend_tls_context *context, const char *path) {
    ERR_clear_error();
    return SSL_CTX_load_verify_file(context, path);
}

int mend_tls_trust_directory(mend_tls_context *context, const char *path) {
    ERR_clear_error();
    return SSL_CTX_load_verify_dir(context, path);
}

int mend_tls_identity(mend_tls_context *context, const void *certificate, size_t certificate_count, const void *key, size_t key_count) {
    X509 *shown = certificate_of(certificate, certificate_count);
    const unsigned char *position = key;
    EVP_PKEY *private_key = key_count > LONG_MAX ? NULL : d2i_AutoPrivateKey(NULL, &position, (long)key_count);
    int done = shown != NULL && private_key != NULL && SSL_CTX_use_certificate(context, shown) == 1 &&
               SSL_CTX_use_PrivateKey(context, private_key) == 1;
    EVP_PKEY_free(private_key);
    X509_free(shown);
    return done;
}

int mend_tls_add_to_chain(mend_tls_context *context, const void *certificate, size_t count) {
    X509 *made = certificate_of(certificate, count);
    int done = made != NULL && SSL_CTX_add1_chain_cert(context, made) == 1;
    X509_free(made);
    return done;
}

int mend_tls_offer(mend_tls_context *context, const void *certificate, size_t certificate_count, const void *key, size_t key_count) {
    X509 *shown = certificate_of(certificate, certificate_count);
    const unsigned char *position = key;
    EVP_PKEY *private_key = key_count > LONG_MAX ? NULL : d2i_AutoPrivateKey(NULL, &position, (long)key_count);
    offer *ours = offer_of(context);
    identity *grown = NULL;
    int bits = 0, outcome = 0;
    if (shown == NULL || private_key == NULL || X509_check_private_key(shown, private_key) != 1) goto done;
    // What the library refuses to send at the level of the context.
    outcome = -1;
    if (EVP_PKEY_get_security_bits(private_key) < 80) goto done;
    if (!(X509_get_extension_flags(shown) & EXFLAG_SS) && X509_get_signature_info(shown, NULL, NULL, &bits, NULL) == 1 && bits < 80) goto done;
    outcome = 0;
    if (ours == NULL) {
        ours = OPENSSL_zalloc(sizeof *ours);
        if (ours == NULL || offer_index < 0 || SSL_CTX_set_ex_data(context, offer_index, ours) != 1) {
            OPENSSL_free(ours);
            goto done;
        }
    }
    grown = OPENSSL_realloc(ours->all, (ours->count + 1) * sizeof *grown);
    if (grown == NULL) goto done;
    ours->all = grown;
    ours->all[ours->count++] = (identity){shown, private_key, NULL};
    return 1;
done:
    EVP_PKEY_free(private_key);
    X509_free(shown);
    return outcome;
}

int mend_tls_add_to_offer(mend_tls_context *context, const void *certificate, size_t count) {
    offer *ours = offer_of(context);
    X509 *made = certificate_of(certificate, count);
    if (made == NULL || ours == NULL || ours->count == 0) {
        X509_free(made);
        return 0;
    }
    identity *last = &ours->all[ours->count - 1];
    if (last->chain == NULL) last->chain = sk_X509_new_null();
    if (last->chain != NULL && sk_X509_push(last->chain, made) > 0) return 1;
    X509_free(made);
    return 0;
}

int mend_tls_ciphers(mend_tls_context *context, const char *of12, const char *of13) {
    ERR_clear_error();
    if (of13 != NULL && SSL_CTX_set_ciphersuites(context, of13) != 1) return 0;
    return of12 == NULL || SSL_CTX_set_cipher_list(context, of12) == 1;
}

void mend_tls_ask_certificate(mend_tls_context *context, int required) {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | (required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), on_verified);
}

const char *mend_tls_cipher_name(const char *standard_name) {
    mend_openssl_start();
    const char *name = OPENSSL_cipher_name(standard_name);
    return name == NULL || strcmp(name, "(NONE)") == 0 ? NULL : name;
}

const char *mend_tls_reason(void) {
    const char *reason = ERR_reason_error_string(ERR_peek_error());
    return reason == NULL ? "no reason given" : reason;
}

// MARK: Sessions

static mend_tls_session *session_new(mend_tls_context *context) {
    mend_tls_session *session = OPENSSL_zalloc(sizeof *session);
    if (session == NULL) return NULL;
    session->verify_error = X509_V_OK;
    session->ssl = SSL_new(context);
    session->incoming = BIO_new(BIO_s_mem());
    session->outgoing = BIO_new(BIO_s_mem());
    if (session->ssl == NULL || session->incoming == NULL || session->outgoing == NULL) {
        BIO_free(session->incoming);
        BIO_free(session->outgoing);
        SSL_free(session->ssl);
        OPENSSL_free(session);
        return NULL;
    }
    SSL_set_bio(session->ssl, session->incoming, session->outgoing);
    SSL_set_app_data(session->ssl, session);
    return session;
}

mend_tls_session *mend_tls_client_new(mend_tls_context *context, const char *host, int is_address, int verifies) {
    mend_tls_session *session = session_new(context);
    if (session == NULL) return NULL;
    X509_VERIFY_PARAM *parameters = SSL_get0_param(session->ssl);
    X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    int done = is_address || SSL_set_tlsext_host_name(session->ssl, host) == 1;
    if (done && verifies) {
        done = is_address ? X509_VERIFY_PARAM_set1_ip_asc(parameters, host) == 1 : X509_VERIFY_PARAM_set1_host(parameters, host, 0) == 1;
    }
    if (!done) {
        mend_tls_session_free(session);
        return NULL;
    }
    SSL_set_verify(session->ssl, SSL_VERIFY_PEER, on_verified);
    SSL_set_connect_state(session->ssl);
    return session;
}

mend_tls_session *mend_tls_server_new(mend_tls_context *context) {
    mend_tls_session *session = session_new(context);
    if (session != NULL) SSL_set_accept_state(session->ssl);
    return session;
}

void mend_tls_session_free(mend_tls_session *session) {
    if (session == NULL) return;
    X509_free(session->refused);
    OPENSSL_free(session->wanted_authorities);
    SSL_free(session->ssl);
    OPENSSL_free(session);
}

int mend_tls_handshake(mend_tls_session *session) {
    ERR_clear_error();
    int result = SSL_do_handshake(session->ssl);
    if (result == 1) return 1;
    return SSL_get_error(session->ssl, result) == SSL_ERROR_WANT_READ ? 0 : -1;
}

int mend_tls_feed(mend_tls_session *session, const void *bytes, size_t count) {
    size_t written = 0;
    if (count == 0) return 1;
    return BIO_write_ex(session->incoming, bytes, count, &written) == 1 && written == count;
}

size_t mend_tls_outgoing_count(mend_tls_session *session) { return BIO_ctrl_pending(session->outgoing); }

size_t mend_tls_take_outgoing(mend_tls_session *session, void *buffer, size_t count) {
    size_t taken = 0;
    return BIO_read_ex(session->outgoing, buffer, count, &taken) == 1 ? taken : 0;
}

long mend_tls_read(mend_tls_session *session, void *buffer, size_t count) {
    ERR_clear_error();
    size_t got = 0;
    int result = SSL_read_ex(session->ssl, buffer, count, &got);
    if (result == 1) return (long)got;
    switch (SSL_get_error(session->ssl, result)) {
    case SSL_ERROR_WANT_READ: return 0;
    case SSL_ERROR_ZERO_RETURN: return -2;
    default: return -1;
    }
}

int mend_tls_write(mend_tls_session *session, const void *bytes, size_t count) {
    ERR_clear_error();
    size_t written = 0;
    if (count == 0) return 1;
    return SSL_write_ex(session->ssl, bytes, count, &written) == 1 && written == count ? 1 : -1;
}

void mend_tls_end(mend_tls_session *session) {
    ERR_clear_error();
    if (SSL_is_init_finished(session->ssl)) SSL_shutdown(session->ssl);
    ERR_clear_error();
}

int mend_tls_was_asked_for_certificate(mend_tls_session *session) { return session->was_asked_for_certificate; }

const char *mend_tls_wanted_authorities(mend_tls_session *session) { return session->wanted_authorities; }

const char *mend_tls_version(mend_tls_session *session) { return SSL_get_version(session->ssl); }

const char *mend_tls_cipher(mend_tls_session *session) {
    const SSL_CIPHER *cipher = SSL_get_current_cipher(session->ssl);
    const char *name = cipher == NULL ? NULL : SSL_CIPHER_standard_name(cipher);
    return name == NULL ? "" : name;
}

// MARK: Failures

static char *text_of(BIO *bio) {
    char *bytes = NULL;
    long count = bio == NULL ? 0 : BIO_get_mem_data(bio, &bytes);
    return OPENSSL_strndup(bytes == NULL ? "" : bytes, count < 0 ? 0 : (size_t)count);
}

static char *name_text(const X509_NAME *name) {
    BIO *bio = BIO_new(BIO_s_mem());
    if (bio != NULL) X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    char *text = text_of(bio);
    BIO_free(bio);
    return text;
}

static char *date_text(const ASN1_TIME *time) {
    struct tm parts;
    char text[40] = "";
    if (time != NULL && ASN1_TIME_to_tm(time, &parts) == 1) strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return OPENSSL_strdup(text);
}

// The names that a certificate is for, a line each with its kind, at most 50: DNS names and addresses, or the common name where there are
// none.
static char *names_text(X509 *certificate) {
    BIO *bio = BIO_new(BIO_s_mem());
    if (bio == NULL) return OPENSSL_strdup("");
    int count = 0;
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    for (int index = 0; index < sk_GENERAL_NAME_num(names) && count < 50; index++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
        if (name->type == GEN_DNS) {
            BIO_puts(bio, "DNS ");
            for (int at = 0; at < name->d.dNSName->length && at < 255; at++) {
                unsigned char byte = name->d.dNSName->data[at];
                BIO_write(bio, byte > 32 && byte < 127 ? (const char *)&byte : "?", 1);
            }
        } else if (name->type == GEN_IPADD && name->d.iPAddress->length == 4) {
            const unsigned char *octets = name->d.iPAddress->data;
            BIO_printf(bio, "IP %d.%d.%d.%d", octets[0], octets[1], octets[2], octets[3]);
        } else if (name->type == GEN_IPADD && name->d.iPAddress->length == 16) {
            for (int at = 0; at < 16; at += 2)
                BIO_printf(bio, at == 0 ? "IP %x" : ":%x", name->d.iPAddress->data[at] << 8 | name->d.iPAddress->data[at + 1]);
        } else {
            continue;
        }
        BIO_write(bio, "\n", 1);
        count++;
    }
    GENERAL_NAMES_free(names);
    if (count == 0) {
        char common[256];
        if (X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, common, sizeof common) > 0)
            BIO_printf(bio, "CN %s", common);
    }
    char *text = text_of(bio);
    BIO_free(bio);
    return text;
}

static mend_certificate_cause certificate_cause(int error) {
    switch (error) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED: return MEND_CERTIFICATE_UNTRUSTED;
    case X509_V_ERR_CERT_HAS_EXPIRED: return MEND_CERTIFICATE_EXPIRED;
    case X509_V_ERR_CERT_NOT_YET_VALID: return MEND_CERTIFICATE_NOT_YET;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return MEND_CERTIFICATE_NAME;
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL: return MEND_CERTIFICATE_WEAK_KEY;
    case X509_V_ERR_CA_MD_TOO_WEAK: return MEND_CERTIFICATE_WEAK_DIGEST;
    case X509_V_ERR_INVALID_PURPOSE: return MEND_CERTIFICATE_USAGE;
    case X509_V_ERR_CERT_SIGNATURE_FAILURE: return MEND_CERTIFICATE_SIGNATURE;
    default: return MEND_CERTIFICATE_OTHER;
    }
}

static void describe_certificate(mend_tls_session *session, mend_tls_failure *failure) {
    failure->cause = MEND_TLS_CERTIFICATE;
    failure->certificate = certificate_cause(session->verify_error);
    failure->reason = OPENSSL_strdup(X509_verify_cert_error_string(session->verify_error));
    if (session->refused == NULL) return;
    failure->subject = name_text(X509_get_subject_name(session->refused));
    failure->issuer = name_text(X509_get_issuer_name(session->refused));
    failure->not_before = date_text(X509_get0_notBefore(session->refused));
    failure->not_after = date_text(X509_get0_notAfter(session->refused));
    failure->names = names_text(session->refused);
    failure->is_anchor = session->refused_is_anchor;
}

static mend_tls_cause cause_of(int reason) {
    switch (reason) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
    case SSL_R_PACKET_LENGTH_TOO_LONG: return MEND_TLS_NO_TLS;
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_WRONG_SSL_VERSION:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_VERSION_TOO_HIGH:
    case SSL_R_INAPPROPRIATE_FALLBACK:
    case SSL_R_NO_PROTOCOLS_AVAILABLE: return MEND_TLS_VERSION;
    case SSL_R_NO_SHARED_CIPHER:
    case SSL_R_NO_CIPHERS_AVAILABLE:
    case SSL_R_WRONG_CIPHER_RETURNED:
    case SSL_R_UNKNOWN_CIPHER_RETURNED: return MEND_TLS_CIPHER;
    default: return MEND_TLS_OTHER;
    }
}

mend_tls_failure mend_tls_session_failure(mend_tls_session *session) {
    mend_tls_failure failure = {MEND_TLS_OTHER, MEND_CERTIFICATE_OTHER, -1, NULL, NULL, NULL, NULL, NULL, NULL, 0};
    unsigned long code = ERR_peek_error();
    int reason = ERR_GET_REASON(code);
    if (session->verify_error != X509_V_OK && SSL_get_verify_mode(session->ssl) != SSL_VERIFY_NONE) {
        describe_certificate(session, &failure);
    } else if (ERR_GET_LIB(code) == ERR_LIB_SSL && reason >= SSL_AD_REASON_OFFSET && reason < SSL_AD_REASON_OFFSET + 256) {
        failure.cause = MEND_TLS_ALERT;
        failure.alert = reason - SSL_AD_REASON_OFFSET;
        failure.reason = OPENSSL_strdup(SSL_alert_desc_string_long(failure.alert));
    } else {
        if (ERR_GET_LIB(code) == ERR_LIB_SSL) failure.cause = cause_of(reason);
        const char *words = ERR_reason_error_string(code);
        failure.reason = OPENSSL_strdup(words == NULL ? "no reason given" : words);
    }
    ERR_clear_error();
    char **texts[] = {&failure.reason,     &failure.subject,   &failure.issuer,
                       &failure.not_before, &failure.not_after, &failure.names};
    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++)
        if (*texts[index] == NULL) *texts[index] = OPENSSL_strdup("");
    return failure;
}

void mend_tls_failure_free(mend_tls_failure *failure) {
    OPENSSL_free(failure->reason);
    OPENSSL_free(failure->subject);
    OPENSSL_free(failure->issuer);
    OPENSSL_free(failure->not_before);
    OPENSSL_free(failure->not_after);
    OPENSSL_free(failure->names);
}
