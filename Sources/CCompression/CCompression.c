#include "CCompression.h"

#include <limits.h>
#include <string.h>

static long inflate_all(const uint8_t *input, size_t size, uint8_t *output, size_t capacity, int window_bits) {
    if (size > UINT_MAX || capacity > UINT_MAX) return MEND_NO_ROOM;
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (inflateInit2(&stream, window_bits) != Z_OK) return MEND_CORRUPT;
    // A byte to point at, so that an empty output still tells "no room" from "done".
    uint8_t none = 0;
    stream.next_in = (Bytef *)input;
    stream.avail_in = (uInt)size;
    stream.next_out = capacity > 0 ? output : &none;
    stream.avail_out = (uInt)capacity;
    long result = MEND_CORRUPT;
    for (;;) {
        int code = inflate(&stream, Z_NO_FLUSH);
        if (code == Z_STREAM_END) {
            // gzip may hold several members, one after the other.
            if (window_bits > 15 && stream.avail_in > 0) {
                if (inflateReset(&stream) == Z_OK) continue;
                break;
            }
            result = (long)(capacity - stream.avail_out);
            break;
        }
        if (code == Z_OK && (stream.avail_in > 0 || stream.avail_out == 0)) {
            if (stream.avail_out == 0 && stream.avail_in == 0) { result = MEND_NO_ROOM; break; }
            continue;
        }
        if (code == Z_BUF_ERROR && stream.avail_out == 0) result = MEND_NO_ROOM;
        break;
    }
    inflateEnd(&stream);
    return result;
}

long mend_inflate_raw(const uint8_t *input, size_t size, uint8_t *output, size_t capacity) {
    return inflate_all(input, size, output, capacity, -MAX_WBITS);
}

long mend_gunzip(const uint8_t *input, size_t size, uint8_t *output, size_t capacity) {
    return inflate_all(input, size, output, capacity, 16 + MAX_WBITS);
}

size_t mend_gzip_bound(size_t size) { return compressBound((uLong)size) + 32; }

long mend_gzip(const uint8_t *input, size_t size, uint8_t *output, size_t capacity) {
    if (size > UINT_MAX || capacity > UINT_MAX) return MEND_NO_ROOM;
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) return MEND_CORRUPT;
    stream.next_in = (Bytef *)input;
    stream.avail_in = (uInt)size;
    stream.next_out = output;
    stream.avail_out = (uInt)capacity;
    int code = deflate(&stream, Z_FINISH);
    long result = code == Z_STREAM_END ? (long)(capacity - stream.avail_out) : MEND_NO_ROOM;
    deflateEnd(&stream);
    return result;
}
