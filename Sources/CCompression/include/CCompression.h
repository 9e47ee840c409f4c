#pragma once
#include <lz4frame.h>
#include <snappy-c.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

// zlib's init calls are macros, which Swift cannot call; these give one shot each. All return the number of bytes written, or
// MEND_CORRUPT for input that is damaged or cut short, or MEND_NO_ROOM when the output is too small.
#define MEND_CORRUPT (-1L)
#define MEND_NO_ROOM (-2L)

// Raw deflate (ZIP entries).
long mend_inflate_raw(const uint8_t *input, size_t size, uint8_t *output, size_t capacity);
// gzip (RFC 1952), one or more members.
long mend_gunzip(const uint8_t *input, size_t size, uint8_t *output, size_t capacity);
// gzip, one member; `capacity` of mend_gzip_bound(size) is always enough.
long mend_gzip(const uint8_t *input, size_t size, uint8_t *output, size_t capacity);
size_t mend_gzip_bound(size_t size);
