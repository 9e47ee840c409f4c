#pragma once

#include <stddef.h>
#include <stdint.h>

/// Names to addresses by c-ares, in the caller's own loop: plain numbers in and out, no callbacks.
typedef struct mend_resolver mend_resolver;

/// One address: 4 or 16 bytes in network order.
typedef struct {
    uint8_t bytes[16];
    uint8_t length;
    uint32_t scope;
} mend_address;

/// The most addresses kept of one name.
enum { MEND_MAX_ADDRESSES = 16 };

/// The answer to a look-up: a status of c-ares (0 is success) and the addresses.
typedef struct {
    uint64_t id;
    int32_t status;
    int32_t count;
    mend_address addresses[MEND_MAX_ADDRESSES];
} mend_lookup_result;

/// A new resolver that reads the host's own configuration; NULL and a status when it cannot be made.
mend_resolver *_Nullable mend_resolver_new(int32_t *_Nonnull status);

/// Ends all look-ups and the resolver.
void mend_resolver_free(mend_resolver *_Nonnull resolver);

/// Begins to look a name up; numeric addresses are answered at once.
void mend_resolver_begin(mend_resolver *_Nonnull resolver, uint64_t id, const char *_Nonnull host);

/// The sockets it waits for: descriptors, and bit 1 = read, bit 2 = write. Gives how many.
int32_t mend_resolver_sockets(
    mend_resolver *_Nonnull resolver, int32_t *_Nonnull descriptors, int32_t *_Nonnull wants, int32_t capacity);

/// Milliseconds until it wants to be called again; -1 when nothing is under way.
int64_t mend_resolver_timeout(mend_resolver *_Nonnull resolver);

/// Tells it that a descriptor can be read or written (-1: none); with -1 and -1 only that time has passed.
void mend_resolver_process(mend_resolver *_Nonnull resolver, int32_t readable, int32_t writable);

/// Takes the next finished look-up; 0 when there is none.
int32_t mend_resolver_next(mend_resolver *_Nonnull resolver, mend_lookup_result *_Nonnull result);

/// c-ares' own words for a status.
const char *_Nonnull mend_resolver_reason(int32_t status);
