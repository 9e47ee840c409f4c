#include "CAres.h"

#include <ares.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

typedef struct lookup {
    mend_lookup_result result;
    mend_resolver *resolver;
    struct lookup *next;
} lookup;

struct mend_resolver {
    ares_channel channel;
    lookup *first_done;
    lookup *last_done;
};

static void finish(lookup *done) {
    mend_resolver *resolver = done->resolver;
    done->next = NULL;
    if (resolver->last_done) {
        resolver->last_done->next = done;
    } else {
        resolver->first_done = done;
    }
    resolver->last_done = done;
}

static void add(mend_lookup_result *result, const struct ares_addrinfo_node *node) {
    if (result->count >= MEND_MAX_ADDRESSES) return;
    mend_address *address = &result->addresses[result->count];
    if (node->ai_family == AF_INET) {
        const struct sockaddr_in *raw = (const struct sockaddr_in *)node->ai_addr;
        memcpy(address->bytes, &raw->sin_addr, 4);
        address->length = 4;
    } else if (node->ai_family == AF_INET6) {
        const struct sockaddr_in6 *raw = (const struct sockaddr_in6 *)node->ai_addr;
        memcpy(address->bytes, &raw->sin6_addr, 16);
        address->length = 16;
        address->scope = raw->sin6_scope_id;
    } else {
        return;
    }
    result->count++;
}

static void answered(void *argument, int status, int timeouts, struct ares_addrinfo *found) {
    lookup *done = argument;
    (void)timeouts;
    done->result.status = status;
    if (found) {
        for (const struct ares_addrinfo_node *node = found->nodes; node; node = node->ai_next) add(&done->result, node);
        ares_freeaddrinfo(found);
    }
    finish(done);
}

mend_resolver *mend_resolver_new(int32_t *status) {
    mend_resolver *resolver = calloc(1, sizeof *resolver);
    if (!resolver) {
        *status = ARES_ENOMEM;
        return NULL;
    }
    *status = ares_library_init(ARES_LIB_INIT_ALL);
    if (*status == ARES_SUCCESS) {
        // A name server that does not answer is asked again after 1.5 s: a look-up has to fit into a deadline of seconds.
        struct ares_options options = {.timeout = 1500, .tries = 2};
        *status = ares_init_options(&resolver->channel, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES);
    }
    if (*status != ARES_SUCCESS) {
        free(resolver);
        return NULL;
    }
    return resolver;
}

void mend_resolver_free(mend_resolver *resolver) {
    ares_destroy(resolver->channel);
    mend_lookup_result ignored;
    while (mend_resolver_next(resolver, &ignored)) {
    }
    free(resolver);
}

void mend_resolver_begin(mend_resolver *resolver, uint64_t id, const char *host) {
    lookup *begun = calloc(1, sizeof *begun);
    if (!begun) return;
    begun->result.id = id;
    begun->resolver = resolver;
    struct ares_addrinfo_hints hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    ares_getaddrinfo(resolver->channel, host, NULL, &hints, answered, begun);
}

int32_t mend_resolver_sockets(mend_resolver *resolver, int32_t *descriptors, int32_t *wants, int32_t capacity) {
    ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
    int bits = ares_getsock(resolver->channel, sockets, ARES_GETSOCK_MAXNUM);
    int32_t count = 0;
    for (int index = 0; index < ARES_GETSOCK_MAXNUM && count < capacity; index++) {
        int32_t wanted = (ARES_GETSOCK_READABLE(bits, index) ? 1 : 0) | (ARES_GETSOCK_WRITABLE(bits, index) ? 2 : 0);
        if (!wanted) continue;
        descriptors[count] = sockets[index];
        wants[count] = wanted;
        count++;
    }
    return count;
}

int64_t mend_resolver_timeout(mend_resolver *resolver) {
    struct timeval left;
    if (!ares_timeout(resolver->channel, NULL, &left)) return -1;
    return (int64_t)left.tv_sec * 1000 + (left.tv_usec + 999) / 1000;
}

void mend_resolver_process(mend_resolver *resolver, int32_t readable, int32_t writable) {
    ares_process_fd(
        resolver->channel, readable < 0 ? ARES_SOCKET_BAD : readable, writable < 0 ? ARES_SOCKET_BAD : writable);
}

int32_t mend_resolver_next(mend_resolver *resolver, mend_lookup_result *result) {
    lookup *done = resolver->first_done;
    if (!done) return 0;
    resolver->first_done = done->next;
    if (!resolver->first_done) resolver->last_done = NULL;
    *result = done->result;
    free(done);
    return 1;
}

const char *mend_resolver_reason(int32_t status) { return ares_strerror(status); }
