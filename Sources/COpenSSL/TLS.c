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
    int was_asked_for_certificate;
};

// MARK: Contexts

static int on_certificate_asked(SSL *ssl, void *unused) {
    (void)unused;
    struct mend_tls_session *session = SSL_get_app_data(ssl);
    if (session != NULL) session->was_asked_for_certificate = 1;
    return 1;
}

// Keeps what did not stand: after the failure the library does not tell any more.
static int on_verified(int stands, X509_STORE_CTX *store) {
    if (stands) return stands;
    SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    struct mend_tls_session *session = ssl == NULL ? NULL : SSL_get_app_data(ssl);
    if (session != NULL && session->verify_error == X509_V_OK) {
        session->verify_error = X509_STORE_CTX_get_error(store);
        X509 *certificate = X509_STORE_CTX_get_current_cert(store);
        if (certificate != NULL && X509_up_ref(certificate)) session->refused = certificate;
    }
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

// The names that a certificate is for, a line each, at most 50: DNS names and addresses, or the common name where there are none.
static char *names_text(X509 *certificate) {
    BIO *bio = BIO_new(BIO_s_mem());
    if (bio == NULL) return OPENSSL_strdup("");
    int count = 0;
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    for (int index = 0; index < sk_GENERAL_NAME_num(names) && count < 50; index++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
        if (name->type == GEN_DNS) {
            for (int at = 0; at < name->d.dNSName->length && at < 255; at++) {
                unsigned char byte = name->d.dNSName->data[at];
                BIO_write(bio, byte > 32 && byte < 127 ? (const char *)&byte : "?", 1);
            }
        } else if (name->type == GEN_IPADD && name->d.iPAddress->length == 4) {
            const unsigned char *octets = name->d.iPAddress->data;
            BIO_printf(bio, "%d.%d.%d.%d", octets[0], octets[1], octets[2], octets[3]);
        } else if (name->type == GEN_IPADD && name->d.iPAddress->length == 16) {
            for (int at = 0; at < 16; at += 2)
                BIO_printf(bio, at == 0 ? "%x" : ":%x", name->d.iPAddress->data[at] << 8 | name->d.iPAddress->data[at + 1]);
        } else {
            continue;
        }
        BIO_write(bio, "\n", 1);
        count++;
    }
    GENERAL_NAMES_free(names);
    if (count == 0) {
        char common[256];
        if (X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, common, sizeof common) > 0) BIO_puts(bio, common);
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
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK: return MEND_CERTIFICATE_WEAK;
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
    mend_tls_failure failure = {MEND_TLS_OTHER, MEND_CERTIFICATE_OTHER, -1, NULL, NULL, NULL, NULL, NULL, NULL};
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
