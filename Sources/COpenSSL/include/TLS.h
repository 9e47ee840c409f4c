#pragma once
#include <stddef.h>

// What connections share: trust, identity, versions, ciphers.
typedef struct ssl_ctx_st mend_tls_context;

// One connection's TLS over memory: bytes of the wire in and out, bytes of the application in and out. It knows no descriptor.
typedef struct mend_tls_session mend_tls_session;

// What made something fail.
typedef enum {
    // In no other of these: `reason` has the library's words.
    MEND_TLS_OTHER = 0,
    // The peer's certificate did not stand: `verify_error` and what is said of the certificate.
    MEND_TLS_CERTIFICATE = 1,
    // The peer gave up with an alert: `alert`.
    MEND_TLS_ALERT = 2,
    // What the peer sends is no TLS.
    MEND_TLS_NO_TLS = 3,
    // No version of the protocol is spoken by both.
    MEND_TLS_VERSION = 4,
    // No cipher suite is spoken by both.
    MEND_TLS_CIPHER = 5,
} mend_tls_cause;

// Why a certificate does not stand, as far as it is told apart.
typedef enum {
    MEND_CERTIFICATE_OTHER = 0,
    MEND_CERTIFICATE_UNTRUSTED = 1,
    MEND_CERTIFICATE_EXPIRED = 2,
    MEND_CERTIFICATE_NOT_YET = 3,
    MEND_CERTIFICATE_NAME = 4,
    // Signed with a digest that is not safe any more.
    MEND_CERTIFICATE_WEAK_DIGEST = 5,
    // Its key is too short.
    MEND_CERTIFICATE_WEAK_KEY = 6,
    // What it may be used for (key usage, extended key usage) is not what it is used for.
    MEND_CERTIFICATE_USAGE = 7,
    // It names an issuer of whose certificates here none has signed it.
    MEND_CERTIFICATE_SIGNATURE = 8,
} mend_certificate_cause;

// A failure with its circumstances. Texts are never NULL; they end with the failure.
typedef struct {
    mend_tls_cause cause;
    mend_certificate_cause certificate;
    int alert;
    // The library's words.
    char *reason;
    // Of the certificate: RFC 2253 names, dates as in RFC 3339 (empty: unreadable), and the names it is for, a line each.
    char *subject;
    char *issuer;
    char *not_before;
    char *not_after;
    // "DNS a.example", "IP 127.0.0.1", "CN a.example".
    char *names;
    // Whether the certificate is one of those that we were told to trust.
    int is_anchor;
} mend_tls_failure;

void mend_tls_failure_free(mend_tls_failure *failure);

// MARK: Contexts

// A context for the versions allowed (TLS 1.2, TLS 1.3). Verifies the peer as a client, asks for nothing as a server. NULL: no memory.
mend_tls_context *mend_tls_context_new(int allows12, int allows13);
void mend_tls_context_free(mend_tls_context *context);

// Each returns 1 when it is done, else 0.
int mend_tls_trust(mend_tls_context *context, const void *der, size_t count);
int mend_tls_trust_file(mend_tls_context *context, const char *path);
int mend_tls_trust_directory(mend_tls_context *context, const char *path);
int mend_tls_identity(mend_tls_context *context, const void *certificate, size_t certificate_count, const void *key, size_t key_count);
int mend_tls_add_to_chain(mend_tls_context *context, const void *certificate, size_t count);
// For clients: one identity of several, of which the first is shown that the peer can take: by the authorities that it names, and by the
// kind of the key, in the order in which it names kinds. `mend_tls_add_to_offer` adds an issuer to the last of them. 0: it cannot be read;
// -1: its signature or its key is too weak to be shown (SHA-1, RSA under 1,024 bits).
int mend_tls_offer(mend_tls_context *context, const void *certificate, size_t certificate_count, const void *key, size_t key_count);
int mend_tls_add_to_offer(mend_tls_context *context, const void *certificate, size_t count);
// Names of OpenSSL, joined by colons: of TLS 1.2, of TLS 1.3; NULL leaves them as they are.
int mend_tls_ciphers(mend_tls_context *context, const char *of12, const char *of13);
// For servers: a certificate is asked of the client; `required`: none is no answer.
void mend_tls_ask_certificate(mend_tls_context *context, int required);

// OpenSSL's name of a cipher suite by that of the IANA; NULL: it knows none.
const char *mend_tls_cipher_name(const char *standard_name);

// What the library says first of a call to a context that failed. Never NULL.
const char *mend_tls_reason(void);

// MARK: Sessions

// A client's session; `host` is asked for by name (SNI) unless it is an address, and verified where `verifies` is 1.
mend_tls_session *mend_tls_client_new(mend_tls_context *context, const char *host, int is_address, int verifies);
mend_tls_session *mend_tls_server_new(mend_tls_context *context);
void mend_tls_session_free(mend_tls_session *session);

// Goes on with the handshake: 1 it is done, 0 the peer's bytes are needed, -1 it failed.
int mend_tls_handshake(mend_tls_session *session);
// Bytes of the wire; 0: no memory.
int mend_tls_feed(mend_tls_session *session, const void *bytes, size_t count);
// How many bytes wait to go on the wire, and those bytes.
size_t mend_tls_outgoing_count(mend_tls_session *session);
size_t mend_tls_take_outgoing(mend_tls_session *session, void *buffer, size_t count);
// Bytes of the application: how many were read; 0 none are there, -1 failed, -2 the peer has said that it ends.
long mend_tls_read(mend_tls_session *session, void *buffer, size_t count);
// 1: all are on their way out; -1 failed.
int mend_tls_write(mend_tls_session *session, const void *bytes, size_t count);
// Says that we end.
void mend_tls_end(mend_tls_session *session);

// Whether the peer has asked for our certificate, and whether we had one.
int mend_tls_was_asked_for_certificate(mend_tls_session *session);
// Where the peer asked and none of our identities was one that it can take: the authorities that it named, a line each, at most 8; else NULL.
const char *mend_tls_wanted_authorities(mend_tls_session *session);
// "TLSv1.3"; the cipher suite by the IANA's name.
const char *mend_tls_version(mend_tls_session *session);
const char *mend_tls_cipher(mend_tls_session *session);

// Why the last call failed.
mend_tls_failure mend_tls_session_failure(mend_tls_session *session);
